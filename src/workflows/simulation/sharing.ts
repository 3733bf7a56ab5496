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

/**
 * Subjects of whom the rules ask the same and hear the same have the same life, so it is lived once for all of them. What names
 * the subject in it is filled in for each: a mark that no record can have stands for its name.
 */
export function* livesOf(world: World, scenario: Scenario): Generator<Line[]> {
  const asked = askedFields(world.contents);
  const shared = new Map<string, SharedLine[]>();
  for (const subject of world.subjects) {
    const key = kindOfLife(subject, { scenario, asked, world });
    let lines = shared.get(key);
    if (!lines) {
      lines = live(world, scenario, { ...subject, facts: { ...subject.facts, name: MARK } });
      shared.set(key, lines);
    }
    yield lines.map((line) => ofSubject(line, subject));
  }
}

const MARK = '\u0001subject\u0001';

const ofSubject = ({ changed, text, to, ...line }: SharedLine, subject: Subject): Line => {
  const { facts } = subject;
  const now = typeof text === 'function' || typeof to === 'function' ? withFields(facts, changed as never) : facts;
  return {
    ...line,
    title: line.title.replaceAll(MARK, facts.name),
    subject: facts.id,
    subject_name: facts.name,
    text: typeof text === 'function' ? text(now, subject) : text,
    to: typeof to === 'function' ? to(now, subject) : to,
    why: line.why.some((why) => why.includes(MARK))
      ? line.why.map((why) => why.replaceAll(MARK, facts.name))
      : line.why,
  };
};

const kindOfLife = (
  { facts, launches, addressee, dates }: Subject,
  { scenario, asked, world }: { scenario: Scenario; asked: readonly string[]; world: World },
): string => {
  const { kind, record, active, restricted, roles, fields } = facts;
  const states = [...launches.values()].map(({ records, open_runs, launched_keys, absorbed_into, subject }) => [
    records,
    open_runs,
    launched_keys,
    absorbed_into,
    subject === null,
  ]);
  const letters = lettersTo(world, { facts, addressee });
  const own: Id | null = scenario.changes.some(({ subject }) => subject === facts.id) ? facts.id : null;
  return canonical([
    kind,
    record,
    active,
    restricted,
    roles,
    asked.map((field) => fields[field]),
    states,
    own,
    letters,
    scenario.repeats ? dates : null,
  ]);
};

/** How it goes with each message that may be written to them: where they are, what is missing, and why not. */
const lettersTo = (
  { contents, mail, practice, valuesOf }: World,
  { facts, addressee }: Pick<Subject, 'facts' | 'addressee'>,
): Json[] =>
  [...contents.values()].flatMap((content) =>
    content.steps.filter(isSent).flatMap((step) =>
      Object.keys(addressee.records).map((kind): Json => {
        const as = { ...facts, kind: kind as SubjectKind };
        const task = { title: step.title, due_date: null };
        const about = {
          step,
          facts: as,
          changed: {},
          members: [],
          owner: null,
          run_name: content.name,
          task,
          today: SOME_DAY,
        };
        const values = (subject: typeof facts) => valuesOf({ practice, today: SOME_DAY }, { subject, content });
        const form = { title: '', reminder: 0, until: SOME_DAY, practice: practice.name, values };
        const letter = letterOf(mail, addressee, step.kind === 'form' ? { ...about, form } : about);
        return letter.yes ? [addressee.zone, ...letter.missing] : letter.because;
      }),
    ),
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
