import { systemWho } from '#kernel/access/roles/system.ts';
import type { Content, SubjectKind } from '#workflows/definitions/content.ts';
import type { ExpectedCase } from '#workflows/definitions/expect.ts';
import { error, type Finding } from '#workflows/definitions/finding.ts';
import { followsOf } from './follows.ts';
import type { Line, World } from './model.ts';
import { simulate } from './rules.ts';
import { inventedSubject, sampleName } from './subject.ts';
import { inventedIn } from './world.ts';

/** How a case of a workflow went (WF-165): `difference` is empty when the dated list is the expected one. */
export interface CaseResult {
  name: string;
  passes: boolean;
  /** `− ` what was expected and did not come, `+ ` what came instead, in the order of time. */
  difference: string[];
}

/** What a world lacks before it has a subject. */
export type Empty = Omit<World, 'subjects'>;

/** Every case, simulated on a record that nobody has. */
export const runCases = (world: Empty, content: Content): CaseResult[] =>
  (content.expect ?? []).map((one) => runCase(inhabited(world), content, one));

/** Failing cases, as errors of the check list. */
export const failing = (results: readonly CaseResult[]): Finding[] =>
  results
    .filter(({ passes }) => !passes)
    .map(({ name, difference }) =>
      error(null, 'case_failed', `The case «${name}» goes another way now: ${difference.slice(0, 3).join('; ')}.`),
    );

/** A practice whose members have not come yet has somebody all the same: a case is about the workflow. */
const inhabited = (world: Empty): Empty => {
  const { directory } = world;
  if (directory.members.some(({ active }) => active)) return world;
  const somebody = { id: SOMEBODY, name: 'Somebody', role_id: directory.roles[0]!.id, active: true };
  return { ...world, directory: { ...directory, members: [somebody] } };
};

const SOMEBODY = '00000000-0000-7000-8000-000000000002';

const runCase = (world: Empty, content: Content, { name, given, follows }: ExpectedCase): CaseResult => {
  const { as, fields, start, ...rest } = given;
  const kind = (content.subject_kinds.find((one) => one === as) ?? content.subject_kinds[0]) as SubjectKind;
  const active = world.directory.members.filter((one) => one.active);
  const member = active.find(({ id }) => id === world.who.member_id)?.id ?? active[0]!.id;
  const facts = inventedSubject(kind, { name: sampleName(kind), fields, member, on: start });
  // a case is about the workflow, not about what somebody may start
  const who = { ...systemWho('simulation'), member_id: member };
  const { subject, refers_to } = inventedIn({ ...world, who }, facts);
  // whoever is asked for at the start is that member too
  const people = Object.fromEntries(content.settings.people_asked.map(({ key }) => [key, member]));
  const scenario = { ...rest, as: kind, start, people, ...(refers_to && { refers_to }) };
  const { lines } = simulate({ ...world, who, subjects: [subject] }, scenario);
  const difference = compared(
    follows,
    lines.filter(({ what }) => what !== 'open'),
  );
  return { name, passes: !difference.length, difference };
};

type Expected = ExpectedCase['follows'][number];

/** The longest common part stays; before and after it stand what is missing and what is new. */
const compared = (expected: readonly Expected[], got: readonly Line[]): string[] => {
  const common = Array.from({ length: expected.length + 1 }, () => new Array<number>(got.length + 1).fill(0));
  for (let i = expected.length - 1; i >= 0; i -= 1)
    for (let j = got.length - 1; j >= 0; j -= 1)
      common[i]![j] = fits(expected[i]!, got[j]!)
        ? common[i + 1]![j + 1]! + 1
        : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  const told: string[] = [];
  for (let [i, j] = [0, 0]; i < expected.length || j < got.length; ) {
    const [want, line] = [expected[i], got[j]];
    if (want && line && fits(want, line)) [i, j] = [i + 1, j + 1];
    else if (want && (!line || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      told.push(`− ${said(want)}`);
      i += 1;
    } else {
      told.push(`+ ${said(followsOf([line!])[0]!)}`);
      j += 1;
    }
  }
  return told;
};

const fits = (want: Expected, line: Line): boolean =>
  want.on === line.on &&
  want.what === line.what &&
  (want.step ?? null) === line.step &&
  (want.due_on === undefined || want.due_on === line.due_on) &&
  (want.text === undefined || want.text === line.text);

const said = ({ on, what, step, due_on, text }: Expected): string =>
  [on, what.replace('_', ' '), step, due_on && `due ${due_on}`, text && `«${text}»`].filter(Boolean).join(' ');
