import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Instant } from '#ground/time.ts';
import type { Actor } from '#kernel/decision/model.ts';
import type { Storage } from '#kernel/files/port.ts';
import { keyOf } from '#kernel/files/rules.ts';
import { type ProvenFile, proven, script } from '#kernel/history/export/proving.ts';
import { keyOfMail } from '#messages/replies/raw.ts';
import type { Evidence } from './gathering.ts';
import { type Part, partsOf } from './parts.ts';
import { digestOf, type Entry } from './zip.ts';

export interface Bundle {
  /** SHA-256 of `audit.ndjson`, which holds the hashes of all else. */
  sha256: string;
  /** The time that its files bear: of the last thing that happened to the item. */
  at: Instant;
  entries(taken: { made_at: Instant; made_by: Actor }): Entry[];
}

/**
 * The files of an item's bundle with what proves them. Only `taken.json` tells when it was made, and nothing else depends on that.
 * The bytes of mails and files are read twice: for their hashes now, and as they leave.
 */
export const bundleOf = async (
  evidence: Evidence,
  { storage, data }: { storage: Storage; data: string },
): Promise<Bundle> => {
  const { practice, item, events, seals } = evidence;
  const entries: Entry[] = [];
  const files: ProvenFile[] = [];
  for (const part of partsOf(evidence)) {
    const entry = entryOf(part, { storage, practice: practice.id });
    entries.push(entry);
    files.push({ path: part.path, ...(await digest(entry)) });
  }
  const head = {
    export: 'item',
    practice_id: practice.id,
    practice: practice.name,
    item: { id: item.id, number: item.number },
  };
  const { bytes } = proven(data, { head, events, seals, files });
  return {
    sha256: sha256(bytes),
    at: events.at(-1)?.at ?? item.created_at,
    entries: (taken) => [
      ...entries,
      { path: 'audit.ndjson', content: bytes },
      { path: 'check.mjs', content: readFileSync(new URL('./check.mjs', import.meta.url)) },
      { path: 'check-audit.mjs', content: script() },
      { path: 'taken.json', content: Buffer.from(`${JSON.stringify(taken, null, 2)}\n`) },
    ],
  };
};

const entryOf = (part: Part, { storage, practice }: { storage: Storage; practice: string }): Entry => {
  if ('text' in part) return { path: part.path, content: Buffer.from(part.text) };
  const key = 'mail' in part ? keyOfMail(practice, part.mail) : keyOf(practice, part.file);
  return { path: part.path, content: () => storage.read(key) };
};

const digest = async ({ content }: Entry): Promise<{ bytes: number; sha256: string }> =>
  Buffer.isBuffer(content) ? { bytes: content.length, sha256: sha256(content) } : digestOf(await content());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
