import type { Id } from '#ground/id.ts';
import { ALERT_MAILS } from '#inbox/alerts/store.ts';
import type { Command, Effect } from '#kernel/decision/model.ts';
import { accept } from '#kernel/decision/rules.ts';
import type { Room } from '#kernel/loop/room.ts';
import { MAIL_AT_ONCE } from '#kernel/notices/notify.ts';
import { digestDay, nextDigest } from './digest.ts';

/** Who wakes to mail members: rooms that keep nothing, since what they tell of is kept elsewhere. */

export const DIGEST = 'digest';
export const DAILY_DIGEST = 'daily_digest';
export const DIGEST_MAIL = 'digest_mail';

interface Sleeper {
  id: Id;
}

const sleepers = (name: string, table: string, wake: Room<Sleeper, Command>['decide']): Room<Sleeper, Command> => ({
  name,
  kinds: { [name]: { table, find: () => undefined } },
  load: async (_desk, wanted) => new Map(wanted.map(({ id }) => [id, { id }])),
  decide: wake,
  evolve: (state) => state,
});

/** The practice's alarm for the daily digest; its things are practices. Woken too early or on a day off, it only sleeps again. */
export const digests = sleepers(DIGEST, 'app.practice', ({ id }, _command, { now, practice }) => {
  const on = digestDay(now, practice);
  const again: Effect = { do: 'wake', room: DIGEST, thing: id, at: nextDigest(now, practice) };
  return accept([], on ? [{ do: 'queue', queue: 'act', name: DAILY_DIGEST, data: { on } }, again] : [again]);
});

/** Who wakes to mail the alert addresses of a practice (IN-171). */
export const alertMails = sleepers(ALERT_MAILS, 'app.practice', () =>
  accept([], [{ do: 'queue', queue: 'act', name: ALERT_MAILS, data: {} }]),
);

export const mailsAtOnce = sleepers(MAIL_AT_ONCE, 'app.member', ({ id }) =>
  accept([], [{ do: 'queue', queue: 'act', name: MAIL_AT_ONCE, data: { member: id } }]),
);
