import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Effect } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { addBusinessDays } from '#workflows/dates/rules.ts';
import { ABOUT } from '#workflows/runs/visible.ts';
import { caller } from '../reacting.ts';

interface Row {
  id: Id;
  run_id: Id | null;
  member: Id;
  title: string;
  about: string | null;
  due_on: PlainDate;
}

/**
 * The morning's look at dates: what is due before the next business day is over, and what became overdue since the last one,
 * told to whoever has it (WF-185).
 */
export const tellOfDates = async (kernel: Kernel, desk: Desk): Promise<void> => {
  const { tx, practice, today } = desk;
  const { rows } = await sql<Row>`
    select r.id, r.run_id, r.assignee_id as member, r.title, r.due_on, coalesce(p.display_name, e.display_name) as about
    from app.task r
    join app.member m on m.practice_id = r.practice_id and m.id = r.assignee_id and m.state = 'active'
    left join app.run run on run.practice_id = r.practice_id and run.id = r.run_id
    left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
    left join app.employee e on e.practice_id = r.practice_id and e.id = r.subject_id
    where r.practice_id = ${practice.id} and r.state in ('ready', 'in_progress') and r.kind <> 'action'
      and r.due_on between ${addBusinessDays(today, -1, practice)} and ${addBusinessDays(today, 1, practice)} and r.due_on <> ${today}
      and run.state is distinct from 'on_hold' order by r.due_on, r.id`.execute(tx);
  await kernel.writers.notify(
    desk,
    rows.map((row) => noticeOf(row, desk)),
    caller(),
  );
};

const noticeOf = (
  { id, run_id, member, title, about, due_on }: Row,
  { today }: Desk,
): Extract<Effect, { do: 'notify' }> => {
  const late = due_on < today;
  return {
    do: 'notify',
    member,
    verb: late ? 'task.overdue' : 'task.due_tomorrow',
    thing: ref('task', id),
    title: `«${title}»${about ? ` for ${about}` : ''} ${late ? 'is overdue' : `is due on ${due_on}`}`,
    url: run_id ? `/runs/${run_id}?task=${id}` : `/my-work?task=${id}`,
  };
};
