import { z } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { dateAt, timeAt } from '#ground/time.ts';
import { sayDay } from '#ground/words.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { invalid, notFound, problem, refused } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { holdersOf } from '#messages/addresses/holders.ts';
import { mayWrite } from '#messages/addresses/may-write.ts';
import { knownAddresses } from '#messages/addresses/store.ts';
import { channelOf } from '#messages/channels/store.ts';
import { htmlOf } from '#messages/fields/html.ts';
import { canLink } from '#messages/links/store.ts';
import { blankMessage } from '#messages/outbox/blank.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { type ItemsRoom, readItems } from '../items/store.ts';
import type { Arrival } from './model.ts';
import { readArrivals } from './store.ts';

/** What members write to people outside about an item (IN-152). */

export const writtenMail = z.strictObject({
  /** The mail of this item that it answers; left out: it is a new one. */
  answers: z.uuid().nullable().default(null),
  /** To whom a new one goes; an answer goes to whoever wrote. */
  to: z.email('This is not an e-mail address.').max(254).optional(),
  subject: z.string().trim().min(1, 'Write a subject.').max(300, 'A subject has at most 300 characters.'),
  body: z.string().trim().min(1, 'Write the mail.').max(20_000, 'A mail has at most 20,000 characters.'),
  /** Uploaded before; together beyond 10 MB they go as links (ME-30). */
  files: z.array(z.uuid()).max(20).default([]),
});

export interface Replying {
  kernel: Kernel;
  items: ItemsRoom;
  messages: MessagesRoom;
  /** PUBLIC_URL, where links to files would lead (ME-30). */
  publicUrl: string;
  /** The domain of intake addresses. */
  domain: string | null;
}

/** How keys of such mails begin. */
const WRITTEN = 'item:';

/**
 * Writes a mail about an item by way of the outbox, in one transaction with the item's event; answers the message's id. Refuses
 * what the item refuses (`not_yours`, `not_allowed`), an address that must not be written to, one of our own intake addresses
 * (`own_address`), and files that no message takes (ME-29).
 */
export const writeAbout = async (
  { kernel, items, messages, publicUrl, domain }: Replying,
  desk: Desk,
  caller: Caller,
  { item: id, ...mail }: z.infer<typeof writtenMail> & { item: Id },
): Promise<Id> => {
  const answered = mail.answers ? await mailOf(desk, id, mail.answers) : null;
  const to = recipientOf(mail.to, answered);
  const [told] = await act(kernel, desk, caller, items, [{ id, command: { do: 'write', to } }]);
  yesOrThrow(told!);
  if (domain && to.endsWith(`@${domain}`))
    throw new HttpRefusal(
      refused('own_address', 'This is an address of this practice’s own inbox. Write to the sender.'),
    );
  await mayReach(desk, to);
  const item = (await readItems(desk, [id])).get(id)!;
  const person = await recordAt(desk, to, item.client_id);
  const sender = senderOf(await channelOf(desk, 'email'), desk.practice.name);
  const quote = answered && quoteOf(answered, desk);
  const { id: _, version: __, attachments: ___, ...blank } = blankMessage('');
  const message = {
    ...blank,
    class: 'service' as const,
    channel: 'email' as const,
    key: `${WRITTEN}${id}:${newId()}`,
    automatic: false,
    item_id: id,
    author_id: caller.who.member_id ?? null,
    subject_kind: person ? ('person' as const) : null,
    subject_id: person,
    client_id: item.client_id,
    recipients: [
      {
        address: to,
        name: answered?.from_name || item.contact?.name || to,
        record: person ? { kind: 'person' as const, id: person } : null,
      },
    ],
    from_name: sender.name,
    from_address: sender.address,
    subject: mail.subject,
    html: quote
      ? `${htmlOf(mail.body)}\n${htmlOf(quote.head)}\n<blockquote>${htmlOf(quote.text)}</blockquote>`
      : htmlOf(mail.body),
    body: quote ? `${mail.body}\n\n${quote.head}\n${marked(quote.text)}\n` : mail.body,
    headers: threadOf(answered),
  };
  const attaching = { files: mail.files, can_link: canLink(publicUrl) };
  const written = newId();
  const [outcome] = await act(kernel, desk, caller, messages, [
    { id: written, command: { do: 'write', message, attaching } },
  ]);
  yesOrThrow(outcome!);
  return written;
};

/** A mail of this item, or nothing. */
const mailOf = async (desk: Desk, item: Id, id: Id): Promise<Arrival> => {
  const found = (await readArrivals(desk, [id])).get(id);
  if (found?.item_id !== item) throw new HttpRefusal(notFound());
  return found;
};

const recipientOf = (to: string | undefined, answered: Arrival | null): string => {
  const sender = answered?.from_address.toLowerCase();
  const no = (code: string, detail: string) => new HttpRefusal(invalid(problem('/to', code, detail)));
  if (answered && !sender) throw no('no_sender', 'This mail names no sender. Write a new mail instead.');
  if (sender && to && to.toLowerCase() !== sender)
    throw no('another_recipient', `An answer goes to whoever wrote, ${sender}. Write a new mail instead.`);
  const wanted = sender ?? to?.toLowerCase();
  if (!wanted) throw no('required', 'Say to whom it goes.');
  return wanted;
};

const mayReach = async (desk: Desk, address: string): Promise<void> => {
  const known = (await knownAddresses(desk, [{ channel: 'email', address }])).get(`email:${address}`);
  const may = mayWrite({ channel: 'email', class: 'service', address, known });
  if (!may.yes) throw new HttpRefusal(refused(may.code, may.because));
};

/** Who is reached at the address: the item's client where it is theirs, else the only one it belongs to. */
const recordAt = async (desk: Desk, address: string, client: Id | null): Promise<Id | null> => {
  const holders = await holdersOf(desk, [{ id: address, channel: 'email', address }]);
  const persons = [...new Set((holders.get(address) ?? []).map(({ person_id }) => person_id))];
  if (client && persons.includes(client)) return client;
  return persons.length === 1 ? persons[0]! : null;
};

/** Quoted of a mail; the whole stands with its item. */
const MOST_QUOTED = 20_000;

/** What is quoted below an answer. */
const quoteOf = ({ body, from_name, from_address, received_at }: Arrival, { practice }: Desk) => {
  const at = `${sayDay(dateAt(received_at, practice.time_zone))}, ${timeAt(received_at, practice.time_zone).slice(0, 5)}`;
  const from = from_name ? `${from_name} <${from_address}>` : from_address;
  return { head: `On ${at}, ${from} wrote:`, text: body.trim().slice(0, MOST_QUOTED).toWellFormed() };
};

const marked = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => (line.startsWith('>') || !line ? `>${line}` : `> ${line}`))
    .join('\n');

const threadOf = (answered: Arrival | null): Record<string, string> =>
  answered?.message_id ? { 'In-Reply-To': `<${answered.message_id}>`, References: `<${answered.message_id}>` } : {};
