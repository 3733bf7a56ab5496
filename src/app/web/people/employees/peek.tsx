import { Day } from '#kernel/ui/day.tsx';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import type { TagRow } from '../facts.ts';
import { RunLines } from '../record/run-lines.tsx';
import { TagList } from '../tags.tsx';
import { EmployeeStatusChip, SignInChip } from './cells.tsx';
import type { EmployeeRow } from './facts.ts';
import { words } from './words.ts';

/** An employee beside the list. */
export const EmployeePeek = ({ row, tags }: { row: EmployeeRow; tags: readonly TagRow[] }) => (
  <div className="peek-stack">
    <Facts facts={factsOf(row, tags)} />
    {row.open_runs > 0 && <RunLines subject={row.id} />}
  </div>
);

const text = (label: string, value: string | null | undefined): Fact[] => (value ? [{ label, value }] : []);

const factsOf = (row: EmployeeRow, tags: readonly TagRow[]): Fact[] => [
  { label: words.columns.status, value: <EmployeeStatusChip status={row.status} /> },
  ...text(words.columns.job_title, row.job_title),
  ...text(words.columns.team, row.team),
  ...text(words.columns.manager, row.manager?.display_name),
  { label: words.columns.start, value: <Day date={row.start_on} /> },
  ...(row.end_on ? [{ label: words.columns.end, value: <Day date={row.end_on} /> }] : []),
  { label: words.columns.sign_in, value: <SignInChip status={row.status} sign_in={row.sign_in} /> },
  ...(row.tags.length ? [{ label: words.columns.tags, value: <TagList ids={row.tags} tags={tags} /> }] : []),
];
