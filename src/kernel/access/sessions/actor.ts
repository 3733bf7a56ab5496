import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Who } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { whoOfKey } from '../keys/store.ts';
import { NOTHING, present } from '../members/who.ts';
import { operatorWho, systemWho } from '../roles/system.ts';

/**
 * What the actor of something that was begun earlier may do now (PL-30): the parts of a bulk operation, a reaction on a
 * member's behalf, a feed. Somebody who left, or a key that is over, holds nothing any more.
 */
export const whoNow = async (desk: Desk, actor: Actor): Promise<Who> => {
  if (actor === 'operator') return operatorWho();
  const [kind, name = ''] = actor.split(':');
  if (kind === 'system') return systemWho(name);
  const found =
    kind === 'member'
      ? await present(desk, idOf(actor as `member:${string}`))
      : kind === 'contact'
        ? null
        : await whoOfKey(desk, name);
  return found?.who ?? { actor, role_name: 'nobody', ...NOTHING, deputy_for: [] };
};
