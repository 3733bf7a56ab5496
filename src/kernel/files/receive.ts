import { createHash } from 'node:crypto';
import { type Id, newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import { refused } from '#kernel/decision/rules.ts';
import type { Place } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { sniffer } from './content.ts';
import type { FileCommand, FileRow } from './model.ts';
import { type Storage, StorageFull, type Taken } from './port.ts';
import { endingOf, keyOf, REMOVE_BYTES } from './rules.ts';
import { files } from './store.ts';
import { type Content, dangerOf, typeOf } from './types.ts';

export interface Receiving {
  kernel: Kernel;
  storage: Storage;
  place: Place;
  maxBytes: number;
}

export type Received = { yes: true; file: FileRow } | Refusal;

/** A file from its name and a stream of its bytes: announced, taken in, looked at, and kept or refused (PL-110 to PL-112). */
export const receive = async (
  receiving: Receiving,
  offered: { name: string; declared_type: string; body: AsyncIterable<Uint8Array> },
): Promise<Received> => {
  const announced = await announce(receiving, offered);
  return announced.yes ? fill(receiving, announced.file, offered.body) : announced;
};

export const announce = (
  receiving: Receiving,
  { name, declared_type }: { name: string; declared_type: string },
): Promise<Received> => order(receiving, newId(), { do: 'announce', name, declared_type });

/** The name of a job, and what it does: takes away the bytes of files that are gone. */
export const byteRemoval = (storage: Storage) =>
  [
    REMOVE_BYTES,
    async (_desk: unknown, jobs: readonly Record<string, unknown>[]) => {
      for (const { key } of jobs) await storage.remove(String(key));
    },
  ] as const;

/** The bytes of an announced file. What is refused leaves no byte behind. */
export const fill = async (receiving: Receiving, file: FileRow, body: AsyncIterable<Uint8Array>): Promise<Received> => {
  const { storage, place, maxBytes } = receiving;
  if (file.sha256) return alreadyThere();
  const reading = new Reading(maxBytes);
  let taken: Taken;
  try {
    taken = await storage.take(keyOf(place.practice_id, file), reading.through(body));
  } catch (error) {
    if (error instanceof StorageFull) return reject(receiving, file, diskFull(file.name));
    if (!(error instanceof TooLarge)) throw error;
    return reject(receiving, file, tooLarge(file.name, maxBytes));
  }
  try {
    return await keep(receiving, file, reading, taken);
  } finally {
    await taken.drop();
  }
};

const keep = async (receiving: Receiving, file: FileRow, reading: Reading, taken: Taken): Promise<Received> => {
  const { bytes, sha256, content } = reading.result();
  const no = bytes === 0 ? empty(file.name) : await forbidden(receiving, file.name, content);
  if (no) return reject(receiving, file, no);
  if (!(await taken.keep())) return alreadyThere();
  return order(receiving, file.id, { do: 'keep', bytes, sha256, type: typeOf(endingOf(file.name), content) });
};

const order = async ({ kernel, place }: Receiving, id: Id, command: FileCommand): Promise<Received> => {
  const outcome = await perform(kernel, place, files, { id, command });
  return outcome.yes ? { yes: true, file: outcome.state.file } : outcome;
};

const reject = async (receiving: Receiving, file: FileRow, refusal: Refusal): Promise<Refusal> => {
  await order(receiving, file.id, { do: 'reject', code: refusal.code });
  return refusal;
};

class TooLarge extends Error {}

/** Counts, hashes and looks at bytes as they pass; throws TooLarge at the first byte too many. */
class Reading {
  #max: number;
  #bytes = 0;
  #hash = createHash('sha256');
  #sniffer = sniffer();

  constructor(max: number) {
    this.#max = max;
  }

  async *through(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.#bytes += chunk.length;
      if (this.#bytes > this.#max) throw new TooLarge();
      this.#hash.update(chunk);
      this.#sniffer.feed(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      yield chunk;
    }
  }

  result(): { bytes: number; sha256: string; content: Content } {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex'), content: this.#sniffer.end() };
  }
}

export const tooLarge = (name: string, maxBytes: number): Refusal =>
  refused(
    'too_large',
    `«${name}» is larger than ${Math.floor(maxBytes / 1_048_576)} MB, the most this installation takes.`,
  );

const diskFull = (name: string): Refusal =>
  refused(
    'disk_full',
    `There is no room left on the disk of this installation, so «${name}» was not taken. Ask whoever runs Tickmark to make room.`,
  );

const alreadyThere = (): Refusal => refused('already_there', 'The content of this file is here already.');

export const empty = (name: string): Refusal =>
  refused(
    'empty',
    `«${name}» is empty: there is not one byte in it. Save it again where it comes from, and upload that.`,
  );

/** Programs, scripts and disk images never; documents with macros only where the practice allows them (PL-111). */
const forbidden = async ({ kernel, place }: Receiving, name: string, content: Content): Promise<Refusal | null> => {
  const danger = dangerOf(endingOf(name)) ?? content.danger;
  if (!danger) return null;
  if (danger !== 'macros')
    return refused(
      'forbidden_type',
      `«${name}» is a ${danger}, and those are not taken. Send what it should show as a PDF.`,
    );
  const allowed = await inPractice(
    kernel.db,
    place.practice_id,
    async ({ practice }) => practice.settings.allow_macro_files,
  );
  return allowed === true
    ? null
    : refused(
        'forbidden_type',
        `«${name}» holds macros, and this practice takes no such files. Save it without macros.`,
      );
};
