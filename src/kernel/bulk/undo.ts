import { type Id, newId } from '#ground/id.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { CHUNK } from '#kernel/loop/many.ts';
import { again } from '#kernel/loop/perform.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { AT_ONCE, bulkRefusal, type Place, queueBulk, undoRows } from './bulk.ts';
import { doneRows, keepDone, keepWaiting, markUndone, type Operation, readOperation } from './store.ts';

/** An operation is seen by whoever started it, and by whoever reads the audit; to others it is absent (PL-35). */
export const maySee = (who: Who, operation: Operation | undefined): operation is Operation =>
  !!operation && (operation.actor === who.actor || can(who, reads('settings', 'audit.read')) === null);

/**
 * Takes a whole bulk operation back as a new one (PL-74): up to 1,000 rows at once, more by the workers. Rows changed since
 * are refused and listed (WF-153). Answers the new operation's id.
 */
export const undoBulk = async (kernel: Kernel, place: Place, id: Id): Promise<{ yes: true; id: Id } | Refusal> => {
  const found = await inPractice(kernel.db, place.practice_id, async (desk) => {
    const operation = await readOperation(desk, id);
    if (!maySee(place.caller.who, operation)) return notFound();
    return undoRefusal(operation) ?? { operation, rows: await doneRows(desk, id) };
  });
  if ('yes' in found) return found;
  const { operation, rows } = found;
  const no = bulkRefusal(place.caller, rows.length, 'each');
  if (no) return no;
  const kept = keptOf(place, operation);
  if (rows.length > AT_ONCE)
    await inPractice(kernel.db, place.practice_id, async (desk) => {
      await keepWaiting(desk, kept, rows);
      await queueBulk(kernel, desk, place.caller, kept.id);
    });
  else
    for (let i = 0; i < rows.length; i += CHUNK)
      await again(() =>
        inPractice(kernel.db, place.practice_id, async (desk) => {
          await keepDone(desk, kept, await undoRows(kernel, desk, kept.caller, rows.slice(i, i + CHUNK)));
          await markUndone(desk, kept.id, operation.id);
        }),
      );
  return { yes: true, id: kept.id };
};

const undoRefusal = (operation: Operation): Refusal | null => {
  if (operation.state === 'running')
    return refused('still_running', 'This is still running. Cancel it first, then take back what it did.');
  if (operation.state === 'undone') return refused('already_undone', 'This was taken back already.');
  return operation.done ? null : refused('nothing_done', 'This changed nothing, so there is nothing to take back.');
};

const keptOf = (place: Place, { id, room, command, title, thing_kind }: Operation) => {
  const own = newId();
  const caller = { ...place.caller, bulk: own };
  return { id: own, room, command, title: `Undo: ${title}`, thing_kind, mode: 'each' as const, undo_of: id, caller };
};
