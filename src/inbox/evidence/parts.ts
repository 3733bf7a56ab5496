import type { Id } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import type { FileRow } from '#kernel/files/model.ts';
import type { Message } from '#messages/outbox/model.ts';
import type { Evidence } from './gathering.ts';

/** What lies in a bundle: text that is written here, or bytes that are kept under a mail's or a file's id. */
export type Part = { path: string; text: string } | { path: string; mail: Id } | { path: string; file: FileRow };

/** Of an item's row, what depends on who looks and when: two bundles of an unchanged item are the same (IN-184). */
const PASSING = ['overdue', 'may', 'may_withdraw', 'closed', 'sender_clients'] as const;

/**
 * The files of a bundle in the order they lie in it, the same for the same evidence; its README names what is kept no longer.
 * Pure.
 */
export const partsOf = (evidence: Evidence): Part[] => {
  const { item, notes, mails, answer, document, letters, messages, said } = evidence;
  const rest = Object.fromEntries(Object.entries(item).filter(([field]) => !PASSING.includes(field as never)));
  const raw = mails.map((mail, i) => ({ ...mail, raw: mail.has_raw ? `mails/${place(i)}.eml` : null }));
  const files = [...filesOf(evidence)];
  const all: Part[] = [
    json('item.json', { ...rest, notes }),
    { path: 'timeline.txt', text: lines(said) },
    ...(raw.length ? [json('mails.json', raw)] : []),
    ...raw.flatMap(({ id, raw: path }): Part[] => (path ? [{ path, mail: id }] : [])),
    ...(answer ? [json('answer.json', answer)] : []),
    ...(document ? [json('document.json', document)] : []),
    ...(letters.length ? [json('correspondence.json', letters)] : []),
    ...messages.flatMap(sentParts),
    ...files.flatMap(({ path, file }): Part[] => (isKept(file) ? [{ path, file }] : [])),
  ];
  const missing = [
    ...raw.flatMap(({ has_raw, received_at, from_address }) =>
      has_raw ? [] : [`The raw file of the mail of ${received_at} from ${from_address}`],
    ),
    ...files.flatMap(({ path, file }) => (isKept(file) ? [] : [path])),
  ];
  return [{ path: 'README.txt', text: readme(evidence, missing) }, ...all];
};

const isKept = ({ state }: FileRow): boolean => state === 'ready' || state === 'removed';

/** Files that no raw mail holds already, each under what it belongs to. */
function* filesOf({ mails, files, document, letters, messages }: Evidence) {
  const inMails = new Set(
    mails.filter(({ has_raw }) => has_raw).flatMap(({ attachments }) => attachments.map(({ file_id }) => file_id)),
  );
  const attached = new Set(messages.flatMap(({ attachments }) => attachments.map(({ file_id }) => file_id)));
  const papers = new Set(letters.map(({ letter_file_id }) => letter_file_id));
  const counts: Record<string, number> = {};
  for (const file of files.filter(({ id }) => !inMails.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const folder =
      file.id === document?.file.id
        ? 'document'
        : papers.has(file.id)
          ? 'paper'
          : attached.has(file.id)
            ? 'sent/files'
            : 'files';
    const at = counts[folder] ?? 0;
    counts[folder] = at + 1;
    yield { path: `${folder}/${place(at)} ${plain(file.name)}`, file };
  }
}

/** What left, or was to: as it was rendered, with what the provider answered. */
const sentParts = ({ version: _, secret_letter: __, html, body, ...message }: Message, i: number): Part[] => [
  json(`sent/${place(i)}.json`, message),
  { path: `sent/${place(i)}.txt`, text: body },
  ...(html ? [{ path: `sent/${place(i)}.html`, text: html }] : []),
];

const place = (i: number): string => `${i + 1}`.padStart(3, '0');

/** A name that every system can write to its disk. */
const plain = (name: string): string => name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(-120);

const json = (path: string, value: unknown): Part => ({ path, text: `${JSON.stringify(value, null, 2)}\n` });
const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

const readme = ({ practice, item, mails, messages }: Evidence, missing: readonly string[]): string =>
  lines([
    `#${item.number} of ${practice.name}: what came, what was decided, and what left.`,
    '',
    'item.json            the item with its notes',
    'timeline.txt         who did what and when, in UTC',
    `mails                ${plural(mails.length, 'mail', 'mails')} as they came in, byte for byte, and mails.json about them`,
    'answer.json          the answer to a form that it was made of, if it was',
    'document             the document whose approval was asked for, with document.json and correspondence.json',
    `sent                 ${plural(messages.length, 'message', 'messages')} about it: the exact text, the recipients, and what the provider answered`,
    'files                what else belongs to it',
    'audit.ndjson         its events with their hashes and seals, the hash of every file here, and a signature',
    'taken.json           when and by whom this bundle was taken',
    '',
    'To check that nothing was changed: node check.mjs',
    'It prints the fingerprint of the key that signed. The practice can tell you its own by another way.',
    ...(missing.length ? ['', 'Kept no longer, and so not here:', ...missing.map((one) => `- ${one}`)] : []),
  ]);
