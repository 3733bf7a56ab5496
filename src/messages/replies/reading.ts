import type { Id } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { again } from '#kernel/loop/perform.ts';
import { parseMail } from './mail.ts';
import { readMail } from './mails.ts';
import { rawOf } from './raw.ts';
import type { Reading } from './settling.ts';
import { readReplies } from './store.ts';
import { readText } from './texts.ts';

/** The job that was asked for when something came in: reads and decides it, once however often it runs. */
export const readReply =
  (reading: Reading) =>
  async (practice: Id, data: Record<string, Json>): Promise<void> => {
    const id = data.reply as Id;
    const inOne = <T>(work: (desk: Desk) => Promise<T>): Promise<T> =>
      again(() => inPractice(reading.kernel.db, practice, work));
    const waits = async (desk: Desk) => {
      const reply = (await readReplies(desk, [id])).get(id);
      return reply && !reply.decided_at ? reply : null;
    };
    const kept = await inOne(waits);
    if (!kept) return;
    // Parsed outside of any transaction: a large mail takes its time.
    const mail = kept.channel === 'email' ? await parseMail(await rawOf(reading.storage, practice, id)) : null;
    await inOne(async (desk) => {
      const reply = await waits(desk);
      if (!reply) return;
      await (mail ? readMail(reading, desk, reply, mail) : readText(reading, desk, reply));
    });
  };
