import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Converter, NotConverted } from '#inbox/letters/port.ts';

const CONVERT_MS = 60_000;
/** Of what the program says, only the end is told. */
const SAID = 200;

/**
 * The command line of LibreOffice as the converter of letters (LETTER_CONVERTER, IN-117). Each letter is made in a folder of its
 * own with a profile of its own, one after the other; a program that does not end in time is killed with all it started.
 */
export const officeConverter = (program: string, convertMs = CONVERT_MS): Converter => {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    name: 'LibreOffice',
    toPdf: (docx) => {
      const made = turn.then(() => converted(program, docx, convertMs));
      turn = made.catch(() => undefined);
      return made;
    },
  };
};

const converted = async (program: string, docx: Uint8Array, convertMs: number): Promise<Uint8Array> => {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-letter-'));
  try {
    await writeFile(join(folder, 'letter.docx'), docx);
    const said = await ended(program, folder, convertMs);
    const pdf = await readFile(join(folder, 'letter.pdf')).catch(() => null);
    if (!pdf?.subarray(0, 5).equals(Buffer.from('%PDF-')))
      throw new NotConverted(`The converter made no PDF${said ? `: ${said}` : '.'}`);
    return new Uint8Array(pdf);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** What it said, once it has ended well. */
const ended = (program: string, folder: string, convertMs: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
    const child = spawn(
      program,
      [profile, '--headless', '--norestore', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'letter.docx')],
      {
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' },
      },
    );
    let said = '';
    const late = setTimeout(() => {
      process.kill(-child.pid!, 'SIGKILL');
      reject(new NotConverted(`The converter was not ready after ${convertMs / 1000} seconds.`));
    }, convertMs);
    child.stderr.on('data', (data) => {
      said = `${said}${data}`.slice(-SAID);
    });
    child.on('error', (error) => {
      clearTimeout(late);
      reject(new NotConverted(`The converter could not be started: ${error.message}.`));
    });
    child.on('close', (code) => {
      clearTimeout(late);
      if (code === 0) resolve(said.trim());
      else reject(new NotConverted(`The converter gave up${said.trim() ? `: ${said.trim()}` : ` (${code}).`}`));
    });
  });
