import type { Context, Event, Facts } from '#kernel/decision/model.ts';
import { creation, difference, ref } from '#kernel/decision/rules.ts';
import type { RoleHolding, RoleOnPerson, WaitlistEntry } from '#people/persons/model.ts';
import { holdersOn, isOpen } from '#people/persons/status.ts';
import type { MergeState } from './model.ts';

const EYES: readonly RoleOnPerson[] = ['assignee', 'reviewer', 'second_reviewer'];

/** Holdings of the absorbed side end; where the survivor has nobody in a role, the member takes it there (PE-75). */
export const rolesOf = (state: MergeState, context: Context): Event[] => {
  const { survivor, absorbed, holdings } = state;
  const mine = holdersOn(
    holdings.filter((one) => one.person_id === survivor.id),
    context.today,
  );
  const theirs = holdings.filter(
    (one) => one.person_id === absorbed.id && !one.deleted_at && (one.until === null || one.until > context.today),
  );
  const members = new Map(Object.entries(mine).map(([role, holding]) => [role, holding.member_id]));
  return theirs.flatMap((holding): Event[] => {
    const until = holding.since > context.today ? holding.since : context.today;
    const ended = told(absorbed.id, 'role_holding', holding.id, 'ended', difference<RoleHolding>(holding, { until }));
    const current = holding.since <= context.today;
    if (!current || members.has(holding.role) || clashes(members, holding)) return [ended];
    members.set(holding.role, holding.member_id);
    const facts = creation({
      person_id: survivor.id,
      role: holding.role,
      member_id: holding.member_id,
      since: context.today,
      by: context.who.actor,
      move_tasks: true,
      in_force_at: context.now,
    });
    return [ended, told(survivor.id, 'role_holding', context.newId(), 'begun', facts)];
  });
};

/** Two pairs of eyes that would be one: the absorbed side's then ends (PE-43). */
const clashes = (members: ReadonlyMap<string, string>, { role, member_id }: RoleHolding): boolean =>
  EYES.includes(role) && EYES.some((other) => other !== role && members.get(other) === member_id);

/** An open stay of the absorbed prospect goes on at a prospect that has none, from the same day. */
export const waitlistOf = (state: MergeState, context: Context): Event[] => {
  const { survivor, absorbed, waitlist } = state;
  const open = waitlist.find((entry) => entry.person_id === absorbed.id && isOpen(entry));
  if (!open) return [];
  const outcome = survivor.kind === 'client' ? 'converted' : 'removed';
  const closed = told(
    absorbed.id,
    'waitlist_entry',
    open.id,
    'left',
    difference<WaitlistEntry>(open, { left_on: context.today, left_by: context.who.actor, outcome }),
  );
  const has = waitlist.some((entry) => entry.person_id === survivor.id && isOpen(entry));
  if (survivor.kind === 'client' || has) return [closed];
  const { entered_on, by, service, earliest_start_on } = open;
  const facts = creation({ person_id: survivor.id, entered_on, by, service, earliest_start_on });
  return [closed, told(survivor.id, 'waitlist_entry', context.newId(), 'entered', facts)];
};

/** Contacts are found at the survivor; the same contact or person twice is one link, and one contact stays primary. */
export const linksOf = (state: MergeState, context: Context): Event[] => {
  const {
    merge: { kind },
    survivor,
    absorbed,
    links,
  } = state;
  if (kind === 'employee') return [];
  const [own, other] =
    kind === 'person' ? (['person_id', 'contact_id'] as const) : (['contact_id', 'person_id'] as const);
  const open = links.filter((link) => !link.deleted_at);
  const mine = open.filter((link) => link[own] === survivor.id);
  const primary = kind === 'person' && mine.some((link) => link.primary);
  return open
    .filter((link) => link[own] === absorbed.id)
    .map((link) => {
      const twice = mine.some((one) => one[other] === link[other]);
      const facts: Facts = twice
        ? { deleted_at: [null, context.now] }
        : {
            [own]: [absorbed.id, survivor.id],
            ...(primary && link.primary ? { primary: [true, false] as const } : {}),
          };
      return told(
        kind === 'person' ? survivor.id : link.person_id,
        'contact_link',
        link.id,
        twice ? 'removed' : 'moved',
        facts,
      );
    });
};

const told = (client: string, kind: string, id: string, verb: string, facts: Facts): Event => ({
  verb: `${kind}.${verb}`,
  thing: ref(kind, id),
  client_id: client,
  facts,
});
