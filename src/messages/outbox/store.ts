import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import { keptFiles, readFiles } from '#kernel/files/store.ts';
import type { Room, Wanted } from '#kernel/loop/room.ts';
import { knownAddresses } from '#messages/addresses/store.ts';
import type { ChannelRow } from '#messages/channels/model.ts';
import { channelsOf } from '#messages/channels/store.ts';
import { blankMessage } from './blank.ts';
import { DAY_MS, isCapped } from './cap.ts';
import type { CausesPort } from './causes.ts';
import type { Leave, Message, MessageCommand, OutboxState } from './model.ts';
import { decide, evolve, undo } from './rules.ts';

export const MESSAGE = sql`m.id, m.version, m.class, m.channel, m.key, m.automatic, m.by_hand, m.author_id, m.run_id, m.task_id, m.item_id,
  m.subject_kind, m.subject_id, m.client_id, m.recipients, m.address, m.from_name, m.from_address, m.reply_to, m.subject, m.html, m.body, m.template_id,
  m.template_version, m.locale, m.zone, m.used, m.missing, m.headers, m.secret_letter, m.attachments, m.state, m.planned_at, m.leaves_at, m.reason_code, m.reason,
  m.tries, m.attempts, m.started_at, m.sent_again, m.waits_since, m.saved, m.provider_id, m.accepted_at, m.refused, m.delivered_at,
  m.bounced_at, m.bounce, m.complained_at, m.pressed_at, m.replied_at, m.braked_at, m.erased_at,
  m.created_at`;

/** How the key of a test to oneself begins (ME-25). */
export const TEST = 'test:';

export type MessagesRoom = Room<OutboxState, MessageCommand>;

/** Messages from their writing to what became of them; each is a root of its own. */
export const messagesRoom = (causes: CausesPort<Desk>): MessagesRoom => ({
  name: 'message',
  kinds: {
    message: {
      table: 'app.message',
      find: (state) => state.message,
      personal: PERSONAL,
    },
    file: keptFiles((state) => state.files),
  },
  load: (desk, wanted, who) => loadMessages(desk, causes, wanted, who),
  decide,
  evolve,
  undo,
  undo_asks_who: true,
  search: ({ message }) => {
    if (!message.item_id) return { keep: [], drop: [] };
    const entry = { kind: 'item_message', thing_id: message.id };
    if (message.erased_at) return { keep: [], drop: [entry] };
    const words = [message.subject ?? '', message.body.slice(0, FOUND)];
    return { keep: [{ ...entry, title: '', url: '', words, module: 'inbox' }], drop: [] };
  },
});

/** An item is found by the beginning of what was written about it (IN-160). */
const FOUND = 10_000;

/** All that may quote a word, a name or an address, the provider's answers too (PL-102). */
const PERSONAL = [
  ...([
    'recipients',
    'address',
    'reply_to',
    'subject',
    'html',
    'body',
    'used',
    'missing',
    'headers',
    'attachments',
  ] as const),
  ...(['reason', 'attempt', 'attempts', 'refused', 'bounce'] as const),
];

const GO: Leave = { go: true };
/** Commands at which it is asked whether a message may still leave. */
const ASKS = new Set(['begin', 'restore']);

const loadMessages = async (
  desk: Desk,
  causes: CausesPort<Desk>,
  wanted: readonly Wanted<MessageCommand>[],
  who: Who,
): Promise<Map<Id, OutboxState>> => {
  const rows = await messagesById(
    desk,
    wanted.map(({ id }) => id),
  );
  const channels = await channelsOf(desk);
  const twins = await byKeys(desk, wanted);
  const asking = new Set(wanted.filter(({ command }) => ASKS.has(command.do)).map(({ id }) => id));
  const asked = rows.filter((row) => asking.has(row.id));
  const leaves = asked.length ? await causes.mayLeave(desk, asked) : new Map<Id, Leave>();
  const files = await readFiles(desk, wanted.flatMap(attachedBy));
  const behind = asked.length ? await standBehind(desk, asked) : new Set<Id>();
  const recent = asked.some(isCapped) ? await recentTo(desk, asked.filter(isCapped)) : new Map<Id, Instant[]>();
  // Who may do it is asked of people alone.
  const about = who.actor.startsWith('system:') ? new Map<Id, ThingFacts>() : await causes.about(desk, rows);
  const known = await knownAddresses(desk, addressesOf(wanted, asked));
  const state = (message: Message, twin: Id | undefined): OutboxState => ({
    message,
    files: [],
    channel: factsOf(channels.get(message.channel)!),
    twin: twin ? { id: twin } : null,
    leave: leaves.get(message.id) ?? GO,
    known,
    recent: recent.get(message.id) ?? [],
    behind: behind.has(message.id),
    about: about.get(message.id) ?? { assigned_to: [] },
  });
  return new Map(
    wanted.flatMap(({ id, command }) => {
      if (command.do === 'write')
        return [
          [
            id,
            {
              ...state({ ...blankMessage(id), channel: command.message.channel }, twins.get(command.message.key)),
              files: files.filter((file) => command.attaching?.files.includes(file.id)),
            },
          ] as const,
        ];
      const row = rows.find((one) => one.id === id);
      return row ? [[id, state(row, undefined)] as const] : [];
    }),
  );
};

