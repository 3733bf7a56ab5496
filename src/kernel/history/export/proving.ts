import { readFileSync } from 'node:fs';
import type { ExportedEvent, ExportedSeal } from './read.ts';
import { signed } from './signing.ts';

/** A file that lies beside the lines and is proven by them. */
export interface ProvenFile {
  path: string;
  bytes: number;
  sha256: string;
}

export interface Proven {
  head: object;
  events: readonly ExportedEvent[];
  seals: readonly ExportedSeal[];
  files?: readonly ProvenFile[];
}

/**
 * The lines that `check.mjs` checks (PL-105): a head with how many follow, the events, their seals, the files that lie beside,
 * and a signature by the installation over all of it.
 */
export const proven = (
  data: string,
  { head, events, seals, files = [] }: Proven,
): { bytes: Buffer; fingerprint: string } => {
  const counts = { events: events.length, seals: seals.length, ...(files.length ? { files: files.length } : {}) };
  const lines = [
    { ...head, ...counts },
    ...events.map((event) => ({ event })),
    ...seals.map((seal) => ({ seal })),
    ...files.map((file) => ({ file })),
  ];
  const told = Buffer.from(ndjson(lines));
  const signature = signed(data, told);
  return { bytes: Buffer.concat([told, Buffer.from(ndjson([signature]))]), fingerprint: signature.fingerprint };
};

/** What checks such lines, with nothing but Node. */
export const script = (): Buffer => readFileSync(new URL('./check.mjs', import.meta.url));

const ndjson = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
