import { type Level, MODULES, type Module, type Reach } from '#kernel/decision/model.ts';
import { ABILITY_NAMES, abilityFact, BUILT_IN, type BuiltIn } from './abilities.ts';
import type { Role } from './model.ts';

/** W = write everything, A = read everything and write what is assigned, R = read, – = none; columns as BUILT_IN (PL-27). */
const TABLE: Record<Module, string> = {
  people: 'W W W A R R R',
  workflows: 'W W W A A A R',
  inbox: 'W W W A A A R',
  documents: 'W W W A A A R',
  collections: 'W W R – W A R',
  jobs: 'W W W R R R R',
  flows: 'W W W A – – R',
  reports: 'W W W R W R R',
  settings: 'W W R – – – –',
};

const LEVEL: Record<string, Level> = { W: 'write', A: 'write', R: 'read', '–': 'none' };

const cell = (module: Module, column: number): string => TABLE[module].split(' ')[column]!;

const columnOf = <T>(column: number, read: (letter: string) => T): Record<Module, T> =>
  Object.fromEntries(MODULES.map((module) => [module, read(cell(module, column))])) as Record<Module, T>;

/** The same id in every practice, so that a release may sharpen a built-in role without touching a row. */
const idOf = (column: number): string => `00000000-0000-7000-8000-${String(column + 1).padStart(12, '0')}`;

export const BUILT_IN_ROLES: readonly Role[] = BUILT_IN.map((name, column) => ({
  id: idOf(column),
  version: 1,
  name,
  built_in: true,
  levels: columnOf(column, (letter) => LEVEL[letter]!),
  reach: columnOf<Reach>(column, (letter) => (letter === 'A' ? 'assigned' : 'everything')),
  abilities: ABILITY_NAMES.filter((ability) => abilityFact(ability).roles.includes(name)),
  own_clients_only: false,
  removed_at: null,
}));

export const builtIn = (name: BuiltIn): Role => BUILT_IN_ROLES[BUILT_IN.indexOf(name)]!;

export const OWNER_ROLE = builtIn('Owner').id;
