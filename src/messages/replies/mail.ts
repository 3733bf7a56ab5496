import { Worker } from 'node:worker_threads';
import { type Parts, readBeginning, readParts } from './mail-parts.ts';

/** A mail as far as it can be read; nothing in it makes this throw (ME-86). */
export interface ParsedMail extends Parts {
  header(name: string): string;
  headers(name: string): string[];
}

/** So small a mail cannot take long, whatever stands in it. */
const SMALL = 64 * 1024;
export const READ_WITHIN_MS = 10_000;
const MOST_MEMORY_MB = 512;

/**
 * Reads a mail. A larger one is read in a thread of its own, within 10 seconds and 512 MB, so that one which is made to take
 * long harms nobody else; of such a one the beginning is read (PL-S19).
 */
export const parseMail = async (raw: Uint8Array): Promise<ParsedMail> =>
  asMail(raw.length <= SMALL ? await readParts(raw) : ((await readApart(raw)) ?? (await readBeginning(raw))));

/** Its beginning alone, for one that broke whoever read it as a whole. */
export const parseBeginning = async (raw: Uint8Array): Promise<ParsedMail> => asMail(await readBeginning(raw));

const asMail = (parts: Parts): ParsedMail => {
  const headers = (name: string) => parts.lines.filter(({ key }) => key === name).map(({ value }) => value);
  return { ...parts, headers, header: (name) => headers(name)[0] ?? '' };
};

/** Null when it takes too long or too much. */
const readApart = (raw: Uint8Array): Promise<Parts | null> =>
  new Promise((resolve) => {
    const thread = new Worker(new URL('./mail-thread.ts', import.meta.url), {
      workerData: raw,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    const settle = (parts: Parts | null): void => {
      clearTimeout(timer);
      resolve(parts);
      void thread.terminate();
    };
    const timer = setTimeout(() => settle(null), READ_WITHIN_MS);
    thread.once('message', (parts: Parts) => settle(parts));
    thread.once('error', () => settle(null));
    thread.once('exit', () => settle(null));
  });
