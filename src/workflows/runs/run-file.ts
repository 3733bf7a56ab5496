import type { Desk } from '#kernel/database/practice.ts';
import type { Caller } from '#kernel/loop/room.ts';
import { type Column, EXPORT_MOST, exportFile } from '#people/fields/exporting.ts';
import { listRuns, type RunFilter, type RunRow } from './run-list.ts';

/** What the dashboard shows under its filters, as a file, a row per run (WF section 5, PL-S13). */
export const runsFile = async (
  desk: Desk,
  caller: Caller,
  filter: Omit<RunFilter, 'limit' | 'sort'>,
): Promise<string> => {
  const { items } = await listRuns(desk, { ...filter, limit: EXPORT_MOST, sort: 'started_at' }, caller.who);
  return exportFile(desk, caller, { list: 'runs', filter, columns: COLUMNS }, items);
};

const COLUMNS: readonly Column<RunRow>[] = [
  ['workflow', (row) => row.workflow],
  ['version', (row) => row.workflow_version],
  ['subject', (row) => row.subject],
  ['subject_kind', (row) => row.launched_as],
  ['state', (row) => row.state],
  ['owner', (row) => row.owner],
  ['now', (row) => row.current_steps.join('; ')],
  ['steps_done', (row) => row.done_count],
  ['steps', (row) => row.step_count],
  ['next_due', (row) => row.next_due],
  ['overdue_tasks', (row) => row.overdue_tasks],
  ['needs_attention', (row) => row.needs_attention],
  ['on_hold', (row) => row.holds.map(({ reason }) => reason).join('; ')],
  ['period_end', (row) => row.period_end],
  ['run_date', (row) => row.run_date],
  ['started_by', (row) => row.starter ?? row.origin],
  ['started_at', (row) => row.started_at],
  ['ended_at', (row) => row.ended_at],
  ['ended_reason', (row) => row.ended_reason],
];
