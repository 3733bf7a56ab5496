import type { Id } from '#ground/id.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Delegation } from '#kernel/access/delegations/model.ts';
import { holdsOn, lastDay } from '#kernel/access/delegations/rules.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import type { Who } from '#kernel/decision/model.ts';
import { type Content, whoOf } from '#workflows/definitions/content.ts';
import type { ClientRole, Directory, Seat, SubjectFacts, Task, Work } from './model.ts';
import { memberOf, nameOf, rowOf, stepOf } from './state.ts';
import { sayList } from './words.ts';

/** Whom a step goes to (WF-44 … WF-47), and who stands in for them (WF-130 … WF-133). */

export type Resolution = Seat;

/** Members who are passed over, and why: they prepared what is reviewed, or give the other review (WF-138). */
export type Passed = ReadonlyMap<Id, string>;
const NOBODY_PASSED: Passed = new Map();

/**
 * The first rule that gives an active member with a view of the subject, or a pool that has one; else the run owner, with
 * the note that nobody was found (WF-44). An absent member's work goes to their deputy, but no further than one deputy and
 * never to one who may not see the subject (WF-130, WF-132, WF-133).
 */
export const resolve = (work: Work, rules: readonly string[], today: PlainDate): Resolution => {
  const { found, resolved_note } = seek(work, rules, today);
  return found ?? ownerOf(work, today, resolved_note);
};

export type Sought =
  | { found: Resolution; resolved_note: string | null }
  | { found: null; resolved_note: string | null };

/** As `resolve`, without the run owner: nobody when no rule gives anybody; those in `passed` are passed over (WF-138). */
export const seek = (
  work: Work,
  rules: readonly string[],
  today: PlainDate,
  passed: Passed = NOBODY_PASSED,
): Sought => {
  const notes: string[] = [];
  for (const rule of rules) {
    const tries = tried({ work, today, passed }, rule);
    if (tries.kind === 'slot') {
      const resolved_note = note(notes);
      return { found: { ...tries.slot, resolved_by: rule, resolved_note }, resolved_note };
    }
    if (tries.kind === 'blind') return { found: null, resolved_note: note([...notes, tries.note]) };
    if (tries.note) notes.push(tries.note);
  }
  const nobody =
    rules.length && !notes.length ? [`nobody found for ${sayList(rules.map((r) => sayRule(work, r)))}`] : [];
  return { found: null, resolved_note: note([...notes, ...nobody]) };
};

/** The rules of a task's step; none of a task by hand. */
export const rulesOf = (work: Work, { step_key }: Pick<Task, 'step_key'>): readonly string[] => {
  const step = stepOf(work, step_key);
  return step ? whoOf(step) : [];
};

/** Members that one rule names today, whether or not they are there; for notices and roles given by an action (WF-58). */
export const membersNamed = (work: Work, rule: string): Id[] => {
  if (!rule.startsWith('role:')) return [memberNamed(work, rule)].filter((id) => usable(work, id)) as Id[];
  const role = rule.slice('role:'.length);
  return work.directory.members.filter((one) => one.role_id === role && usable(work, one.id)).map((one) => one.id);
};

/** Active, and sees the subject. */
export const usable = (work: Work, id: Id | null | undefined): boolean =>
  !!id && !!memberOf(work, id)?.active && sees(work, id);

/** May this member see the subject, with the role they hold now? A task alone, without subject, is seen by all. */
export const sees = (work: Work, id: Id): boolean => {
  const who = whoIs(work.directory, id);
  return !!who && (!work.subject || seesSubject(who, work.subject));
};

export const seesSubject = (who: Who, subject: SubjectFacts): boolean => {
  const act = subject.record === 'employee' ? reads('people', 'employees.read') : reads('people');
  return can(who, subject.record === 'invoice' ? reads('collections') : act, subjectThing(subject)) === null;
};

/** What the choke point must know of the subject (PL-26, PL-31); who holds a role on it is looked at where that decides. */
export const subjectThing = ({ roles, restricted, record, fields }: SubjectFacts): ThingFacts =>
  record === 'employee'
    ? { assigned_to: [fields.manager, fields.member].filter((id): id is string => typeof id === 'string') }
    : {
        assigned_to: [],
        get roles_held_by() {
          return Object.values(roles);
        },
        restricted,
      };

/** The delegation under which somebody is away on a day and tasks go to a deputy; null while they are there. */
export const absence = ({ delegations }: Directory, member: Id, day: PlainDate): Delegation | null =>
  delegations.find((one) => one.member_id === member && one.covers !== 'decision' && holdsOn(one, day)) ?? null;

/** The first day on which work that came to a deputy goes back (WF-131). */
export const backOn = (directory: Directory, member: Id, day: PlainDate): PlainDate | null => {
  const away = absence(directory, member, day);
  return away && addDays(lastDay(away), 1);
};

