import { type Id, newId } from '#ground/id.ts';
import type { Access } from '#kernel/access/sessions/access.ts';
import { ACCESS_MAIL, type AccessLetter, accessLetter } from '#kernel/access/sessions/mail.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import type { ChannelRow } from '#messages/channels/model.ts';
import { channelOf } from '#messages/channels/store.ts';
import { senderOf } from '#messages/outbox/letter.ts';
import type { Message, New } from '#messages/outbox/model.ts';
import type { SecretWords } from '#messages/outbox/sending.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import type { JobHandler } from '../jobs.ts';
import { tell } from '../reacting.ts';
import { keepLetter } from './folder.ts';

/**
 * Letters about signing in. Where a mail server is set up they leave by the outbox, once, like every message; else each is a
 * file in `<data>/capture/`, and nothing is called sent (PL-17). The same people also get their links on the screen of whoever
 * invited them, or from «tickmark members reset».
 */
export const letterJobs = (rooms: {
  kernel: Kernel;
  messages: MessagesRoom;
  access: Access;
  dataDir: string;
}): [string, JobHandler] => [
  ACCESS_MAIL,
  async (desk, jobs) => {
    const { kernel, messages, access, dataDir } = rooms;
    const channel = await channelOf(desk, 'email');
    const leaves = desk.practice.kind === 'live' && channel.provider !== 'folder';
    for (const job of jobs) {
      const letter = await accessLetter(access, desk, job);
      if (!letter) continue;
      if (leaves)
        await tell(kernel, desk, messages, [
          { id: newId(), command: { do: 'write', message: messageOf(desk, channel, letter, job) } as never },
        ]);
      else await keepLetter(dataDir, desk.practice.id, { kind: String(job.kind), at: desk.now, ...letter });
    }
  },
];

/** The letter's words as they leave: made anew, so that the secret half of its link stands in no row (PL-S12). */
export const secretLetters =
  (access: () => Access) =>
  async (desk: Desk, messages: readonly Message[]): Promise<ReadonlyMap<Id, SecretWords | null>> => {
    const letters = new Map<Id, SecretWords | null>();
    for (const { id, secret_letter } of messages) {
      const letter = await accessLetter(access(), desk, secret_letter);
      letters.set(id, letter && { body: letter.text, html: null });
    }
    return letters;
  };

const messageOf = (desk: Desk, channel: ChannelRow, letter: AccessLetter, job: Record<string, Json>): New => {
  const sender = senderOf(channel, desk.practice.name);
  return {
    class: 'security',
    channel: 'email',
    key: `access:${newId()}`,
    automatic: true,
    author_id: null,
    run_id: null,
    task_id: null,
    item_id: null,
    subject_kind: null,
    subject_id: null,
    client_id: null,
    recipients: [{ address: letter.to, name: letter.to, record: null }],
    from_name: sender.name,
    from_address: sender.address,
    reply_to: null,
    subject: letter.subject,
    html: null,
    body: withoutSecret(letter.text),
    used: {},
    missing: [],
    template_id: null,
    template_version: null,
    locale: null,
    zone: null,
    headers: {},
    secret_letter: job,
  };
};

const SECRET = /(https?:\/\/\S+#)\S+/g;

/** The letter with the secret half of its links cut. */
export const withoutSecret = (text: string): string => text.replace(SECRET, '$1…');
