import { sql } from 'kysely';
import { addDays, addMilliseconds, type Instant, millisecondsBetween, startOfDay } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { ChannelRow } from '#messages/channels/model.ts';
import { channelsOf } from '#messages/channels/store.ts';
import type { Channel } from './model.ts';
import { leavesAt, MINUTE } from './times.ts';

/** When the last of what is due leaves, where more is due than may leave in a minute (ME-68, ME-125). */

/** So many are due at `at`. */
export interface Due {
  at: Instant;
  n: number;
}

/** A channel whose limit sets the pace. */
export interface Pace {
  kind: Channel;
  per_minute: number;
  last_leaves_at: Instant;
}

/**
 * When the last of these leaves if so many leave a minute, in the order in which they are due; what is late is due now. Null
 * where the limit holds up nothing for as long as a minute.
 */
export const lastLeaves = (due: readonly Due[], perMinute: number, now: Instant): Instant | null => {
  let free = 0;
  let lastDue = 0;
  for (const { at, n } of due.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    if (n === 0) continue;
    lastDue = Math.max(0, millisecondsBetween(now, at));
    free = Math.max(free, lastDue) + (n * MINUTE) / perMinute;
  }
  return free - lastDue > MINUTE ? addMilliseconds(now, Math.ceil(free)) : null;
};

/** Of what leaves today, by channel. */
export const pacesToday = async (desk: Desk): Promise<Pace[]> => {
  const until = startOfDay(addDays(desk.today, 1), desk.practice.time_zone);
  return pacesOf(desk, { until, more: () => [] });
};

/** If so many more were let go now, written by a rule: when the last of them leaves. */
export const pacesWith = async (desk: Desk, more: Readonly<Partial<Record<Channel, number>>>): Promise<Pace[]> => {
  const dueOf = (channel: ChannelRow): Due[] => {
    const n = more[channel.kind] ?? 0;
    const about = { class: 'service', channel: channel.kind, automatic: true, zone: null } as const;
    return n ? [{ at: leavesAt(about, { planned: desk.now }, channel, desk), n }] : [];
  };
  return pacesOf(desk, { until: null, more: dueOf });
};

interface Asked {
  /** Null: what is due before the last of `more`. */
  until: Instant | null;
  more(channel: ChannelRow): Due[];
}

const pacesOf = async (desk: Desk, { until, more }: Asked): Promise<Pace[]> => {
  if (desk.practice.kind === 'sandbox') return [];
  const paced = [...(await channelsOf(desk)).values()].filter(({ provider }) => provider !== 'folder');
  const found = await Promise.all(
    paced.map(async (channel): Promise<Pace | null> => {
      const added = more(channel);
      const end = until ?? added.at(-1)?.at;
      if (!end) return null;
      const { kind, per_minute } = channel;
      const last_leaves_at = lastLeaves([...(await dueBefore(desk, kind, end)), ...added], per_minute, desk.now);
      return last_leaves_at ? { kind, per_minute, last_leaves_at } : null;
    }),
  );
  return found.flatMap((pace) => pace ?? []);
};

/** What waits to leave, by the minute in which it is due. */
const dueBefore = async ({ tx, practice, now }: Desk, channel: Channel, end: Instant): Promise<Due[]> => {
  const { rows } = await sql<Due>`
    select date_trunc('minute', greatest(leaves_at, ${now})) as at, count(*)::int as n from app.message
    where practice_id = ${practice.id} and channel = ${channel} and state in ('planned', 'started') and leaves_at < ${end}
    group by 1 order by 1`.execute(tx);
  return rows;
};
