import { type Id, newId } from '#ground/id.ts';
import { type Instant, instantOf, type PlainDate } from '#ground/time.ts';
import type { DocumentCommand, Money } from '#inbox/documents/model.ts';
import { profilesRoom } from '#inbox/documents/profiles.ts';
import { readDocuments } from '#inbox/documents/store.ts';
import type { Paragraph } from '#inbox/letters/blocks.ts';
import { onPaper } from '#inbox/letters/paper.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { receive } from '#kernel/files/receive.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { documents, items, templates } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

/** Documents in every state, and the items that ask for their approval: what a practice prepares in a week (inbox.md 2). */

interface Line {
  title: string;
  profile?: 'Yearly accounts' | 'Fee invoices';
  amount?: string;
  expected?: string;
  /** Left as it was uploaded. */
  waits?: true;
  decided?: 'approved' | 'not_approved';
  instructions?: string;
  filed?: true;
}

const LINES: readonly Line[] = [
  { title: 'Accounts of the last year', profile: 'Yearly accounts', decided: 'approved', filed: true },
  {
    title: 'Tax computation',
    profile: 'Yearly accounts',
    decided: 'approved',
    instructions: 'Post it, they asked for paper',
  },
  {
    title: 'Draft accounts',
    profile: 'Yearly accounts',
    decided: 'not_approved',
    instructions: 'The stock is missing',
  },
  { title: 'Fee invoice 1041', profile: 'Fee invoices', amount: '4310.00', expected: '4300.00' },
  { title: 'Fee invoice 1042', profile: 'Fee invoices', amount: '4310.01', expected: '4300.00' },
  { title: 'Accounts of the second shop', profile: 'Yearly accounts' },
  { title: 'Letter to the bank' },
  { title: 'Tax return', profile: 'Yearly accounts', waits: true },
];

const WORDING = {
  locale: 'en',
  subject: 'From your accountant',
  body: '<p>Good morning {{ client.name }},</p><p>here is what we prepared for you.</p>',
};

/** Lives through the day on which these were prepared, and the next morning on which some were decided. */
export const fillDocuments = async (
  making: Making,
  clients: readonly Id[],
  {
    yesterday,
    today,
    zone,
    at,
  }: { yesterday: PlainDate; today: Instant; zone: string; at: (moment: Instant) => Promise<unknown> },
): Promise<void> => {
  const as = (role: string): Making => ({
    ...making,
    caller: { ...making.caller, who: making.players.get(making.cast.get(role)!)! },
  });
  await at(instantOf(yesterday, '13:00', zone));
  const profiles = await profilesOf(as('Owner'));
  const made: { id: Id; line: Line }[] = [];
  for (const line of LINES) made.push({ id: newId(), line });
  const files = await filesOf(as('Staff'), made);
  const tell = (role: string, wanted: readonly { id: Id; command: DocumentCommand }[]) =>
    decideAll(as(role), documents as AnyRoom, wanted);
  await tell(
    'Staff',
    made.map(({ id, line }, i) => ({
      id,
      command: added(line, { file: files[i]!, profiles, client: clients[i % clients.length]! }),
    })),
  );
  await tell(
    'Staff',
    made.filter(({ line }) => !line.waits).map(({ id }) => ({ id, command: { do: 'process' } })),
  );
  await at(today);
  const asked = await inPractice(making.house.kernel.db, making.practice, (desk) =>
    readDocuments(
      desk,
      made.map(({ id }) => id),
    ),
  );
  await decideAll(
    as('Owner'),
    items as AnyRoom,
    made.flatMap(({ id, line: { decided, instructions } }) =>
      decided
        ? [
            {
              id: asked.get(id)!.item_id!,
              command: { do: 'decide', value: decided, ...(instructions && { instructions }) } as never,
            },
          ]
        : [],
    ),
  );
  await tell(
    'Staff',
    made.filter(({ line }) => line.filed).map(({ id }) => ({ id, command: { do: 'file' } })),
  );
};

const pounds = (amount: string | undefined): Money | null => (amount ? { amount, currency: 'GBP' } : null);

const added = (
  { title, profile, amount, expected }: Line,
  { file, profiles, client }: { file: Id; profiles: ReadonlyMap<string, Id>; client: Id },
): DocumentCommand => ({
  do: 'add',
  file_id: file,
  title,
  client_id: client,
  profile_id: profile ? profiles.get(profile)! : null,
  amount: pounds(amount),
  expected_amount: pounds(expected),
});

/** By name: one for accounts, which the client's partner approves, and one for invoices, which need it only where they are off. */
const profilesOf = async (making: Making): Promise<ReadonlyMap<string, Id>> => {
  const template = newId();
  const content = { default_locale: 'en', signature: false, variants: [WORDING] };
  const wording = { do: 'create', channel: 'email', module: 'workflows', name: 'Documents', purpose: null, content };
  const all = [
    { name: 'Yearly accounts', variance: null },
    { name: 'Fee invoices', variance: pounds('10.00') },
  ].map((one) => ({ id: newId(), ...one }));
  for (const outcome of await decideAll(making, templates as AnyRoom, [{ id: template, command: wording as never }]))
    yesOrThrow(outcome);
  const rest = { send_for_approval: true, approver: { role: 'partner' }, four_eyes: 'off', four_eyes_above: null };
  const way = { file_only: false, message_template_id: template, letter_template_id: null, auto_send: false, on: true };
  const wanted = all.map(({ id, ...one }) => ({ id, command: { do: 'add', ...one, ...rest, ...way } as never }));
  for (const outcome of await decideAll(making, profilesRoom as AnyRoom, wanted)) yesOrThrow(outcome);
  return new Map(all.map(({ id, name }) => [name, id]));
};

/** A page for each, drawn as letters are. */
const filesOf = async (making: Making, made: readonly { line: Line }[]): Promise<Id[]> => {
  const { storage, maxBytes } = making.house.files;
  const place = { practice_id: making.practice, caller: making.caller };
  const ids: Id[] = [];
  for (const { line } of made) {
    const bytes = await onPaper({ title: line.title, head: HEAD, blocks: [heading(line), ...TEXT], stamp: null });
    const body = (async function* () {
      yield bytes;
    })();
    const name = `${line.title}.pdf`;
    const received = await receive(
      { kernel: making.house.kernel, storage, place, maxBytes },
      { name, declared_type: 'application/pdf', body },
    );
    ids.push(yesOrThrow(received).file.id);
  }
  return ids;
};

const HEAD = { name: 'Demo practice', lines: ['2 Sample Street, Exampleton'] };
const paragraph = (text: string, heading: Paragraph['heading'] = 0): Paragraph => ({
  kind: 'paragraph',
  runs: [{ text, bold: false, italic: false }],
  align: 'left',
  heading,
  bullet: false,
});
const heading = ({ title }: Line): Paragraph => paragraph(title, 1);
const TEXT = [
  paragraph('This page stands for a document that a practice would prepare. All names and numbers in it are invented.'),
];
