import { Day } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import { ROLES } from '#people/persons/model.ts';
import { StatusChip, WorkCell } from '../cells.tsx';
import type { PersonRow } from '../facts.ts';
import { RunLines } from '../record/run-lines.tsx';
import { TagList } from '../tags.tsx';
import { dayOfYear, words } from '../words.ts';
import { type Lexicon, periodWords } from './columns.tsx';

/** A prospect or client beside the list: how to reach them, who looks after them, what is under way. */
export const PersonPeek = ({ row, lexicon }: { row: PersonRow; lexicon: Lexicon }) => (
  <div className="peek-stack">
    <Facts facts={factsOf(row, lexicon)} />
    {row.open_runs > 0 && <RunLines subject={row.id} />}
  </div>
);

const factsOf = (row: PersonRow, lexicon: Lexicon): Fact[] => [
  { label: words.columns.status, value: <StatusChip status={row.status} /> },
  ...when(row.waiting_days !== null, words.columns.waiting, words.days(row.waiting_days ?? 0)),
  ...when(row.do_not_contact, words.filters.contact, <span className="late">{words.do_not_contact}</span>),
  ...when(
    row.email,
    words.columns.email,
    <a className="link" href={`mailto:${row.email}`}>
      {row.email}
    </a>,
  ),
  ...when(
    row.phone,
    words.columns.phone,
    <a className="link tabular" href={`tel:${row.phone}`}>
      {row.phone}
    </a>,
  ),
  ...when(row.service_wanted, words.columns.service, row.service_wanted),
  ...when(row.source, words.columns.source, row.source),
  ...ROLES.filter((role) => row.roles[role]).map((role) => ({
    label: words.roles[role],
    value: <Person name={lexicon.nameOf(row.roles[role])} />,
  })),
  ...when(row.year_end, words.columns.year_end, row.year_end && dayOfYear(row.year_end, lexicon.clock.locale)),
  ...when(row.tax_period, words.columns.tax_period, periodWords(row, lexicon)),
  ...when(row.tags.length, words.columns.tags, <TagList ids={row.tags} tags={lexicon.tags} />),
  ...when(row.overdue_tasks, words.columns.work, <WorkCell {...row} />),
  ...when(row.next_due, words.columns.next_due, <Day date={row.next_due} due />),
];

const when = (there: unknown, label: string, value: React.ReactNode): Fact[] => (there ? [{ label, value }] : []);
