import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { type Level, MODULES, type Module, type Reach } from '#kernel/decision/model.ts';
import { ABILITY_NAMES, type Ability } from './abilities.ts';

/** What a role, key or invitation gives (PL-25). */
export interface Grants {
  levels: Record<Module, Level>;
  reach: Record<Module, Reach>;
  abilities: readonly string[];
  own_clients_only?: boolean;
}

/** Which part of the work a deputy was given (PL-34); acts without a duty pass only under «all». */
export type Duty = 'decision' | 'task';

/** What someone is about to do, as data. `module: null`: any signed-in member may. */
export interface Act {
  module: Module | null;
  level: Exclude<Level, 'none'>;
  ability?: Ability;
  duty?: Duty;
}

/**
 * What `can` must know of the thing. `assigned_to` holds its assignee, approver, reviewers and specialist and those of the
 * task, run, flow or occurrence it belongs to (PL-26); `roles_held_by`, given for everything that is about a client, holds
 * the members with a role on that client.
 */
export interface ThingFacts {
  assigned_to: readonly Id[];
  roles_held_by?: readonly Id[];
  /** Who made it by hand; counts while nobody is assigned. */
  made_by?: Id | null;
  /** The client is marked restricted (PL-31). */
  restricted?: boolean;
}

export const level = z.enum(['none', 'read', 'write']);
export const reach = z.enum(['everything', 'assigned']);
export const perModule = <T extends z.ZodType>(value: T) =>
  z.strictObject(Object.fromEntries(MODULES.map((module) => [module, value])) as Record<Module, T>);

/** A role as the API shows it: built in, or the practice's own (PL-29). */
export const role = z.strictObject({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  built_in: z.boolean(),
  levels: perModule(level),
  reach: perModule(reach),
  abilities: z.array(z.enum(ABILITY_NAMES)),
  /** Narrows reading to the member's own clients (PE-103). */
  own_clients_only: z.boolean(),
  removed_at: z.string().nullable(),
});
export type Role = z.infer<typeof role>;
