import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The web that serves a data folder. */
export interface Served {
  url: string;
  pid: number;
}

const noteOf = (data: string): string => join(data, 'tickmark.json');

/** Writes down who serves this data folder; what it gives back takes the note away again. */
export const announce = (data: string, url: string): (() => void) => {
  const note = noteOf(data);
  mkdirSync(data, { recursive: true });
  writeFileSync(`${note}.${process.pid}`, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600 });
  renameSync(`${note}.${process.pid}`, note);
  return () => {
    if (read(note)?.pid === process.pid) rmSync(note, { force: true });
  };
};

/** Another Tickmark that serves this data folder now (PL-5); a note that a killed one left does not count. */
export const alreadyRunning = (data: string): Served | undefined => {
  const served = read(noteOf(data));
  return served && served.pid !== process.pid && isTickmark(served.pid) ? served : undefined;
};

const read = (note: string): Served | undefined => {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as Served;
  } catch {
    return undefined;
  }
};

/** Process numbers are used again: where the system shows what a process runs, it must be a `tickmark start`. */
const isTickmark = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return /tickmark\S*\0start/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return true;
  }
};
