import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, type PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';
import { idOf, kindOf } from '#kernel/decision/rules.ts';
import type { Readable } from '#kernel/http/readable.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { MAIL_AT_ONCE } from '#kernel/notices/notify.ts';
import { wakeSoon } from '#kernel/schedule/timers.ts';
import { channelOf } from '#messages/channels/store.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { New } from '#messages/outbox/model.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import type { JobHandler } from '../jobs.ts';
import { itemAddresses } from '../messages/reply-addresses.ts';
import { caller, tell } from '../reacting.ts';
import { tellOfDates } from './dates.ts';
import { digestOf } from './digest.ts';
import { tellOfItems } from './items.ts';
import { DAILY } from './kinds.ts';
import { atOnceLetter, digestLetter, type Letter } from './letter.ts';
import type { DigestPart, OpenWork } from './model.ts';
import { markMailed, type Unmailed, unmailed } from './news.ts';
import { ownMail } from './own-mail.ts';
import { readBy } from './reading.ts';
import { DAILY_DIGEST, DIGEST_MAIL } from './rooms.ts';

export interface NoticeMails {
  kernel: Kernel;
  messages: MessagesRoom;
  readable: Readable;
  parts: readonly DigestPart[];
  publicUrl: string;
  /** The domain of intake addresses; null: no mail comes in, so no notice can be answered (IN-66). */
  mailDomain: string | null;
}

/**
 * Mails to members about their own work (PL-125). They leave by the outbox like every message, at once, and without a mail
 * server they are kept in the delivery folder and nothing is called sent (PL-17). In lists of the outbox they do not stand:
 * what is in them is for their reader.
 */
export const noticeJobs = (mails: NoticeMails): readonly [string, JobHandler][] => [
  [DAILY_DIGEST, (desk, data) => daily(mails, desk, data as { on: PlainDate }[])],
  [DIGEST_MAIL, (desk, data) => mailDigests(mails, desk, data as { on: PlainDate; member: Id }[])],
  [
    MAIL_AT_ONCE,
    (desk, data) =>
      mailAtOnce(
        mails,
        desk,
        data.map(({ member }) => member as Id),
      ),
  ],
];

/** Of yesterday's digest nobody wants to hear today: today's own comes, or came. */
const daily = async ({ kernel }: NoticeMails, desk: Desk, data: readonly { on: PlainDate }[]): Promise<void> => {
  if (data.every(({ on }) => on !== desk.today)) return;
  await tellOfDates(kernel, desk);
  await tellOfItems(kernel, desk);
  const { rows } = await sql<{ id: Id }>`
    select id from app.member where practice_id = ${desk.practice.id} and state = 'active'
      and notifications ->> ${DAILY} is distinct from 'off' order by id`.execute(desk.tx);
  const mail = (member: Id) =>
    ({ do: 'queue', queue: 'act', name: DIGEST_MAIL, data: { member, on: desk.today } }) as const;
  await kernel.writers.queue(
    desk,
    rows.map(({ id }) => mail(id)),
    caller(),
  );
};

const mailDigests = async (
  mails: NoticeMails,
  desk: Desk,
  data: readonly { on: PlainDate; member: Id }[],
): Promise<void> => {
  const { readable, parts, publicUrl } = mails;
  const members = await activeMembers(
    desk,
    data.filter(({ on }) => on === desk.today).map(({ member }) => member),
  );
  const ids = members.map(({ id }) => id);
  const work = await workOf(desk, parts, ids);
  const news = await unmailed(desk, ids, 'digest');
  const letters: Written[] = [];
  for (const member of members) {
    const open = work.get(member.id) ?? [];
    const seen = await readBy(desk, readable, member.id, [...open, ...(news.get(member.id) ?? [])]);
    const [mine, told] = [open.filter(seen), (news.get(member.id) ?? []).filter(seen)];
    const digest = digestOf(desk.today, mine, told);
    if (!digest) continue;
    const letter = digestLetter(digest, { practice: desk.practice.name, public_url: publicUrl });
    const things = digest.sections.flatMap((section) => section.things);
    letters.push({ member, key: `digest:${desk.today}:${member.id}`, letter, about: [...mine, ...told], things });
  }
  await write(mails, desk, letters);
  await markMailed(
    desk,
    [...news.values()].flat().map(({ id }) => id),
  );
};

