import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { MAIL_AT_ONCE } from '#kernel/notices/notify.ts';
import { wakeSoon } from '#kernel/schedule/timers.ts';
import { NOT_SEEN } from '../ports/causes.ts';
import type { Reaction } from '../reactions.ts';

const AGAIN_MS = 60_000;

/** A notice was taken back for one of the things it told of: the others come with the next mail (IN-173). */
export const tellOthersAgain: Reaction = {
  on: /^message\.recalled$/,
  do: async (_kernel, desk, events) => {
    const gone = events.filter(({ facts }) => facts.reason_code?.[1] === NOT_SEEN).map(({ thing }) => idOf(thing));
    if (!gone.length) return;
    const { rows } = await sql<{ member: Id }>`
      update app.notification n set mailed_at = null, version = n.version + 1
      from app.message m
      where m.practice_id = ${desk.practice.id} and m.id = any(${gone}) and m.key like 'own:notice:%'
        and n.practice_id = m.practice_id and n.member_id = (m.recipients #>> '{0,record,id}')::uuid
        and n.mailed_at = m.created_at and n.read_at is null and m.used ? n.thing
      returning n.member_id as member`.execute(desk.tx);
    const members = [...new Set(rows.map(({ member }) => member))];
    await wakeSoon(desk, MAIL_AT_ONCE, members, addMilliseconds(desk.now, AGAIN_MS));
  },
};
