import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Id } from '#ground/id.ts';
import { dateAt, type Instant } from '#ground/time.ts';
import type { Answer, EmailPort, SmsPort } from '#messages/outbox/port.ts';
import { composed } from '../mail/compose.ts';

/**
 * The delivery folder: where no provider is set up, what would leave is kept as `capture/yyyy-mm-dd/<message id>`, an `.eml`
 * or a `.json`, first under another name; a file that is there already counts as accepted (ME-76). For the operator's eyes only.
 */
export const folder = (dataDir: string, now: Instant): { email: EmailPort; sms: SmsPort } => {
  const place = join(dataDir, 'capture', dateAt(now, 'UTC'));
  const accepted = (name: string): Answer => ({ answer: 'accepted', provider_id: name, refused: [] });
  const keep = async (name: string, content: () => Promise<Buffer | string>): Promise<Answer> => {
    try {
      if (await isThere(join(place, name))) return accepted(name);
      await mkdir(place, { recursive: true, mode: 0o700 });
      await writeFile(join(place, `${name}.part`), await content(), { mode: 0o600 });
      await rename(join(place, `${name}.part`), join(place, name));
      return accepted(name);
    } catch (error) {
      return { answer: 'down', text: `The delivery folder cannot be written: ${(error as Error).message}` };
    }
  };
  return {
    email: { send: (mail) => keep(fileName(mail.id, 'eml'), () => composed(mail, new Date(now))) },
    sms: {
      send: (text) => keep(fileName(text.id, 'json'), async () => `${JSON.stringify(text, null, 2)}\n`),
      find: async (text) => {
        const name = fileName(text.id, 'json');
        return (await isThere(join(place, name)))
          ? { found: 'found', provider_id: name, status: 'saved' }
          : { found: 'absent' };
      },
    },
  };
};

const fileName = (id: Id, kind: string): string => `${id}.${kind}`;
const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