const workOf = async (
  desk: Desk,
  parts: readonly DigestPart[],
  members: readonly Id[],
): Promise<ReadonlyMap<Id, OpenWork[]>> => {
  const all = new Map(members.map((id): [Id, OpenWork[]] => [id, []]));
  for (const part of parts) for (const [id, some] of await part(desk, members)) all.get(id)?.push(...some);
  return all;
};

/** While a bulk operation goes on, what it tells of is waited for: one mail, with the count (WF-186). */
const AGAIN_MS = 60_000;

const mailAtOnce = async (mails: NoticeMails, desk: Desk, wanted: readonly Id[]): Promise<void> => {
  const members = await activeMembers(desk, wanted);
  const news = await unmailed(
    desk,
    members.map(({ id }) => id),
    'at_once',
  );
  const telling: { member: Reader; told: readonly Unmailed[]; item: Id | null }[] = [];
  const waiting: Id[] = [];
  const mailed: Id[] = [];
  for (const member of members) {
    const mine = news.get(member.id) ?? [];
    const over = mine.filter(({ running }) => !running);
    if (over.length < mine.length) waiting.push(member.id);
    mailed.push(...over.map(({ id }) => id));
    const told = over.filter(await readBy(desk, mails.readable, member.id, over));
    if (told.length) telling.push({ member, told, item: answerable(told) });
  }
  const addresses = await itemAddresses(
    desk,
    mails.mailDomain,
    telling.flatMap(({ item }) => item ?? []),
  );
  const from = { practice: desk.practice.name, public_url: mails.publicUrl };
  const letters = telling.map(({ member, told, item }): Written => {
    const reply_to = addresses.get(item ?? '');
    const letter = atOnceLetter(told, { ...from, answers: reply_to !== undefined });
    return { member, key: `notice:${newId()}`, letter, about: told, things: told.map(({ thing }) => thing), reply_to };
  });
  await write(mails, desk, letters);
  await markMailed(desk, mailed);
  await wakeSoon(desk, MAIL_AT_ONCE, waiting, addMilliseconds(desk.now, AGAIN_MS));
};

/** The item whose notes an answer joins: what tells of one thing alone can be answered. */
const answerable = ([one, ...more]: readonly Unmailed[]): Id | null =>
  one && !more.length && one.line === one.thing && kindOf(one.thing) === 'item' ? idOf(one.thing) : null;

interface Reader {
  id: Id;
  name: string;
  email: string;
}

const activeMembers = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Reader[]> => {
  const { rows } = await sql<Reader>`
    select id, name, email from app.member
    where practice_id = ${practice.id} and id = any(${ids}) and state = 'active' order by id`.execute(tx);
  return rows;
};

interface Written {
  member: Reader;
  key: string;
  letter: Letter;
  about: readonly { about_id: Id | null }[];
  /** What its lines tell of. */
  things: readonly Ref[];
  reply_to?: string | undefined;
}

const write = async ({ kernel, messages }: NoticeMails, desk: Desk, all: readonly Written[]): Promise<void> => {
  if (!all.length) return;
  const sender = senderOf(await channelOf(desk, 'email'), desk.practice.name);
  await tell(
    kernel,
    desk,
    messages,
    all.map((one) => ({ id: newId(), command: { do: 'write', message: messageOf(one, sender) } })),
  );
};

const messageOf = (
  { member, key, letter, about, things, reply_to }: Written,
  sender: { name: string; address: string },
): New =>
  ownMail({
    to: { address: member.email, name: member.name, record: { kind: 'member', id: member.id } },
    key,
    letter,
    about: about.flatMap(({ about_id }) => about_id ?? []),
    things,
    sender,
    reply_to,
  });
