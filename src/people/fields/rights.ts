import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Actor, Refusal, Who } from '#kernel/decision/model.ts';
import { notAllowed } from '#kernel/decision/rules.ts';

/** «People W»: write on people with reach everything (PL-27). `doing` completes «Only somebody who may change all of People can …». */
export const peopleWhole = (who: Who, doing: string): Refusal | null =>
  can(who, writes('people')) ??
  (who.reach.people === 'everything'
    ? null
    : {
        ...notAllowed(`Only somebody who may change all of People can ${doing}. Ask a manager.`, {
          module: 'people',
          reach: 'everything',
        }),
        code: 'not_assigned',
      });

/** The member behind an actor, for «made by» (PL-26); null for keys, the machine and people outside. */
export const memberOf = (actor: Actor | string): string | null =>
  actor.startsWith('member:') ? actor.slice('member:'.length) : null;
