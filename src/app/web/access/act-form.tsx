import { Button } from '@mantine/core';

import { type ReactNode, useRef, useState } from 'react';
import { isRefusal, sentenceOf } from '#kernel/ui/client.ts';
import type { FormOf } from '#kernel/ui/form/model.ts';
import './access.css';
import { errorsOf } from '#kernel/ui/form/refusal.ts';

interface ActFormProps<Values extends object> {
  form: FormOf<Values>;
  verb: string;
  submit: (values: Values) => Promise<unknown>;
  /** Which field a refusal without pointers is about: code → field. */
  at?: Readonly<Record<string, string>>;
  children: ReactNode;
  /** Beside the button. */
  beside?: ReactNode;
  /** Not the one thing to do here. */
  quiet?: boolean;
}

/** One act in one column: the sentence of a refusal stands beside the field it is about, else over the button. */
export const ActForm = <Values extends object>({
  form,
  verb,
  submit,
  at = {},
  children,
  beside,
  quiet,
}: ActFormProps<Values>) => {
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState<string>();
  const element = useRef<HTMLFormElement>(null);
  const focusFirst = () =>
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  const refuse = (fault: unknown) => {
    const field = isRefusal(fault) ? at[fault.code] : undefined;
    const errors = isRefusal(fault) ? (field ? { [field]: fault.message } : errorsOf(fault)) : {};
    if (!isRefusal(fault)) console.error(fault);
    form.setErrors(errors);
    if (Object.keys(errors).length > 0) focusFirst();
    else setSentence(sentenceOf(fault));
  };
  const send = async (values: Values) => {
    if (busy) return;
    setBusy(true);
    setSentence(undefined);
    await submit(values).catch(refuse);
    setBusy(false);
  };
  return (
    <form
      ref={element}
      className="act-form"
      noValidate
      onSubmit={form.onSubmit((values) => void send(values), focusFirst)}
    >
      {children}
      {sentence && (
        <p className="refusal" role="alert">
          {sentence}
        </p>
      )}
      <div className="act-form-foot">
        <Button type="submit" loading={busy} variant={quiet ? 'default' : 'filled'}>
          {verb}
        </Button>
        {beside}
      </div>
    </form>
  );
};
