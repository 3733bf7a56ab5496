import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Id } from '#ground/id.ts';
import { newId } from '#ground/id.ts';
import type { Access } from '#kernel/access/sessions/access.ts';
import { ACCESS_MAIL, accessLetter } from '#kernel/access/sessions/mail.ts';
import type { JobHandler } from './jobs.ts';

/**
 * Letters about signing in, while this installation has no mail server: each is a file in `<data>/capture/`, for the
 * operator's eyes only, and nothing is called sent (PL-17). The same people also get their links on the screen of whoever
 * invited them, or from «tickmark members reset».
 */
export const letterJobs = (access: Access, dataDir: string): [string, JobHandler] => [
  ACCESS_MAIL,
  async (desk, jobs) => {
    for (const job of jobs) {
      const letter = await accessLetter(access, desk.practice.id, job);
      if (letter) await keep(join(dataDir, 'capture'), desk.practice.id, letter);
    }
  },
];

const keep = async (
  folder: string,
  practice: Id,
  letter: { to: string; subject: string; text: string },
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const file = join(folder, `${newId()}.eml`);
  const lines = [
    `To: ${letter.to}`,
    `Subject: ${letter.subject}`,
    `X-Tickmark-Practice: ${practice}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    letter.text,
  ];
  await writeFile(`${file}.part`, lines.join('\n'), { mode: 0o600 });
  await rename(`${file}.part`, file);
};