/** A rule of `who` as people say it: «partner», «the role Admin», «who finished «Call»». */
export const sayRule = (work: Work, rule: string): string => {
  const [head, ...rest] = rule.split(':');
  const name = rest.join(':');
  if (head === 'member') return nameOf(work, name);
  if (head === 'role') return `the role ${work.directory.roles.find((role) => role.id === name)?.name ?? name}`;
  if (head === 'finished') return `whoever finished «${stepOf(work, name)?.title ?? name}»`;
  if (head === 'asked') return askedLabel(work.content, name);
  return rule === 'employee_manager' ? 'the employee’s manager' : rule.replaceAll('_', ' ');
};

type Tried =
  | { kind: 'slot'; slot: Omit<Resolution, 'resolved_by' | 'resolved_note'> }
  | { kind: 'none'; note?: string }
  /** The deputy may not see the subject: no other rule is tried (WF-133). */
  | { kind: 'blind'; note: string };

interface Search {
  work: Work;
  today: PlainDate;
  passed: Passed;
}

const tried = ({ work, today, passed }: Search, rule: string): Tried => {
  if (rule.startsWith('role:')) {
    const there = membersNamed(work, rule);
    const slot = { assignee_id: null, pool_role_id: rule.slice('role:'.length), for_member_id: null };
    if (there.some((id) => !passed.has(id))) return { kind: 'slot', slot };
    const over = there.map((id) => `${nameOf(work, id)} ${passed.get(id)}`);
    return over.length ? { kind: 'none', note: sayList(over) } : { kind: 'none' };
  }
  const member = memberNamed(work, rule);
  return usable(work, member) ? present({ work, today, passed }, member!) : { kind: 'none' };
};

const present = ({ work, today, passed }: Search, member: Id): Tried => {
  const over = (id: Id): Tried => ({ kind: 'none', note: `${nameOf(work, id)} ${passed.get(id)}` });
  if (passed.has(member)) return over(member);
  const away = absence(work.directory, member, today);
  if (!away) return { kind: 'slot', slot: { assignee_id: member, pool_role_id: null, for_member_id: null } };
  const deputy = away.deputy_id;
  if (!memberOf(work, deputy)?.active) return { kind: 'none', note: `${nameOf(work, member)} is away` };
  if (passed.has(deputy)) return over(deputy);
  if (absence(work.directory, deputy, today))
    return { kind: 'none', note: `${nameOf(work, member)} and ${nameOf(work, deputy)} are away` };
  if (!sees(work, deputy))
    return { kind: 'blind', note: `${nameOf(work, deputy)} may not see this ${recordWord(work)}` };
  return { kind: 'slot', slot: { assignee_id: deputy, pool_role_id: null, for_member_id: member } };
};

/** The run owner, or their deputy while they are away; nobody when they are no longer a member (PL-30). */
export const ownerOf = (work: Work, today: PlainDate, resolved_note: string | null): Resolution => {
  const owner = work.run?.owner_id;
  const nobody = { assignee_id: null, pool_role_id: null, for_member_id: null };
  const found = owner && memberOf(work, owner)?.active ? present({ work, today, passed: NOBODY_PASSED }, owner) : null;
  const slot = found?.kind === 'slot' ? found.slot : found ? { ...nobody, assignee_id: owner! } : nobody;
  return { ...slot, resolved_by: 'owner', resolved_note };
};

const memberNamed = (work: Work, rule: string): Id | null => {
  const [head, ...rest] = rule.split(':');
  const name = rest.join(':');
  const { run, subject } = work;
  switch (head) {
    case 'member':
      return name;
    case 'launcher':
      return run?.started_by ?? null;
    case 'owner':
      return run?.owner_id ?? null;
    case 'finished':
      return rowOf(work, name)?.finished_by ?? null;
    case 'asked':
      return run && Object.hasOwn(run.people, name) ? run.people[name]! : null;
    case 'employee':
      return text(subject?.fields.member);
    case 'employee_manager':
      return text(subject?.fields.manager);
    default:
      return subject?.roles[rule as ClientRole] ?? null;
  }
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const note = (notes: readonly string[]): string | null => notes.join('; ') || null;
const recordWord = ({ subject }: Work): string =>
  subject?.record === 'person' ? subject.kind : (subject?.record ?? 'record');
const askedLabel = (content: Content | null, key: string): string =>
  content?.settings.people_asked.find((one) => one.key === key)?.label ?? key;

/** A member with what their role gives now; whom they stand in for does not widen what they see of others' work. */
export const whoIs = ({ members, roles }: Directory, id: Id): Who | null => {
  const member = members.find((one) => one.id === id);
  const role = roles.find((one) => one.id === member?.role_id);
  return member && role
    ? {
        actor: `member:${id}`,
        member_id: id,
        role_id: role.id,
        role_name: role.name,
        levels: role.levels,
        reach: role.reach,
        abilities: role.abilities,
        deputy_for: [],
        own_clients_only: role.own_clients_only,
      }
    : null;
};
