import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';
import { again } from '#kernel/loop/perform.ts';
import type { Reading } from './settling.ts';
import { readReplies } from './store.ts';
import { readText } from './texts.ts';

/** The job that was asked for when something came in: reads and decides it, once however often it runs. */
export const readReply =
  (reading: Reading) =>
  async (practice: Id, data: Record<string, Json>): Promise<void> => {
    const id = data.reply as Id;
    await again(() =>
      inPractice(reading.kernel.db, practice, async (desk) => {
        const reply = (await readReplies(desk, [id])).get(id);
        if (reply && !reply.decided_at) await readText(reading, desk, reply);
      }),
    );
  };
