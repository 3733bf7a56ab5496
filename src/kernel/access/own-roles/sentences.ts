import { sayList } from '#ground/words.ts';
import { type Facts, type Json, MODULES } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { ABILITIES } from '../roles/abilities.ts';
import type { Told } from '../told.ts';

/** What happened to a role of the practice's own, as the audit says it behind the actor's name (PL-101). */
export const SENTENCES: Record<string, (facts: Facts, event: Told) => string> = {
  'role.added': (facts) => `made the role «${facts.name?.[1]}»`,
  'role.changed': (facts, event) => `${renamed(facts, event)}${differences(facts)}`,
  'role.removed': (_, event) => `removed the role${named(event)}`,
};

const named = (event: Told): string => {
  const name = event.name?.(idOf(event.thing));
  return name ? ` «${name}»` : '';
};

const renamed = (facts: Facts, event: Told): string =>
  facts.name ? `renamed the role from «${facts.name[0]}» to «${facts.name[1]}»` : `changed the role${named(event)}`;

/** What it may do now that it might not before, and the other way round; each change in words. */
const differences = (facts: Facts): string => {
  const parts = [...modules(facts, 'levels'), ...modules(facts, 'reach'), ...abilities(facts), ...clients(facts)];
  return parts.length ? `: ${sayList(parts)}` : '';
};

const modules = (facts: Facts, field: 'levels' | 'reach'): string[] => {
  const [before, after] = (facts[field] ?? [{}, {}]) as readonly [Record<string, Json>, Record<string, Json>];
  return MODULES.filter((module) => before[module] !== after[module]).map((module) =>
    field === 'levels'
      ? `${module} from ${before[module]} to ${after[module]}`
      : `${module} now reaches ${after[module] === 'assigned' ? 'what is assigned' : 'everything'}`,
  );
};

const abilities = ({ abilities: change }: Facts): string[] => {
  const [before, after] = (change ?? [[], []]) as readonly [string[], string[]];
  const say = (names: readonly string[], word: string) =>
    names.map(
      (name) => `${word} «${Object.hasOwn(ABILITIES, name) ? ABILITIES[name as keyof typeof ABILITIES].name : name}»`,
    );
  return [
    ...say(
      after.filter((one) => !before.includes(one)),
      'with',
    ),
    ...say(
      before.filter((one) => !after.includes(one)),
      'without',
    ),
  ];
};

const clients = ({ own_clients_only: change }: Facts): string[] =>
  change ? [change[1] ? 'own clients only' : 'every client'] : [];
