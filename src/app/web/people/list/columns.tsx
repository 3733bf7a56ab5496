import { dateAt } from '#ground/time.ts';
import type { Clock } from '#kernel/ui/clock.tsx';
import { Day } from '#kernel/ui/day.tsx';
import type { Column } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { ROLES, type RoleOnPerson } from '#people/persons/model.ts';
import { NameCell, StatusChip, Text, WorkCell } from '../cells.tsx';
import type { PersonRow, TagRow } from '../facts.ts';
import { TagList } from '../tags.tsx';
import { dayOfYear, monthName, words } from '../words.ts';

/** What cells need to say names and dates. */
export interface Lexicon {
  nameOf: (id: string | null | undefined) => string | null;
  tags: readonly TagRow[];
  clock: Clock;
}

type Columns = Column<PersonRow>[];

const name: Column<PersonRow> = {
  id: 'name',
  label: words.columns.name,
  sort: 'name',
  cell: ({ display_name, do_not_contact, restricted }) => (
    <NameCell name={display_name} do_not_contact={do_not_contact} restricted={restricted} />
  ),
};
const status: Column<PersonRow> = {
  id: 'status',
  label: words.columns.status,
  cell: (row) => <StatusChip status={row.status} />,
  width: 116,
};
const number = (of: (row: PersonRow) => string | null): Column<PersonRow> => ({
  id: 'number',
  label: words.columns.number,
  sort: 'number',
  cell: (row) => <span className="tabular">{of(row) ?? <span className="none">–</span>}</span>,
  width: 100,
  off_card: true,
});
const work: Column<PersonRow> = {
  id: 'work',
  label: words.columns.work,
  cell: (row) => <WorkCell {...row} />,
  width: 124,
};
const role = (which: RoleOnPerson, { nameOf }: Lexicon, hidden = false): Column<PersonRow> => ({
  id: which,
  label: words.roles[which],
  cell: (row) => <Person name={nameOf(row.roles[which])} />,
  width: 148,
  hidden,
});
const tags = ({ tags: all }: Lexicon): Column<PersonRow> => ({
  id: 'tags',
  label: words.columns.tags,
  cell: (row) => <TagList ids={row.tags} tags={all} />,
  width: 180,
  off_card: true,
});
const reach: Columns = [
  { id: 'email', label: words.columns.email, cell: (row) => <Text value={row.email} />, width: 220, hidden: true },
  {
    id: 'phone',
    label: words.columns.phone,
    cell: (row) => <span className="tabular">{row.phone ?? <span className="none">–</span>}</span>,
    width: 150,
    hidden: true,
  },
];
const others = (shown: readonly RoleOnPerson[], lexicon: Lexicon): Columns =>
  ROLES.filter((which) => !shown.includes(which)).map((which) => role(which, lexicon, true));

/** Prospects, as section 4 has them; what one compares first stands first, and the last ones give way. */
export const prospectColumns = (lexicon: Lexicon): Columns => [
  name,
  status,
  {
    id: 'service',
    label: words.columns.service,
    cell: (row) => <Text value={row.service_wanted} />,
    width: 160,
  },
  role('assignee', lexicon),
  {
    id: 'waiting',
    label: words.columns.waiting,
    sort: 'waiting',
    cell: (row) =>
      row.waiting_days === null ? (
        <span className="none">–</span>
      ) : (
        <span className="tabular">{words.days(row.waiting_days)}</span>
      ),
    width: 92,
  },
  work,
  {
    id: 'first_contact',
    label: words.columns.first_contact,
    sort: 'created_at',
    cell: (row) => <Day date={dateAt(row.created_at, lexicon.clock.zone)} short />,
    width: 116,
    off_card: true,
  },
  { id: 'source', label: words.columns.source, cell: (row) => <Text value={row.source} />, width: 120, off_card: true },
  tags(lexicon),
  number((row) => row.prospect_number),
  ...reach,
  ...others(['assignee'], lexicon),
];

export const clientColumns = (lexicon: Lexicon): Columns => [
  name,
  number((row) => row.client_number),
  status,
  role('partner', lexicon),
  role('manager', lexicon),
  { id: 'next_due', label: words.columns.next_due, cell: (row) => <Day date={row.next_due} due short />, width: 134 },
  work,
  {
    id: 'year_end',
    label: words.columns.year_end,
    sort: 'year_end',
    cell: (row) =>
      row.year_end ? (
        <span className="tabular">{dayOfYear(row.year_end, lexicon.clock.locale)}</span>
      ) : (
        <span className="none">–</span>
      ),
    width: 88,
    off_card: true,
  },
  role('assignee', lexicon),
  tags(lexicon),
  {
    id: 'tax_period',
    label: words.columns.tax_period,
    cell: (row) => <Text value={periodWords(row, lexicon)} />,
    width: 160,
    hidden: true,
    off_card: true,
  },
  ...reach,
  ...others(['partner', 'manager', 'assignee'], lexicon),
];

export const periodWords = ({ tax_period }: Pick<PersonRow, 'tax_period'>, { clock }: Pick<Lexicon, 'clock'>) =>
  tax_period &&
  words.from_month(words.frequencies[tax_period.frequency], monthName(tax_period.start_month, clock.locale, 'short'));
