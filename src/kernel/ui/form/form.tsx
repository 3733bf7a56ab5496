import { Button } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { isRefusal, sentenceOf } from '../client.ts';
import { useKeys } from '../keys.ts';
import { words } from '../words.ts';
import { fieldsDone } from './at-work.ts';
import { useLeaveGuard } from './leave-guard.ts';
import type { FormOf } from './model.ts';
import { applyRefusal } from './refusal.ts';
import { Summary } from './summary.tsx';
import './form.css';

export interface FormProps<Values extends object> {
  form: FormOf<Values>;
  /** The main button: the verb with its numbers, «Start on 50 clients». */
  verb: string;
  /** Sends it. A thrown refusal is shown over the form and under its fields. */
  submit: (values: Values) => Promise<unknown>;
  cancel?: () => void;
  /** Of a body whose part this form is: `person` for pointers like `/person/name`. */
  prefix?: string;
  danger?: boolean;
  /** Why it cannot be sent now; the button is dead and says so. */
  why_not?: string | undefined;
  /** Beside the buttons: what the draft says. */
  note?: ReactNode;
  /** Leaving with typed words does not ask, for a form without worth. */
  free?: boolean;
  children: ReactNode;
}

/** One column of fields, its summary and its buttons; `FormPage` and `FormSheet` put it in its place. */
export const Form = <Values extends object>(props: FormProps<Values>) => {
  const { form, verb, submit, cancel, prefix, danger, why_not, note, free, children } = props;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [tries, setTries] = useState(0);
  const sent = useRef(false);
  const element = useRef<HTMLFormElement>(null);
  useLeaveGuard(() => !free && !sent.current && form.isDirty());
  useKeys([{ key: 'mod+Enter', label: verb, always: true, run: () => element.current?.requestSubmit() }]);
  const refuse = (why: unknown) => {
    sent.current = false;
    setFault(why);
    setTries((n) => n + 1);
    if (isRefusal(why)) applyRefusal(form, why, prefix);
  };
  const send = async (values: Values) => {
    if (busy || why_not) return;
    setBusy(true);
    setFault(undefined);
    sent.current = true;
    const waited = await fieldsDone();
    await submit(waited ? form.getValues() : values).catch(refuse);
    setBusy(false);
  };
  return (
    <form ref={element} className="form" noValidate onSubmit={form.onSubmit(send, () => refuse(undefined))}>
      <Summary form={form} {...(fault === undefined ? {} : { sentence: sentenceOf(fault) })} tries={tries} />
      <div className="form-fields">{children}</div>
      <div className="form-foot">
        <Button
          type="submit"
          loading={busy}
          aria-disabled={why_not ? true : undefined}
          {...(danger ? { color: 'red.8', className: 'danger' } : {})}
          {...(why_not ? { 'aria-describedby': 'form-why-not' } : {})}
        >
          {verb}
        </Button>
        {cancel && (
          <Button variant="default" onClick={cancel}>
            {words.cancel}
          </Button>
        )}
        {why_not && (
          <span id="form-why-not" className="caption">
            {why_not}
          </span>
        )}
        {note && <span className="form-note caption">{note}</span>}
      </div>
    </form>
  );
};
