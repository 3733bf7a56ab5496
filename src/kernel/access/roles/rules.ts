import type { Id } from '#ground/id.ts';
import type { Module, Refusal, Who } from '#kernel/decision/model.ts';
import { notAllowed, notFound } from '#kernel/decision/rules.ts';
import { type Ability, abilityFact } from './abilities.ts';
import { BUILT_IN_ROLES } from './builtin.ts';
import { list, MODULE_NAMES, RANK } from './grants.ts';
import type { Act, Duty, ThingFacts } from './model.ts';

/**
 * The one choke point (PL-28): may `who` do `act` (to `thing`)? `null` is yes. What they may not read answers not_found,
 * what they may read but not do answers not_allowed with the missing permission named (PL-35); the code `not_assigned`
 * says that their role reaches only what is assigned to them.
 */
export const can = (who: Who, act: Act, thing?: ThingFacts): Refusal | null =>
  abilityFirst(who, act) ??
  hidden(who, act, thing) ??
  levelMissing(who, act) ??
  abilityMissing(who, act) ??
  outOfReach(who, act, thing);

/** Where either of several permissions is enough (PL-32): yes if one is, else the refusal of the first. */
export const canAny = (who: Who, acts: readonly [Act, ...Act[]], thing?: ThingFacts): Refusal | null =>
  acts.some((act) => can(who, act, thing) === null) ? null : can(who, acts[0], thing);

/** Acts as data: `can(who, reads('inbox'))`, `can(who, writes('workflows', 'workflows.design'))`. */
export const reads = (module: Module, ability?: Ability): Act => ({
  module,
  level: 'read',
  ...(ability && { ability }),
});
export const writes = (module: Module, ability?: Ability): Act => ({
  module,
  level: 'write',
  ...(ability && { ability }),
});
/** Any signed-in member may: their own sessions, notifications, deputies. */
export const SIGNED_IN: Act = { module: null, level: 'read' };

/**
 * Is the thing assigned to them (PL-26), by themselves or as deputy of someone it is assigned to? A delegation that does
 * not cover the act's duty does not count.
 */
export const assigned = (who: Who, thing: ThingFacts, duty?: Duty): boolean =>
  hands(who, duty).some((member) => theirs(member, thing));

/** The absent member for whom `who` acts on this thing, for the event's `for_member`; null when it is their own (PL-34). */
export const actingFor = (who: Who, thing: ThingFacts, duty?: Duty): Id | null => {
  if (who.member_id && theirs(who.member_id, thing)) return null;
  return standsInFor(who, duty).find((member) => theirs(member, thing)) ?? null;
};

/**
 * Four eyes (PL-33): refuses `own_work` when `who`, or someone they stand in for, prepared it. `may` names those who can.
 */
export const ownWork = (who: Who, preparers: readonly Id[], may: readonly string[] = []): Refusal | null => {
  const prepared = hands(who, 'all').some((member) => preparers.includes(member));
  if (!prepared) return null;
  const others = may.length ? `${list(may)} may.` : 'Ask somebody who had no part in it.';
  return {
    ...notAllowed(`You prepared this, or stand in for the one who did, so another person must look at it. ${others}`),
    code: 'own_work',
  };
};

/** More than 100 rows at once need `bulk.large` (PL-27). */
export const BULK_ROWS = 100;
export const largeBulk = (who: Who, rows: number): Refusal | null =>
  rows <= BULK_ROWS ? null : abilityMissing(who, { module: null, level: 'write', ability: 'bulk.large' });

const holds = (who: Who, ability: string): boolean => who.abilities.includes(ability);

const abilityFirst = (who: Who, act: Act): Refusal | null =>
  act.ability && abilityFact(act.ability).without === 'first' ? abilityMissing(who, act) : null;

const hidden = (who: Who, act: Act, thing?: ThingFacts): Refusal | null => {
  if (act.module && who.levels[act.module] === 'none') return notFound();
  if (act.ability && !holds(who, act.ability) && abilityFact(act.ability).without === 'hidden') return notFound();
  if (!thing) return null;
  const onClient = () => !!who.member_id && !!thing.roles_held_by?.includes(who.member_id);
  if (thing.restricted && !holds(who, 'restricted.read') && !onClient()) return notFound();
  const ownOnly = who.own_clients_only && thing.roles_held_by !== undefined;
  return ownOnly && !(who.member_id && related(who.member_id, thing)) ? notFound() : null;
};

const levelMissing = (who: Who, act: Act): Refusal | null => {
  if (!act.module || RANK[who.levels[act.module]] >= RANK[act.level]) return null;
  const place = MODULE_NAMES[act.module];
  const may = BUILT_IN_ROLES.filter((role) => role.levels[act.module!] === 'write').map((role) => role.name);
  return notAllowed(
    `As ${who.role_name} you may read ${place} but not change it: «write» on ${place} is needed. ${have(may)}`,
    {
      module: act.module,
      level: act.level,
    },
  );
};

const abilityMissing = (who: Who, act: Act): Refusal | null => {
  if (!act.ability || holds(who, act.ability)) return null;
  const { name, roles } = abilityFact(act.ability);
  return notAllowed(`You need the ability «${name}» for this. ${have(roles)}`, { ability: act.ability });
};

const outOfReach = (who: Who, act: Act, thing?: ThingFacts): Refusal | null => {
  if (!thing || !act.module || act.level !== 'write' || who.reach[act.module] === 'everything') return null;
  if (assigned(who, thing, act.duty)) return null;
  const place = MODULE_NAMES[act.module];
  return {
    ...notAllowed(
      `This is not assigned to you. As ${who.role_name} you change in ${place} only what is assigned to you.`,
      {
        module: act.module,
        reach: 'everything',
      },
    ),
    code: 'not_assigned',
  };
};

const theirs = (member: Id, thing: ThingFacts): boolean =>
  thing.assigned_to.includes(member) ||
  !!thing.roles_held_by?.includes(member) ||
  (thing.made_by === member && thing.assigned_to.length === 0);

/** What an own-clients member may read: also what they added, whoever it was given to later (PE-103). */
const related = (member: Id, thing: ThingFacts): boolean => theirs(member, thing) || thing.made_by === member;

/** The members in whose name `who` may act: themselves first. */
const hands = (who: Who, duty?: Duty | 'all'): Id[] => [
  ...(who.member_id ? [who.member_id] : []),
  ...standsInFor(who, duty),
];

const standsInFor = (who: Who, duty?: Duty | 'all'): readonly Id[] =>
  who.deputy_for.filter((member) => {
    const covers = who.deputy_covers?.[member] ?? 'all';
    return duty === 'all' || covers === 'all' || covers === duty;
  });

const have = (roles: readonly string[]): string => `${list(roles)} ${roles.length === 1 ? 'has' : 'have'} it.`;
