import { MODULES, type Who } from '#kernel/decision/model.ts';
import { ABILITY_NAMES } from './abilities.ts';

const everything = <T>(value: T) =>
  Object.fromEntries(MODULES.map((module) => [module, value])) as Record<(typeof MODULES)[number], T>;

/** The machine itself, acting for a part of the product: a timer, a reaction, a bulk part. Holds every right. */
export const systemWho = (part: string): Who => ({
  actor: `system:${part}`,
  role_name: 'the system',
  levels: everything('write'),
  reach: everything('everything'),
  abilities: ABILITY_NAMES,
  deputy_for: [],
});

/** Whoever runs the command line on the host (PL-21). */
export const operatorWho = (): Who => ({ ...systemWho('operator'), actor: 'operator', role_name: 'the operator' });
