import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Content } from '#workflows/definitions/content.ts';
import type { TriggerCommand } from './model.ts';
import { triggersOf } from './store.ts';

interface Wanted {
  id: Id;
  command: TriggerCommand;
}

/** The rules of a version that was just made, and those it has no more: each gets its row, off until it is turned on. */
export const followed = async (desk: Desk, { facts }: Recorded): Promise<Wanted[]> => {
  const workflow_id = facts.workflow_id?.[1] as Id;
  const content = facts.content?.[1] as unknown as Content | undefined;
  const rules = content?.triggers ?? [];
  const rows = await triggersOf(desk, workflow_id);
  const gone = rows.filter(({ key, present }) => present && !rules.some((rule) => rule.key === key));
  return [
    ...rules.map(
      ({ key, on }): Wanted => ({
        id: rows.find((row) => row.key === key)?.id ?? newId(),
        command: { do: 'follow', workflow_id, key, kind: on, present: true },
      }),
    ),
    ...gone.map(
      ({ id, key, kind }): Wanted => ({
        id,
        command: { do: 'follow', workflow_id, key, kind, present: false },
      }),
    ),
  ];
};

/** Of workflows that were turned on: their triggers that are on listen from now on (WF-9). */
export const begunAnew = async ({ tx, practice }: Desk, events: readonly Recorded[]): Promise<Wanted[]> => {
  const workflows = events.map(({ root }) => idOf(root));
  const { rows } = await sql<{ id: Id }>`
    select id from app.trigger where practice_id = ${practice.id} and workflow_id = any(${workflows}) and "on"`.execute(
    tx,
  );
  return rows.map(({ id }) => ({ id, command: { do: 'begin_anew' } }));
};

/**
 * Runs that a trigger started for an authorization which an approved one replaces now, and in which no task is done yet:
 * they are not needed any more (WF-168).
 */
export const needlessRenewals = async ({ tx, practice }: Desk, events: readonly Recorded[]): Promise<Id[]> => {
  const ids = events.map(({ root }) => idOf(root));
  const { rows } = await sql<{ id: Id }>`
    select r.id from app.authorization a
    join app.run r on r.practice_id = a.practice_id and r.refers_to <> '{}' and r.refers_to && array[a.replaces]
      and r.ended_at is null and r.origin = 'event'
    where a.practice_id = ${practice.id} and a.id = any(${ids}) and a.replaces is not null and a.state = 'approved'
      and a.deleted_at is null and not exists (select 1 from app.task t where t.practice_id = r.practice_id and t.run_id = r.id
        and t.kind <> 'action' and t.state = 'done')`.execute(tx);
  return rows.map(({ id }) => id);
};
