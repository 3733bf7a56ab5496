import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, type Instant } from '#ground/time.ts';
import type { MessageCommand, New } from '#messages/outbox/model.ts';
import type { Answer } from '#messages/outbox/port.ts';
import { messages } from '../rooms.ts';
import { answers } from './answers.ts';
import { decideAll, type Making } from './making.ts';

/** Messages in every state, written and settled by the rules of their room (ME-76: none of them leaves). */

const WORDS = [
  ['Your records for the quarter', 'Please send us your bank statements and invoices for the quarter.'],
  ['Your payroll is ready', 'The payroll of the month is ready. Please look at it and tell us that it may be paid.'],
  ['A question about an invoice', 'One invoice has no date. Can you tell us when it was issued?'],
  ['Your tax return', 'Your tax return is prepared. Please sign it before the end of the month.'],
  ['Welcome', 'We are glad to look after your books. This is what we need from you first.'],
] as const;

const newLetter = (client: Id, n: number, more: Partial<New> = {}): New => {
  const [subject, body] = WORDS[n % WORDS.length]!;
  const address = `books${n}@demo-client.example`;
  return {
    class: n % 3 ? 'service' : 'chase',
    channel: 'email',
    key: newId(),
    automatic: true,
    author_id: null,
    run_id: null,
    task_id: null,
    item_id: null,
    subject_kind: 'person',
    subject_id: client,
    client_id: client,
    recipients: [{ address, name: 'Accounts', record: { kind: 'person', id: client } }],
    from_name: 'Demo practice',
    from_address: 'office@demo-practice.example',
    reply_to: null,
    subject,
    html: `<p>Good morning,</p><p>${body}</p><p>Demo practice</p>`,
    body: `Good morning,\n\n${body}\n\nDemo practice`,
    used: {},
    missing: [],
    template_id: null,
    template_version: null,
    zone: null,
    locale: 'en-GB',
    headers: {},
    secret_letter: null,
    ...more,
  };
};

type Written = Omit<Extract<MessageCommand, { do: 'write' }>, 'do' | 'message'>;

const write = async (making: Making, all: readonly (Written & { message: New })[]): Promise<Id[]> => {
  const wanted = all.map((one) => ({ id: newId(), command: { do: 'write' as const, ...one } }));
  await decideAll(making, messages, wanted);
  return wanted.map(({ id }) => id);
};

const ENDS: readonly Answer[] = [
  ...Array.from({ length: 5 }, (): Answer => ({ answer: 'accepted', provider_id: '250 kept', refused: [] })),
  { answer: 'refused', temporary: false, code: '550', text: 'No such mailbox here', bounce: 'hard' },
  { answer: 'unknown', text: 'The connection was lost before the server answered.' },
];

/** Yesterday's, each with its end; `at` moves the practice's clock. */
export const lettersOfYesterday = async (
  making: Making,
  clients: readonly Id[],
  { yesterday, at }: { yesterday: Instant; at: (now: Instant) => Promise<unknown> },
): Promise<void> => {
  await at(yesterday);
  const ids = await write(
    making,
    ENDS.map((_, n) => ({ message: newLetter(clients[n % clients.length]!, n) })),
  );
  await at(addMilliseconds(yesterday, 3_600_000));
  await decideAll(
    making,
    messages,
    ids.map((id) => ({ id, command: { do: 'begin' as const, attempt: 1, node: 'demo' } })),
  );
  await decideAll(
    making,
    messages,
    ids.map((id, n) => ({ id, command: { do: 'end' as const, attempt: 1, answer: ENDS[n]!, saved: n < 5 } })),
  );
  await answers(making, ids);
};

/** What waits now: some to leave, some for a person, one recalled. */
export const lettersOfToday = async (making: Making, clients: readonly Id[], now: Instant): Promise<void> => {
  const later = (hours: number) => addMilliseconds(now, hours * 3_600_000);
  const of = (n: number, more: Partial<New> = {}) => newLetter(clients[(n * 7) % clients.length]!, n, more);
  const ids = await write(making, [
    { message: of(1) },
    { message: of(2), planned_at: later(3) },
    { message: of(3), planned_at: later(26) },
    { message: of(4), planned_at: later(50) },
    { message: of(5), approval: true },
    { message: of(6, { missing: ['contact.first_name'] }) },
    { message: of(7), planned_at: later(4) },
  ]);
  const command = { do: 'recall' as const, reason: 'The client brought the papers' };
  await decideAll(making, messages, [{ id: ids.at(-1)!, command }]);
};
