import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Effect } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { type Braked, brakedDays } from '#messages/outbox/braking.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { caller, tell } from '../reacting.ts';

/** Far more than usual is about to leave on a day: all of it waits until somebody looked, and those who may let it go are told once (ME-49). */
export const brakeDays = async (
  kernel: Kernel,
  desk: Desk,
  room: MessagesRoom,
  written: readonly Id[],
): Promise<void> => {
  for (const { ids, because, news, ...braked } of await brakedDays(desk, written)) {
    await tell(
      kernel,
      desk,
      room,
      ids.map((id) => ({ id, command: { do: 'brake' as const, reason: because } })),
    );
    if (news) await kernel.writers.notify(desk, await brakeNotices(desk, { ids, because, news, ...braked }), caller());
  }
};

type Notice = Extract<Effect, { do: 'notify' }>;

const brakeNotices = async ({ tx, practice }: Desk, { ids, because }: Braked): Promise<Notice[]> => {
  const roles = (['Owner', 'Admin', 'AR Manager'] as const).map((role) => builtIn(role).id);
  const { rows } = await sql<{ id: Id }>`
    select id from app.member where practice_id = ${practice.id} and state = 'active' and role_id = any(${roles})`.execute(
    tx,
  );
  const title = `${ids.length} messages are held: ${because}`;
  const thing = ref('message', ids[0]!);
  return rows.map(({ id }) => ({
    do: 'notify',
    member: id,
    verb: 'message.held',
    thing,
    title,
    url: '/outbox?view=held',
  }));
};
