import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import type { PlainDate } from '#ground/time.ts';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { Day } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import type { SmsLength } from '#messages/fields/sms.ts';
import { PARAMS, sends } from '#workflows/definitions/actions.ts';
import type { Content, Step } from '#workflows/definitions/content.ts';
import { placeOf } from '../../people/data.ts';
import { sayFields, useMergeFields } from '../../templates/data.ts';
import { MailView } from '../../templates/mail-view.tsx';
import { SendTest } from '../../templates/send-test.tsx';
import { SmsCount } from '../../templates/sms-count.tsx';
import type { DesignSaid } from '../design-view.tsx';
import { LetterRecord, type ShownFor, type ShownRecord, useShownRecord } from './letter-record.tsx';
import { Part } from './part.tsx';
import { words } from './words.ts';
import './letter.css';

/** `POST /step-letters`. */
interface LetterAnswer {
  to: { name: string; address: string | null }[];
  subject: string | null;
  html: string | null;
  text: string | null;
  sms: SmsLength | null;
  missing: string[];
  leaves: { at: string; on: PlainDate; time: string };
  looked_at: boolean;
  because: string[];
}

interface LetterPartProps {
  step: Step;
  said: DesignSaid;
  /** The day of the step in the run that is drawn. */
  day: PlainDate | undefined;
  shown: ShownFor;
}

/** The message of a step as a real record would get it on the day of the drawn run (ME-2). Nothing while there is none yet. */
export const LetterPart = ({ step, said, day, shown }: LetterPartProps) => {
  const { record } = useShownRecord(said.content, shown);
  if (record === undefined || !hasLetter(step)) return null;
  const test = sends(step) ? String(step.params.template) : undefined;
  return (
    <Part label={words.letter}>
      <div className="letter-head">
        <LetterRecord key={record?.id} content={said.content} record={record} choose={shown.choose} />
        {test && <SendTest template={test} record={record && { place: record.kind, id: record.id }} />}
      </div>
      <Letter step={step} said={said} day={day} record={record} />
    </Part>
  );
};

const hasLetter = (step: Step): boolean =>
  step.kind === 'form' ? step.form !== '' : sends(step) && PARAMS[step.do].safeParse(step.params).success;

const PAUSE_MS = 350;

type LetterProps = Omit<LetterPartProps, 'shown'> & { record: ShownRecord | null };

const Letter = ({ step, said: { content }, day, record }: LetterProps) => {
  const merge = useMergeFields();
  const asking = {
    name: content.name,
    owner: content.settings.owner,
    step,
    day,
    as: record?.kind ?? content.subject_kinds[0],
    subject: record?.id,
  };
  const [asked] = useDebouncedValue(JSON.stringify(asking), PAUSE_MS);
  const { data, error } = useQuery({
    queryKey: ['step-letter', asked],
    queryFn: ({ signal }) => api.post<LetterAnswer>('/step-letters', JSON.parse(asked), { signal }),
    placeholderData: keepPreviousData,
  });
  if (error) return <p className="letter-note">{sentenceOf(error)}</p>;
  if (!data || !merge) return <div className="letter" aria-busy />;
  const name = record?.display_name ?? words.letter_sample.toLowerCase();
  return (
    <>
      {data.missing.length > 0 && (
        <Trouble record={record}>{words.letter_waits(sayFields(data.missing, merge), name)}</Trouble>
      )}
      {data.because.map((why) => (
        <Trouble key={why} record={record}>
          {words.letter_not} {why}
        </Trouble>
      ))}
      <div className="letter">
        <Envelope letter={data} files={filesOf(step, content)} />
        {data.html !== null ? (
          <div className="letter-body">
            <MailView html={data.html} />
          </div>
        ) : (
          data.text !== null && <p className="letter-body letter-text">{data.text}</p>
        )}
      </div>
      {data.sms && <SmsCount length={data.sms} />}
    </>
  );
};

/** The steps whose files go along, by title. */
const filesOf = (step: Step, { steps }: Content): string[] => {
  const attach = sends(step) && Array.isArray(step.params.attach) ? step.params.attach : [];
  return steps.filter(({ key }) => attach.includes(key)).map(({ title }) => title);
};

interface EnvelopeProps {
  letter: LetterAnswer;
  files: string[];
}

const Envelope = ({ letter: { to, leaves, looked_at, subject }, files }: EnvelopeProps) => (
  <>
    <dl className="letter-envelope">
      <dt>{words.letter_to}</dt>
      <dd>
        {to.map(({ name, address }) => (
          <span key={`${name} ${address}`}>
            {name} <span className="quiet">{address ?? words.letter_run_knows}</span>
          </span>
        ))}
        {to.length === 0 && <span className="none">–</span>}
      </dd>
      <dt>{words.letter_leaves}</dt>
      <dd>
        <span>
          <Day date={leaves.on} />, {leaves.time}
          {looked_at && <span className="quiet">, {words.letter_looked_at}</span>}
        </span>
      </dd>
      {files.length > 0 && (
        <>
          <dt>{words.letter_files}</dt>
          <dd>{words.letter_files_of(files)}</dd>
        </>
      )}
    </dl>
    {subject !== null && <p className="letter-subject">{subject}</p>}
  </>
);

/** Why it would not go out like this, and the way to the record that lacks something. */
const Trouble = ({ record, children }: { record: ShownRecord | null; children: React.ReactNode }) => (
  <p className="letter-note" data-bad>
    <CircleAlert aria-hidden />
    <span>
      {children}{' '}
      {record && (
        <Go className="link" to={placeOf(record.kind, record.id)}>
          {words.letter_open(record.display_name)}
        </Go>
      )}
    </span>
  </p>
);
