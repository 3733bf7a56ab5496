import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import { ref } from '#kernel/decision/rules.ts';
import { ABOUT } from '#workflows/runs/visible.ts';
import type { DigestPart } from './model.ts';

interface Row {
  member: Id;
  id: Id;
  kind: 'task' | 'review';
  turn: number | null;
  state: 'ready' | 'in_progress';
  title: string;
  due_on: PlainDate | null;
  about: string | null;
  about_id: Id | null;
  workflow: string | null;
}

/**
 * Open tasks of members, and reviews that wait in the pool of their role. What is on hold waits, and is in no digest (WF-42).
 */
export const openTasks: DigestPart = async ({ tx, practice }, members) => {
  const { rows } = await sql<Row>`
    with mine as (
      select r.assignee_id as member, r.* from app.task r
      where r.practice_id = ${practice.id} and r.assignee_id = any(${members}) and r.state in ('ready', 'in_progress') and r.kind <> 'action'
      union all
      select m.id as member, r.* from app.member m
      join app.task r on r.practice_id = m.practice_id and r.pool_role_id = m.role_id and r.assignee_id is null
      where m.practice_id = ${practice.id} and m.id = any(${members}) and r.state in ('ready', 'in_progress') and r.kind = 'review')
    select r.member, r.id, r.kind, r.turn, r.state, r.title, r.due_on, coalesce(p.display_name, e.display_name) as about,
      coalesce(r.client_id, r.subject_id) as about_id, w.name as workflow
    from mine r
    left join app.run run on run.practice_id = r.practice_id and run.id = r.run_id
    left join app.workflow w on w.practice_id = r.practice_id and w.id = run.workflow_id
    left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
    left join app.employee e on e.practice_id = r.practice_id and e.id = r.subject_id
    where run.state is distinct from 'on_hold'`.execute(tx);
  const work = rows.map(({ member, id, kind, turn, state, workflow, ...row }) => ({
    member,
    ...row,
    thing: ref('task', id),
    part_of: workflow,
    is: kind === 'review' && turn ? ('review' as const) : state === 'ready' ? ('ready' as const) : ('begun' as const),
    url: `/my-work/${id}`,
  }));
  return Map.groupBy(work, ({ member }) => member);
};
