import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useClock } from '#kernel/ui/clock.tsx';
import { Day } from '#kernel/ui/day.tsx';
import { FormSheet } from '#kernel/ui/form/form-sheet.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import { useMembers } from '../runs/data.ts';
import { type AskedValues, askedBody, isComplete, startValues } from './asked.ts';
import { AskedFields } from './asked-fields.tsx';
import type { LaunchBody, LaunchKind, LaunchPreview, Startable, Startee } from './data.ts';
import { previewQuery } from './data.ts';
import { FIRST_FIELD, FocusOn, SUBMIT } from './focus-on.tsx';
import { previewEnd, previewLine } from './preview-line.ts';
import { words } from './words.ts';

interface OneSheetProps {
  as: LaunchKind;
  workflow: Startable;
  subject: Startee;
  close: () => void;
  /** Throws the refusal. */
  launch: (body: LaunchBody) => Promise<unknown>;
}

const PAUSE_MS = 250;

/** What a workflow asks for before it begins on one record, filled with defaults; how it would go follows what is typed. */
export const OneSheet = ({ as, workflow, subject, close, launch }: OneSheetProps) => {
  const { today } = useClock();
  const { settings } = workflow;
  const first = useQuery(previewQuery({ workflow: workflow.id, as, subject: subject.id })).data;
  const form = useForm<AskedValues>({
    initialValues: startValues(settings, today, first?.asks.run_date?.proposed ?? null),
  });
  const body: LaunchBody = { workflow: workflow.id, as, subject: subject.id, ...askedBody(settings, form.values) };
  const [typed] = useDebouncedValue(body, PAUSE_MS);
  const seen = useQuery({ ...previewQuery(typed), placeholderData: keepPreviousData }).data ?? first;
  const first_focus = useRef(isComplete(settings, form.values) ? SUBMIT : FIRST_FIELD);
  return (
    <FormSheet
      opened
      close={close}
      title={words.sheet_one(workflow.name, subject.name)}
      form={form}
      verb={words.verb_one}
      submit={() => launch(body)}
      free
    >
      {/* with everything filled in, Enter starts it */}
      <FocusOn target={first_focus.current} />
      <AskedFields as={as} settings={settings} form={form} subject={subject.id} />
      {seen && <HowItGoes seen={seen} name={words.sheet_one(workflow.name, subject.name)} />}
    </FormSheet>
  );
};

/** Today's answer: the line, who answers for it, and the steps for which nobody is found (WF-45). */
const HowItGoes = ({ seen, name }: { seen: LaunchPreview; name: string }) => {
  const members = useMembers();
  const { today } = useClock();
  const nameOf = (id: string | null) => members.find((one) => one.id === id)?.name ?? null;
  const end = previewEnd(seen);
  return (
    <section className="launch-preview" aria-label={words.line}>
      <RunLine size="row" label={name} data={previewLine(seen, today, nameOf)} />
      <Facts
        facts={[
          { label: words.owner, value: <Person name={nameOf(seen.owner_id)} /> },
          ...(end ? [{ label: words.ends, value: <Day date={end} /> }] : []),
        ]}
      />
      <Caution says={words.gaps} steps={seen.gaps} />
      <Caution
        says={words.unreached}
        steps={seen.unreached.map(({ because, ...step }) => ({ ...step, note: because }))}
      />
    </section>
  );
};

interface CautionProps {
  says: string;
  steps: readonly { key: string; title: string; note: string }[];
}

/** Steps to think of before it is started. */
const Caution = ({ says, steps }: CautionProps) =>
  steps.length === 0 ? null : (
    <div className="launch-gaps">
      <p>{says}</p>
      <ul>
        {steps.map(({ key, title, note }) => (
          <li key={key}>
            «{title}» <span className="quiet">{note}</span>
          </li>
        ))}
      </ul>
    </div>
  );
