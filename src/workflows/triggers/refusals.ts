import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import { record } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { ref } from '#kernel/decision/rules.ts';
import { originOf } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import type { LogEntry } from './log.ts';
import type { Verb } from './model.ts';

/** The guard against loops did what it is for: nobody has to do anything about it (WF-171). */
const EXPECTED = 'loop';

/**
 * What triggers were refused in one go: an event of the workflow's history each, and a line to whoever published it, with how
 * many and the first reason; record by record it stands in the log (WF-169).
 */
export const tellRefused = async (
  kernel: Kernel,
  desk: Desk,
  caller: Caller,
  entries: readonly LogEntry[],
): Promise<void> => {
  const refused = entries.filter(({ outcome }) => outcome === 'refused');
  if (!refused.length) return;
  const owners = await publishers(desk, [...new Set(refused.map(({ workflow_id }) => workflow_id))]);
  const each = [...Map.groupBy(refused, ({ trigger_id }) => trigger_id)].map(([id, all]) => ({
    id,
    all,
    first: all[0]!,
  }));
  const verb = 'trigger.not_started' satisfies Verb;
  const act_id = newId();
  await record(
    desk,
    originOf(caller),
    each.map(({ id, all, first }) => {
      const facts = { refused: [null, all.length], because: [null, first.because] } as const;
      const event = { verb, thing: ref('trigger', id), facts };
      return { event, act_id, root: ref('workflow', first.workflow_id), personal: [] };
    }),
  );
  const heard = each.flatMap(({ id, all, first }) => {
    const owner = owners.get(first.workflow_id);
    if (!owner?.member || all.every(({ code }) => code === EXPECTED)) return [];
    const title = `A trigger could not start «${owner.name}» on ${plural(all.length, 'record', 'records')}: ${first.because}`;
    return [
      {
        do: 'notify' as const,
        member: owner.member,
        verb,
        thing: ref('trigger', id),
        title,
        url: '/workflows/triggers',
      },
    ];
  });
  await kernel.writers.notify(desk, heard, caller);
};

/** Who published the current version of each, while they are here. */
const publishers = async ({ tx, practice }: Desk, ids: readonly Id[]) => {
  const { rows } = await sql<{ id: Id; name: string; member: Id | null }>`
    select w.id, w.name, m.id as member from app.workflow w
    left join app.workflow_version v on v.practice_id = w.practice_id and v.workflow_id = w.id and v.n = w.current_version
    left join app.member m on m.practice_id = w.practice_id and 'member:' || m.id = v.published_by and m.state = 'active'
    where w.practice_id = ${practice.id} and w.id = any(${ids})`.execute(tx);
  return new Map(rows.map(({ id, ...owner }) => [id, owner]));
};
