import { Radio, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import { OPEN_RUNS, type OpenRunsChoice, type PersonKind } from '#people/persons/model.ts';
import type { Known } from '../ask.ts';
import { useBulk } from '../bulk.ts';
import { useVerbs } from '../verbs.ts';
import { words } from '../words.ts';

interface Asked {
  reason: string;
  open_runs: OpenRunsChoice;
}

interface Props {
  title: string;
  intro: ReactNode;
  verb: string;
  /** The words over the choice; absent: there is no open run to decide about. */
  runs: string | undefined;
  close: () => void;
  send: (asked: Asked) => Promise<unknown>;
}

/** Why, and what becomes of the open runs; one act with one undo (PE-26). */
const Sheet = ({ title, intro, verb, runs, close, send }: Props) => {
  const form = useForm<Asked>({
    initialValues: { reason: '', open_runs: 'leave' },
    validate: { reason: (value) => (value.trim() ? null : words.reason_missing) },
  });
  const submit = async (asked: Asked) => {
    await send(asked);
    close();
  };
  return (
    <FormSheet opened close={close} title={title} intro={intro} form={form} verb={verb} submit={submit} danger>
      <Textarea
        label={words.reason}
        description={words.deactivate_hint}
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
        {...clientData}
        {...form.getInputProps('reason')}
      />
      {runs && (
        <Radio.Group label={runs} {...form.getInputProps('open_runs')}>
          <div className="choice-stack">
            {OPEN_RUNS.map((choice) => (
              <Radio
                key={choice}
                value={choice}
                label={words.run_choices[choice]}
                description={words.run_hints[choice]}
              />
            ))}
          </div>
        </Radio.Group>
      )}
    </FormSheet>
  );
};

interface DeactivateSheetProps {
  known: Known;
  /** What was refused before and led here: «It has 3 runs, so it cannot be deleted.» */
  sentence?: string | undefined;
  close: () => void;
}

export const DeactivateSheet = ({ known, sentence, close }: DeactivateSheetProps) => {
  const { deactivate } = useVerbs();
  const runs = known.open_runs === 0 ? undefined : words.open_runs(known.open_runs ?? 2);
  return (
    <Sheet
      title={words.deactivate_title(known.name)}
      intro={
        <>
          {sentence && <p>{sentence}</p>}
          <p>{words.deactivate_intro}</p>
          {known.entered_on && <p>{words.waitlist_closes}</p>}
        </>
      }
      verb={words.deactivate}
      runs={runs}
      close={close}
      send={(asked) => deactivate(known, asked)}
    />
  );
};

interface DeactivateManyProps {
  kind: PersonKind;
  target: BulkTarget;
  close: () => void;
}

export const DeactivateMany = ({ kind, target, close }: DeactivateManyProps) => {
  const bulk = useBulk();
  const many = words.counted[kind](target.count);
  return (
    <Sheet
      title={words.deactivate_many(many)}
      intro={words.deactivate_intro}
      verb={words.deactivate_many(many)}
      runs={words.open_runs_many}
      close={close}
      send={(asked) => bulk(kind, { do: 'deactivate', ...asked }, target)}
    />
  );
};
