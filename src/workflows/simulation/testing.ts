import type { Id } from '#ground/id.ts';
import { PERSON_GROUPS } from '#messages/fields/groups.ts';
import { content as wordingContent } from '#messages/templates/model.ts';
import { type Content, content, type WrittenContent } from '#workflows/definitions/content.ts';
import { RUN_GROUPS } from '#workflows/definitions/field-groups.ts';
import type { LaunchState } from '#workflows/launch/model.ts';
import type { SubjectFacts } from '#workflows/runs/model.ts';
import { CLIENT, DIRECTORY, PRACTICE, whoIs } from '#workflows/runs/testing.ts';
import { inventedAddressee, type Mail } from './mail.ts';
import { type Scenario, type Subject, scenario, type World } from './model.ts';
import { inventedDates } from './subject.ts';

/** What the tests of simulations share: a workflow in London, on clients that nobody has. */

export const contentOf = (written: Partial<WrittenContent>): Content =>
  content.parse({ name: 'Payroll', subject_kinds: ['client'], steps: [], ...written });

/** A message template in one language, unsigned. */
function wording(subject: string, body: string) {
  return wordingContent.parse({ default_locale: 'en', signature: false, variants: [{ locale: 'en', subject, body }] });
}

export const launchState = (key: string, of: Content, facts: SubjectFacts): LaunchState => ({
  run_id: '',
  workflow: {
    id: `id-${key}`,
    key,
    name: of.name,
    on: true,
    archived_at: null,
    current_version: 1,
    published_by: 'mark',
  },
  content: of,
  subject: facts,
  absorbed_into: null,
  records: {},
  open_runs: [],
  launched_keys: [],
  directory: DIRECTORY,
  made: null,
});

export const subjectOf = (contents: ReadonlyMap<string, Content>, more: Partial<SubjectFacts> = {}): Subject => {
  const facts = { ...CLIENT, ...more };
  return {
    facts,
    addressee: inventedAddressee(facts, PRACTICE),
    dates: inventedDates(facts),
    launches: new Map([...contents].map(([key, of]) => [key, launchState(key, of, facts)])),
  };
};

/** The first of the contents is simulated, the others it may start. */
export const worldOf = (
  contents: Readonly<Record<string, Content>>,
  subjects: readonly Partial<SubjectFacts>[] = [{}],
): World => {
  const all = new Map(Object.entries(contents));
  return {
    practice: { ...PRACTICE, holidays: ['2026-12-25', '2026-12-28', '2027-01-01'] },
    directory: DIRECTORY,
    who: whoIs('mark'),
    root: Object.keys(contents)[0]!,
    contents: all,
    valuesOf: ({ today }, { subject }) => ({ 'client.name': subject.name, 'client.phone': text(subject), today }),
    mail: MAIL,
    forms: new Map(),
    subjects: subjects.map((more) => subjectOf(all, more)),
  };
};

/** Ten minutes in the outbox, one template, and the members of the directory. */
export const MAIL: Mail = {
  wordings: new Map([['welcome', wording('Welcome', '<p>Dear {{ client.first_name }}</p>')]]),
  groups: [...PERSON_GROUPS, ...RUN_GROUPS],
  channels: { email: { hold_minutes: 10, manual_seconds: 30 }, sms: { hold_minutes: 10, manual_seconds: 30 } },
  members: new Map(DIRECTORY.members.map(({ id, name }) => [id, { name, email: `${id}@practice.example` }])),
};

const text = ({ fields }: SubjectFacts): string | null => (fields.phone as string | undefined) ?? null;

export const asked = (more: Partial<Scenario> = {}): Scenario => ({
  ...scenario.parse({ start: '2026-11-23' }),
  ...more,
});

export const clients = (count: number, more: (n: number) => Partial<SubjectFacts> = () => ({})) =>
  Array.from({ length: count }, (_, n): Partial<SubjectFacts> & { id: Id } => ({
    id: `c${n}`,
    name: `Client ${n}`,
    ...more(n),
  }));
