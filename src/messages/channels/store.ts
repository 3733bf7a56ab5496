import { sql } from 'kysely';
import type { Desk } from '#kernel/database/practice.ts';
import type { Room } from '#kernel/loop/room.ts';
import {
  CHANNEL_KINDS,
  type ChannelCommand,
  type ChannelKind,
  type ChannelRow,
  type ChannelState,
  channelId,
  untouchedChannel,
} from './model.ts';
import { decide, evolve } from './rules.ts';

/** The practice's channel, as it is set up or untouched. */
export const channelOf = async (desk: Desk, kind: ChannelKind): Promise<ChannelRow> =>
  (await channelsOf(desk)).get(kind)!;

export const channelsOf = async ({ tx, practice }: Desk): Promise<ReadonlyMap<ChannelKind, ChannelRow>> => {
  const { rows } = await sql<ChannelRow>`
    select id, version, kind, provider, address, display_name, settings, secret_set, secret_at, per_minute, hold_minutes, manual_seconds,
      unknown_policy, down_since, down_because, checked_at
    from app.channel where practice_id = ${practice.id}`.execute(tx);
  return new Map(
    CHANNEL_KINDS.map((kind) => [
      kind,
      rows.find((row) => row.kind === kind) ?? untouchedChannel(channelId(kind), kind),
    ]),
  );
};

/** The sealed secret, for whoever sends; null when there is none. */
export const secretOf = async ({ tx, practice }: Desk, kind: ChannelKind): Promise<string | null> => {
  const { rows } = await sql<{ secret: string | null }>`
    select secret from app.channel where practice_id = ${practice.id} and kind = ${kind}`.execute(tx);
  return rows[0]?.secret ?? null;
};

/** After the channel was set up in the same transaction; null takes it away. */
export const keepSecret = async ({ tx, practice }: Desk, kind: ChannelKind, sealed: string | null): Promise<void> => {
  await sql`update app.channel set secret = ${sealed} where practice_id = ${practice.id} and kind = ${kind}`.execute(
    tx,
  );
};

export const channels: Room<ChannelState, ChannelCommand> = {
  name: 'channel',
  kinds: { channel: { table: 'app.channel', find: (state) => state.channel } },
  load: async (desk, wanted) => {
    const all = [...(await channelsOf(desk)).values()];
    return new Map(
      wanted.flatMap(({ id }) => {
        const channel = all.find((one) => one.id === id);
        return channel ? [[id, { channel }] as const] : [];
      }),
    );
  },
  decide,
  evolve,
};
