import type { Level, Module, Refusal, Who } from '#kernel/decision/model.ts';
import { MODULES } from '#kernel/decision/model.ts';
import { notAllowed } from '#kernel/decision/rules.ts';
import { ABILITY_NAMES, type Ability, abilityFact } from './abilities.ts';
import type { Grants } from './model.ts';

/** What `given` holds beyond `holder`, in words; empty when nobody would get more than the giver has (PL-29). */
export const exceeding = (holder: Grants, given: Grants): string[] => [
  ...MODULES.filter((m) => RANK[given.levels[m]] > RANK[holder.levels[m]]).map(
    (m) => `${given.levels[m]} on ${MODULE_NAMES[m]}`,
  ),
  ...MODULES.filter((m) => wider(given, holder, m)).map((m) => `all of ${MODULE_NAMES[m]}, not only what is assigned`),
  ...given.abilities.filter((a) => !holder.abilities.includes(a)).map((a) => `the ability «${abilityName(a)}»`),
  ...(holder.own_clients_only && !given.own_clients_only ? ['clients that are not your own'] : []),
];

/** Refuses to give a role, key or invitation more than the giver holds (PL-29): code `more_than_you_hold`. */
export const givesTooMuch = (who: Who, given: Grants): Refusal | null => {
  const more = exceeding(who, given);
  if (!more.length) return null;
  return {
    ...notAllowed(`You cannot give more than you hold yourself: ${list(more)}.`, { more }),
    code: 'more_than_you_hold',
  };
};

export const MODULE_NAMES: Record<Module, string> = {
  people: 'People',
  workflows: 'Workflows',
  inbox: 'Inbox',
  collections: 'Collections',
  jobs: 'Jobs',
  flows: 'Flows',
  documents: 'Documents',
  reports: 'Reports',
  settings: 'Settings',
};

export const RANK: Record<Level, number> = { none: 0, read: 1, write: 2 };

const abilityName = (ability: string): string =>
  (ABILITY_NAMES as readonly string[]).includes(ability) ? abilityFact(ability as Ability).name : ability;

const wider = (given: Grants, holder: Grants, module: Module): boolean =>
  given.levels[module] === 'write' &&
  holder.levels[module] === 'write' &&
  given.reach[module] === 'everything' &&
  holder.reach[module] === 'assigned';

/** «a, b and c». */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
