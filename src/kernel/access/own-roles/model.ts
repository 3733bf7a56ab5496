import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Command } from '#kernel/decision/model.ts';
import { ABILITY_NAMES } from '../roles/abilities.ts';
import { level, perModule, type Role, reach } from '../roles/model.ts';

const name = z.string().trim().min(1, 'Give the role a name.').max(60, 'A role’s name has at most 60 characters.');

export const newRole = z.strictObject({
  name,
  copy_of: z.string(),
  levels: perModule(level).partial().optional(),
  reach: perModule(reach).partial().optional(),
  abilities: z.array(z.enum(ABILITY_NAMES)).max(ABILITY_NAMES.length).optional(),
  own_clients_only: z.boolean().optional(),
});
export type NewRole = z.infer<typeof newRole>;

export const roleChanges = newRole.omit({ copy_of: true }).partial();
export type RoleChanges = z.infer<typeof roleChanges>;

export type RoleCommand =
  | ({ do: 'add_role'; id: Id } & NewRole)
  | ({ do: 'change_role' } & RoleChanges)
  | { do: 'remove_role' };
true satisfies RoleCommand extends Command ? true : false;

export interface RoleState {
  role?: Role;
  /** All roles of the practice that are not removed, built-in ones too. */
  roles: readonly Role[];
  /** Members, invitations and keys that hold the role; deactivated members may come back to it. */
  holders: number;
}

export const MAX_OWN_ROLES = 50;
