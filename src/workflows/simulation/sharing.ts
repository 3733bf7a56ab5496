import type { Id } from '#ground/id.ts';
import { canonical } from '#ground/json.ts';
import type { Json } from '#kernel/decision/model.ts';
import { sends } from '#workflows/definitions/actions.ts';
import { comparisonsOf } from '#workflows/definitions/conditions.ts';
import type { Condition, Content, Step, SubjectKind } from '#workflows/definitions/content.ts';
import { live } from './life.ts';
import type { SharedLine } from './lines.ts';
import { letterOf, type SendingStep } from './mail.ts';
import type { Line, Scenario, Subject, World } from './model.ts';
import { withFields } from './subject.ts';
import { type AskedRoles, answersOf, sameQuestions, watched } from './watched.ts';

/**
 * Subjects of whom the rules ask the same and hear the same have the same life, so it is lived once for all of them. What names
 * the subject in it is filled in for each: a mark that no record can have stands for its name.
 */
export function* livesOf(world: World, scenario: Scenario): Generator<Line[]> {
  const asked = askedFields(world.contents);
  const letters = lettersIn(world.contents);
  const shared = new Map<string, Shelf[]>();
  for (const subject of world.subjects) {
    const key = kindOfLife(subject, { scenario, asked, letters, world });
    const shelves = shared.get(key) ?? [];
    shared.set(key, shelves);
    const lines = found(shelves, subject) ?? lived(world, scenario, { subject, shelves });
    yield lines.map((line) => ofSubject(line, subject));
  }
}

/** Lives that asked for the same roles, by who holds them. */
interface Shelf {
  asked: AskedRoles;
  lives: Map<string, SharedLine[]>;
}

const found = (shelves: readonly Shelf[], { facts: { roles } }: Subject): SharedLine[] | undefined => {
  for (const { asked, lives } of shelves) {
    const lines = lives.get(answersOf(asked, roles));
    if (lines) return lines;
  }
  return undefined;
};

const lived = (
  world: World,
  scenario: Scenario,
  { subject, shelves }: { subject: Subject; shelves: Shelf[] },
): SharedLine[] => {
  const { facts } = subject;
  const { roles, asked } = watched(facts.roles);
  const lines = live(world, scenario, { ...subject, facts: { ...facts, roles, name: MARK } });
  const shelf = shelves.find((one) => sameQuestions(one.asked, asked)) ?? { asked, lives: new Map() };
  if (!shelf.lives.size) shelves.push(shelf);
  shelf.lives.set(answersOf(asked, facts.roles), lines);
  return lines;
};

const MARK = '\u0001subject\u0001';

const ofSubject = ({ changed, text, to, letter, title, why, ...line }: SharedLine, subject: Subject): Line => {
  const { facts } = subject;
  const { id, name } = facts;
  const own = letter ?? (typeof text === 'function' || typeof to === 'function');
  const now = own && Object.keys(changed).length ? withFields(facts, changed as never) : facts;
  return {
    ...line,
    title: title.includes(MARK) ? title.replaceAll(MARK, name) : title,
    subject: id,
    subject_name: name,
    why: why.some((one) => one.includes(MARK)) ? why.map((one) => one.replaceAll(MARK, name)) : why,
    text: typeof text === 'function' ? text(now, subject) : text,
    to: typeof to === 'function' ? to(now, subject) : to,
    ...letter?.(now, subject),
  };
};

const kindOfLife = (
  { facts, launches, addressee, dates }: Subject,
  { scenario, asked, letters, world }: Kinds,
): string => {
  const { kind, record, active, restricted, fields } = facts;
  const states = [...launches.values()].map(({ records, open_runs, launched_keys, absorbed_into, subject }) => [
    records,
    open_runs,
    launched_keys,
    absorbed_into,
    subject === null,
  ]);
  const own: Id | null = scenario.changes.some(({ subject }) => subject === facts.id) ? facts.id : null;
  return canonical([
    kind,
    record,
    active,
    restricted,
    asked.map((field) => fields[field]),
    states,
    own,
    lettersTo(world, letters, { facts, addressee }),
    scenario.repeats ? dates : null,
  ]);
};

interface Kinds {
  scenario: Scenario;
  asked: readonly string[];
  letters: readonly Sent[];
  world: World;
}

interface Sent {
  step: SendingStep;
  content: Content;
}

/** The messages of the workflows: of several with the same words to the same people one tells of all. */
const lettersIn = (contents: World['contents']): Sent[] => [
  ...new Map(
    [...contents.values()].flatMap((content) =>
      content.steps
        .filter(isSent)
        .map((step): [unknown, Sent] => [
          step.kind === 'form' ? step : canonical([step.do, step.params]),
          { step, content },
        ]),
    ),
  ).values(),
];

/** How it goes with each message that may be written to them: where they are, what is missing, and why not. */
const lettersTo = (
  { mail, practice, valuesOf }: World,
  letters: readonly Sent[],
  { facts, addressee }: Pick<Subject, 'facts' | 'addressee'>,
): Json[] =>
  letters.flatMap(({ step, content }) =>
    Object.keys(addressee.records).map((kind): Json => {
      const as = { ...facts, kind: kind as SubjectKind };
      const task = { title: step.title, due_date: null };
      const run = { members: [], owner: null, run_name: content.name, task };
      const about = { step, facts: as, changed: {}, today: SOME_DAY, ...run };
      const values = (subject: typeof facts) => valuesOf({ practice, today: SOME_DAY }, { subject, content });
      const form = { title: '', reminder: 0, until: SOME_DAY, practice: practice.name, values };
      const letter = letterOf(mail, addressee, step.kind === 'form' ? { ...about, form } : about);
      return letter.yes ? [addressee.zone, ...letter.missing] : letter.because;
    }),
  );

const isSent = (step: Step): step is SendingStep => step.kind === 'form' || sends(step);

/** What is missing is the same on every day. */
const SOME_DAY = '2026-01-01';

/** The fields of the subject on which anything is decided: conditions, anchors, people, proposals and what answers write over. */
const askedFields = (contents: World['contents']): string[] => {
  const found = new Set(['do_not_contact', 'manager', 'member', 'status', 'tags']);
  for (const content of contents.values()) for (const field of fieldsOf(content)) found.add(field);
  return [...found].sort();
};

const fieldsOf = ({ settings, steps }: Content): string[] => [
  ...conditionFields(settings.stop_if),
  ...(settings.run_date?.default_field ? [settings.run_date.default_field] : []),
  ...steps.flatMap(stepFields),
];

const stepFields = (step: Step): string[] => {
  const anchors = [step.start?.anchor, step.due?.anchor].flatMap((anchor) =>
    anchor?.startsWith('subject:') ? [anchor.slice('subject:'.length)] : [],
  );
  const task = step.kind === 'task' ? step : null;
  return [
    ...anchors,
    ...conditionFields(step.only_if),
    ...conditionFields(task?.finish_if),
    ...(task?.asks ?? []).flatMap(({ writes }) => (writes ? [writes] : [])),
  ];
};

const conditionFields = (condition: Condition | undefined): string[] =>
  condition
    ? comparisonsOf(condition).flatMap(({ field }) =>
        field.startsWith('subject.') ? [field.slice('subject.'.length)] : [],
      )
    : [];
