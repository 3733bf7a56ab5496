import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Id, isId, newId } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';

/** A letter that would have left, kept instead (PL-17). */
export interface Captured {
  id: Id;
  kind: string;
  at: Instant;
  to: string;
  subject: string;
  text: string;
}

export const lettersFolder = (dataDir: string, practice: Id): string => join(dataDir, 'capture', practice);
const HEADERS = { kind: 'X-Tickmark-Letter', at: 'X-Tickmark-At', to: 'To', subject: 'Subject' } as const;

/** Writes it as `capture/<practice>/<id>.eml`, first under another name, for the operator's eyes only. */
export const keepLetter = async (dataDir: string, practice: Id, letter: Omit<Captured, 'id'>): Promise<void> => {
  const folder = lettersFolder(dataDir, practice);
  await mkdir(folder, { recursive: true });
  await Promise.all([folder, join(dataDir, 'capture')].map((one) => chmod(one, 0o700)));
  const file = join(folder, `${newId()}.eml`);
  const head = Object.entries(HEADERS).map(
    ([field, name]) => `${name}: ${oneLine(letter[field as keyof typeof HEADERS])}`,
  );
  const lines = [...head, 'Content-Type: text/plain; charset=utf-8', '', letter.text];
  await writeFile(`${file}.part`, lines.join('\n'), { mode: 0o600 });
  await rename(`${file}.part`, file);
};

/** A header never ends early, whatever a name or address holds. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** The newest letters of a practice, newest first; ids are in the order of their making. */
export const capturedLetters = async (dataDir: string, practice: Id, most: number): Promise<Captured[]> => {
  const folder = lettersFolder(dataDir, practice);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const ids = names.flatMap((name) => (name.endsWith('.eml') && isId(name.slice(0, -4)) ? [name.slice(0, -4)] : []));
  const newest = ids.sort().reverse().slice(0, most);
  return Promise.all(newest.map(async (id) => ({ id, ...parsed(await readFile(join(folder, `${id}.eml`), 'utf8')) })));
};

const parsed = (file: string): Omit<Captured, 'id'> => {
  const end = file.indexOf('\n\n');
  const head = new Map(
    file
      .slice(0, end)
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const of = (field: keyof typeof HEADERS): string => head.get(HEADERS[field]) ?? '';
  return { kind: of('kind'), at: of('at'), to: of('to'), subject: of('subject'), text: file.slice(end + 2) };
};
