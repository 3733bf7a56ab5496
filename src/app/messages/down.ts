import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Effect } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { kindOfChannel } from '#messages/channels/model.ts';

/** A channel that went down is told to Owner and Admins: once, since it goes down once until it is up again (ME-62). */
export const downNotices = async (
  { tx, practice }: Desk,
  events: readonly Recorded[],
): Promise<Extract<Effect, { do: 'notify' }>[]> => {
  const roles = [builtIn('Owner').id, builtIn('Admin').id];
  const { rows } = await sql<{ id: Id }>`
    select id from app.member where practice_id = ${practice.id} and state = 'active' and role_id = any(${roles})`.execute(
    tx,
  );
  return events.flatMap(({ thing, verb, facts }) => {
    const what = kindOfChannel(idOf(thing)) === 'sms' ? 'Texts' : 'E-mails';
    const title = `${what} do not leave: ${facts.down_because?.[1]}`;
    return rows.map(({ id }) => ({ do: 'notify' as const, member: id, verb, thing, title, url: '/outbox' }));
  });
};
