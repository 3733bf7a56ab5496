import type { Access } from '#kernel/access/sessions/access.ts';
import { ACCESS_MAIL, accessLetter } from '#kernel/access/sessions/mail.ts';
import type { JobHandler } from '../jobs.ts';
import { keepLetter } from './folder.ts';

/**
 * Letters about signing in, while this installation has no mail server: each is a file in `<data>/capture/`, and nothing is
 * called sent (PL-17). The same people also get their links on the screen of whoever invited them, or from «tickmark members
 * reset».
 */
export const letterJobs = (access: Access, dataDir: string): [string, JobHandler] => [
  ACCESS_MAIL,
  async (desk, jobs) => {
    for (const job of jobs) {
      const letter = await accessLetter(access, desk, job);
      if (letter) await keepLetter(dataDir, desk.practice.id, { kind: String(job.kind), at: desk.now, ...letter });
    }
  },
];