const attachedBy = ({ command }: Wanted<MessageCommand>): readonly Id[] =>
  command.do === 'write' ? (command.attaching?.files ?? []) : [];

/** Of what is about to be written, and of what is about to leave. */
const addressesOf = (wanted: readonly Wanted<MessageCommand>[], leaving: readonly Message[]) =>
  [...wanted.flatMap(({ command }) => (command.do === 'write' ? [command.message] : [])), ...leaving].flatMap(
    ({ channel, recipients }) => recipients.map(({ address }) => ({ channel, address })),
  );

const factsOf = ({ provider, hold_minutes, manual_seconds, unknown_policy }: ChannelRow): OutboxState['channel'] => ({
  provider,
  hold_minutes,
  manual_seconds,
  unknown_policy,
});

export const messagesById = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Message[]> =>
  (
    await sql<Message>`select ${MESSAGE} from app.message m where m.practice_id = ${practice.id} and m.id = any(${ids})`.execute(
      tx,
    )
  ).rows;

const byKeys = async ({ tx, practice }: Desk, wanted: readonly Wanted<MessageCommand>[]): Promise<Map<string, Id>> => {
  const keys = wanted.flatMap(({ command }) => (command.do === 'write' ? [command.message.key] : []));
  if (!keys.length) return new Map();
  const { rows } = await sql<{ key: string; id: Id }>`
    select key, id from app.message where practice_id = ${practice.id} and key = any(${keys})`.execute(tx);
  return new Map(rows.map(({ key, id }) => [key, id]));
};

/**
 * Of these, the ones before which another to the same address is due or leaving (ME-57). Looked for address by address; by
 * «case» the planner cannot take the index of all that wait, which would be read for each of a thousand.
 */
export const standBehind = async ({ tx, practice, now }: Desk, messages: readonly Message[]): Promise<Set<Id>> => {
  const { rows } = await sql<{ id: Id }>`
    select m.id from app.message m
    cross join lateral (
      select from app.message o
      where o.practice_id = m.practice_id and o.channel = m.channel and o.address = m.address and o.id <> m.id
        and o.state in ('planned', 'started', 'unknown')
        and case o.state when 'started' then true when 'planned' then
          o.leaves_at <= ${now} and o.tries = 0 and o.waits_since is null and (o.leaves_at, o.id) < (m.leaves_at, m.id) end
      limit 1) o
    where m.practice_id = ${practice.id} and m.id = any(${messages.map(({ id }) => id)})`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};

/**
 * When automatic messages to the address of each began to leave within the last day (ME-48). Looked for address by address,
 * with an index for each way to be one: joined, all messages of the day would be read.
 */
const recentTo = async ({ tx, practice, now }: Desk, messages: readonly Message[]): Promise<Map<Id, Instant[]>> => {
  const since = addMilliseconds(now, -DAY_MS);
  const others = (such: RawBuilder<unknown>) => sql`
    select o.started_at as at from app.message o
    where o.practice_id = m.practice_id and o.channel = m.channel and o.address = m.address and o.id <> m.id
      and o.automatic and not o.by_hand and o.class in ('chase', 'service') and o.started_at > ${since} and ${such}`;
  const { rows } = await sql<{ id: Id; at: Instant }>`
    select m.id, o.at from app.message m
    cross join lateral (
      ${others(sql`o.accepted_at > ${since}`)}
      union all
      ${others(sql`o.state in ('started', 'unknown') and (o.accepted_at > ${since}) is not true`)} offset 0) o
    where m.practice_id = ${practice.id} and m.id = any(${messages.map(({ id }) => id)})`.execute(tx);
  return new Map([...Map.groupBy(rows, ({ id }) => id)].map(([id, all]) => [id, all.map(({ at }) => at)]));
};

/** The messages of a run that can still be stopped. */
export const stoppable = async ({ tx, practice }: Desk, runs: readonly Id[]): Promise<Message[]> =>
  (
    await sql<Message>`
      select ${MESSAGE} from app.message m
      where m.practice_id = ${practice.id} and m.run_id = any(${runs}) and m.state in ('planned', 'held')`.execute(tx)
  ).rows;
