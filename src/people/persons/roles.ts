import type { Id } from '#ground/id.ts';
import { type PlainDate, startOfDay } from '#ground/time.ts';
import type { Context, Decision, Effect, Event, Problem } from '#kernel/decision/model.ts';
import { accept, creation, difference, invalid, problem, refused } from '#kernel/decision/rules.ts';
import type { PersonCommand, PersonState, RoleHolding, RoleOnPerson } from './model.ts';
import { displayName, holdersOn } from './status.ts';
import { toldOf } from './telling.ts';

export const ROLE_NAMES: Record<RoleOnPerson, string> = {
  partner: 'partner',
  manager: 'manager',
  specialist: 'specialist',
  assignee: 'assignee',
  reviewer: 'reviewer',
  second_reviewer: 'second reviewer',
};

/** Those who must be different people, unless the practice allows otherwise (PE-43). */
const EYES: readonly RoleOnPerson[] = ['assignee', 'reviewer', 'second_reviewer'];

type SetRole = Extract<PersonCommand, { do: 'set_role' }>;

/**
 * Gives a role from a date on; the holding before it ends on that day and stays in history (PE-40, PE-47). Refuses a member
 * who is not active (PE-41), a date in the past, and two pairs of eyes that are one (PE-43).
 */
export const setRole = (state: PersonState, command: SetRole, context: Context): Decision => {
  const since = command.since ?? context.today;
  const before = holdersOn(state.holdings, since);
  if (before[command.role]?.member_id === command.member) return accept([]);
  const faults = [
    ...notActive(state, command.member),
    ...(since < context.today
      ? [problem('/since', 'past', 'A role begins today or later; what was, stays as it was.')]
      : []),
    ...sameEyes(state, command.role, command.member, since, context),
  ];
  if (faults.length) return invalid(...faults);
  const mine = state.holdings.filter((one) => one.role === command.role && !one.deleted_at);
  const next = mine
    .filter((one) => one.since > since)
    .sort((a, b) => a.since.localeCompare(b.since))
    .at(0);
  const facts = creation({
    person_id: state.person.id,
    role: command.role,
    member_id: command.member,
    since,
    until: next?.since ?? null,
    by: context.who.actor,
    move_tasks: command.move_tasks ?? true,
    in_force_at: since <= context.today ? context.now : null,
  });
  const begun = toldOf(state, { kind: 'role_holding', id: context.newId() }, 'role_holding.begun', facts, context);
  const ended = before[command.role];
  return accept([...(ended ? [end(state, ended, since, context)] : []), begun], wakeFor(state, since, context));
};

/** The role is nobody's from today on; one that was given for later is taken back. */
export const endRole = (state: PersonState, { role }: { role: RoleOnPerson }, context: Context): Decision => {
  const current = holdersOn(state.holdings, context.today)[role];
  const ahead = state.holdings.filter((one) => one.role === role && !one.deleted_at && one.since > context.today);
  if (!current && !ahead.length)
    return refused('nobody', `Nobody is ${ROLE_NAMES[role]} of ${displayName(state.person)}.`);
  return accept([
    ...(current ? [end(state, current, context.today, context)] : []),
    ...ahead.map((one) =>
      toldOf(
        state,
        { kind: 'role_holding', id: one.id },
        'role_holding.withdrawn',
        { deleted_at: [null, context.now] },
        context,
      ),
    ),
  ]);
};

/** At 00:00 of its date a holding that was given ahead begins; the timer then looks for the next one (PE-47). */
export const beginHoldings = (state: PersonState, context: Context): Decision => {
  const due = state.holdings.filter(
    (one) =>
      !one.deleted_at &&
      !one.in_force_at &&
      one.since <= context.today &&
      (one.until === null || one.until > one.since),
  );
  const events = due.map((one) =>
    toldOf(
      state,
      { kind: 'role_holding', id: one.id },
      'role_holding.in_force',
      { in_force_at: [null, context.now] },
      context,
    ),
  );
  return accept(
    events.map(({ undoable_until: _, ...event }): Event => event),
    wakeFor(state, null, context),
  );
};

const end = (state: PersonState, holding: RoleHolding, on: PlainDate, context: Context): Event =>
  toldOf(
    state,
    { kind: 'role_holding', id: holding.id },
    'role_holding.ended',
    difference<RoleHolding>(holding, { until: on }),
    context,
  );

/** One timer per person: the earliest date ahead, `also` included. */
const wakeFor = ({ person, holdings }: PersonState, also: PlainDate | null, { today, practice }: Context): Effect[] => {
  const ahead = holdings.filter((one) => !one.deleted_at && !one.in_force_at).map((one) => one.since);
  const next = [...ahead, ...(also ? [also] : [])].filter((date) => date > today).sort()[0];
  return next ? [{ do: 'wake', room: 'person', thing: person.id, at: startOfDay(next, practice.time_zone) }] : [];
};

const notActive = ({ around }: PersonState, member: Id): Problem[] => {
  const found = around.members.find((one) => one.id === member);
  if (!found) return [problem('/member', 'not_found', 'There is no such member.')];
  return found.active
    ? []
    : [problem('/member', 'not_active', `${found.name} cannot sign in any more, so no role can be given to them.`)];
};

const sameEyes = (
  { holdings }: PersonState,
  role: RoleOnPerson,
  member: Id,
  since: PlainDate,
  { practice }: Context,
): Problem[] => {
  if (!EYES.includes(role) || practice.settings.same_reviewer_allowed === true) return [];
  const holders = holdersOn(holdings, since);
  const clash = EYES.find((other) => other !== role && holders[other]?.member_id === member);
  return clash
    ? [
        problem(
          '/member',
          'same_person',
          `They are the ${ROLE_NAMES[clash]} already. Assignee, reviewer and second reviewer must be three people.`,
        ),
      ]
    : [];
};
