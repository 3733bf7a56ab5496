import type { Id } from '#ground/id.ts';
import { addDays, dayOfWeek, daysBetween, type PlainDate } from '#ground/time.ts';
import type { Calendar } from '#workflows/dates/model.ts';
import { isBusinessDay } from '#workflows/dates/rules.ts';
import type { Directory } from '#workflows/runs/model.ts';
import { absence } from '#workflows/runs/people.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { type Ahead, type Load, type LoadRow, WEEKS } from './model.ts';

/**
 * What a plan still asks of people, each on its due date, else on the day it begins; what has neither counts for today. What
 * will not happen, as things stand, is left out, and what somebody outside has to answer.
 */
export const aheadIn = (plan: readonly PlannedStep[], today: PlainDate): Ahead[] =>
  plan.flatMap(({ kind, state, applies, ahead, people, due_on, starts_on }) => {
    const open = state === 'ready' || state === 'in_progress';
    const comes = state === 'planned' && applies !== false && !ahead?.skip;
    if (kind === 'action' || kind === 'form' || !(open || comes)) return [];
    return [{ seat: people ?? NOBODY, on: due_on ?? (open ? null : starts_on) ?? today }];
  });

const NOBODY = { assignee_id: null, pool_role_id: null, for_member_id: null };

interface Team {
  directory: Pick<Directory, 'members' | 'roles' | 'delegations'>;
  calendar: Calendar;
  today: PlainDate;
}

/**
 * Tasks per member and week for a quarter, the first week holding what is late too. On days on which somebody is away their
 * tasks count for the deputy (WF-130). Every active member has a row; pools and nobody only where they have work.
 */
export const loadOf = (work: readonly Ahead[], team: Team): Load => {
  const { directory, today } = team;
  const monday = addDays(today, 1 - dayOfWeek(today));
  const weeks = Array.from({ length: WEEKS }, (_, at) => addDays(monday, 7 * at));
  const rows = new Map<string, LoadRow>(
    directory.members
      .filter(({ active }) => active)
      .map(({ id, name }) => [
        `member ${id}`,
        { ...blank('member', id, name), away: weeks.map((from) => away(team, id, from)) },
      ]),
  );
  for (const { seat, on } of work) {
    const week = Math.max(0, Math.floor(daysBetween(monday, on) / 7));
    if (week >= WEEKS) continue;
    const holder = holderOn(seat, { ...team, on: on < today ? today : on });
    const key = `${holder.kind} ${holder.id}`;
    const row = rows.get(key) ?? blank(holder.kind, holder.id, nameOf(holder, directory));
    rows.set(key, row);
    row.tasks[week]! += 1;
  }
  return { weeks, rows: [...rows.values()].sort(byKindThenName) };
};

type Holder = Pick<LoadRow, 'kind' | 'id'>;

/** Whoever was found today, as the one they stand in for, and then the deputy of that one on the day itself. */
const holderOn = (seat: Ahead['seat'], { directory, on }: Pick<Team, 'directory'> & { on: PlainDate }): Holder => {
  const member = seat.for_member_id ?? seat.assignee_id;
  if (member) return { kind: 'member', id: absence(directory as Directory, member, on)?.deputy_id ?? member };
  return seat.pool_role_id ? { kind: 'pool', id: seat.pool_role_id } : { kind: 'nobody', id: null };
};

const away = ({ directory, calendar }: Team, member: Id, from: PlainDate): number =>
  Array.from({ length: 7 }, (_, at) => addDays(from, at)).filter(
    (day) => isBusinessDay(day, calendar) && absence(directory as Directory, member, day),
  ).length;

const blank = (kind: LoadRow['kind'], id: Id | null, name: string): LoadRow => ({
  kind,
  id,
  name,
  tasks: Array.from({ length: WEEKS }, () => 0),
  away: Array.from({ length: WEEKS }, () => 0),
});

const nameOf = ({ kind, id }: Holder, { members, roles }: Team['directory']): string =>
  (kind === 'member' ? members : roles).find((one) => one.id === id)?.name ?? '';

const KINDS: readonly LoadRow['kind'][] = ['member', 'pool', 'nobody'];
const byKindThenName = (a: LoadRow, b: LoadRow): number =>
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.name.localeCompare(b.name);
