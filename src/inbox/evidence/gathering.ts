import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref, Who } from '#kernel/decision/model.ts';
import { notFound, ref, refused } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { filesOfThings, readFiles } from '#kernel/files/store.ts';
import {
  type ExportedEvent,
  type ExportedSeal,
  readEvents,
  readSeals,
  waitForSeal,
} from '#kernel/history/export/read.ts';
import type { HistoryPorts } from '#kernel/history/port.ts';
import { sayEvents } from '#kernel/history/timeline.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { type Message, OWN } from '#messages/outbox/model.ts';
import { MESSAGE } from '#messages/outbox/store.ts';
import { type ArrivalRow, listArrivals } from '../arrivals/lists.ts';
import { type DocumentRow, readDocument } from '../documents/lists.ts';
import type { Correspondence } from '../documents/model.ts';
import { lettersOf } from '../documents/store.ts';
import { type AnswerDetail, readAnswer } from '../forms/lists.ts';
import { type NoteRow, notesOf, readItem } from '../items/lists.ts';
import { readSignatures } from '../signatures/store.ts';

/** All that is kept of one item, read at one moment (IN-184). */
export interface Evidence {
  practice: { id: Id; name: string };
  item: NonNullable<Awaited<ReturnType<typeof readItem>>>;
  notes: NoteRow[];
  mails: ArrivalRow[];
  answer: AnswerDetail | null;
  document: DocumentRow | null;
  letters: Correspondence[];
  messages: Message[];
  files: FileRow[];
  events: ExportedEvent[];
  seals: ExportedSeal[];
  /** The events, a line each. */
  said: string[];
}

export const BUNDLED = 'item.bundled';
const MOST_EVENTS = 20_000;
const MOST_MAILS = 500;

/**
 * What somebody sees of an item, its mails, answer and document. Refuses `not_found`; `not_sealed` while its last events wait for
 * their seal; `too_large` beyond 20,000 events or 500 mails.
 */
export const gathered = async (desk: Desk, who: Who, id: Id, ports: HistoryPorts): Promise<Evidence> => {
  const item = await readItem(desk, who, { id });
  if (!item) throw new HttpRefusal(notFound());
  const mails = await mailsOf(desk, who, id);
  const answer = item.form_answer_id ? ((await readAnswer(desk, who, item.form_answer_id)) ?? null) : null;
  const document = item.document_id ? ((await readDocument(desk, who, item.document_id)) ?? null) : null;
  const letters = document ? await lettersOf(desk, document.id) : [];
  const messages = await messagesOf(desk, { item: id, letters });
  const things: Ref[] = [
    ref('item', id),
    ...mails.map((mail) => ref('arrival', mail.id)),
    ...(answer ? [ref('form_answer', answer.id)] : []),
    ...(document ? [ref('document', document.id)] : []),
    ...messages.map((message) => ref('message', message.id)),
  ];
  if (await waitForSeal(desk, { filter: { things }, besides: BUNDLED })) throw new HttpRefusal(NOT_SEALED);
  const events = await eventsOf(desk, things);
  const signatures = await readSignatures(
    desk,
    letters.flatMap(({ signed }) => signed?.signature_id ?? []),
  );
  const named = [
    document?.file.id,
    ...letters.map(({ letter_file_id }) => letter_file_id),
    ...[...signatures.values()].map(({ file_id }) => file_id),
  ];
  const attached = messages.flatMap(({ attachments }) => attachments.map(({ file_id }) => file_id));
  const files = [
    ...(await filesOfThings(desk, things)),
    ...(await readFiles(
      desk,
      [...named, ...attached].filter((one): one is Id => !!one),
    )),
  ];
  return {
    practice: { id: desk.practice.id, name: desk.practice.name },
    item,
    notes: await notesOf(desk, id),
    mails,
    answer,
    document,
    letters,
    messages,
    files: [...new Map(files.map((file) => [file.id, file])).values()],
    events,
    seals: await readSeals(
      desk,
      events.map((event) => event.id),
    ),
    said: await sayEvents(desk, events as never, ports),
  };
};

const NOT_SEALED = refused('not_sealed', 'Its last events get their seal within seconds. Try again then.');

const tooLarge = (what: string) =>
  new HttpRefusal(refused('too_large', `This item has more than ${what}, more than one bundle holds.`));

/** The oldest first. */
const mailsOf = async (desk: Desk, who: Who, item: Id): Promise<ArrivalRow[]> => {
  const mails: ArrivalRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listArrivals(desk, who, {
      item,
      sort: '-received_at',
      limit: 200,
      ...(cursor && { cursor }),
    } as never);
    mails.push(...page.items);
    if (mails.length > MOST_MAILS) throw tooLarge(`${MOST_MAILS} mails`);
    if (!page.next) return mails.reverse();
    cursor = page.next;
  }
};

/** What left about it, the oldest first; mails to members about their own work are theirs alone (PL-126). */
const messagesOf = async (
  { tx, practice }: Desk,
  { item, letters }: { item: Id; letters: readonly Correspondence[] },
): Promise<Message[]> => {
  const sent = letters.flatMap(({ message_id }) => message_id ?? []);
  const { rows } = await sql<Message>`
    select ${MESSAGE} from app.message m
    where m.practice_id = ${practice.id} and (m.item_id = ${item} or m.id = any(${sent}))
      and not starts_with(m.key, ${OWN}) order by m.created_at, m.id`.execute(tx);
  return rows;
};

/** Without where their actors sat, and without who took such bundles: that is no part of the item. */
const eventsOf = async (desk: Desk, things: readonly Ref[]): Promise<ExportedEvent[]> => {
  const found = await readEvents(desk, { filter: { things }, hidden: [], personal: true, most: MOST_EVENTS });
  if (found.length > MOST_EVENTS) throw tooLarge(`${MOST_EVENTS.toLocaleString('en')} events`);
  return found
    .filter(({ verb }) => verb !== BUNDLED)
    .map(({ address: _, device: __, request_id: ___, ...event }) => event as ExportedEvent);
};
