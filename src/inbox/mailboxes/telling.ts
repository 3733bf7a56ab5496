import type { Id } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { yes } from '../arrivals/making.ts';
import { machine } from '../arrivals/receiving.ts';
import { isFailing, retryMs } from './polling.ts';
import { noteFailure, noteRead } from './progress.ts';
import { mailboxes, mailboxOf } from './store.ts';

/** How a mailbox does, as polling finds it (IN-52). */

/** It was read; one that was failing has recovered. */
export const tellRead = (kernel: Kernel, practice: Id, id: Id): Promise<void> =>
  inPractice(kernel.db, practice, async (desk) => {
    await noteRead(desk, id);
    if ((await mailboxOf(desk, id))?.failing_since)
      yes(await act(kernel, desk, machine(), mailboxes, [{ id, command: { do: 'is_ok' } }]));
  });

/** It could not be read, in the server's words; after 15 minutes of it people are told, once. Gives when to try again, in milliseconds. */
export const tellFailure = (
  kernel: Kernel,
  practice: Id,
  { id, because }: { id: Id; because: string },
): Promise<number> =>
  inPractice(kernel.db, practice, async (desk) => {
    if (!(await mailboxOf(desk, id))?.on) return retryMs(1);
    const { failures, failed_since } = await noteFailure(desk, id);
    const command = { do: 'is_failing' as const, because };
    if (isFailing(failed_since, desk.now)) yes(await act(kernel, desk, machine(), mailboxes, [{ id, command }]));
    return retryMs(failures);
  });
