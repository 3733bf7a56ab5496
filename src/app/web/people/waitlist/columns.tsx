import { Day } from '#kernel/ui/day.tsx';
import type { Column } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import type { WaitlistRow } from '#people/persons/waitlists.ts';
import { NameCell, Text } from '../cells.tsx';
import type { Lexicon } from '../list/columns.tsx';
import { words } from '../words.ts';

/** The waitlist, as section 4 has it; the place stands before the name, as in any numbered list, on a card too. */
export const waitlistColumns = ({ nameOf }: Pick<Lexicon, 'nameOf'>): Column<WaitlistRow>[] => [
  {
    id: 'position',
    label: words.columns.place_and_name,
    sort: 'position',
    cell: ({ position, display_name, do_not_contact, restricted }) => (
      <span className="waiting-name">
        <span className="unseen">{words.columns.position} </span>
        <span className="waiting-place">{position.toLocaleString('en')}</span>
        <NameCell name={display_name} do_not_contact={do_not_contact} restricted={restricted} />
      </span>
    ),
  },
  { id: 'service', label: words.columns.service, cell: (row) => <Text value={row.service} />, width: 200 },
  {
    id: 'entered',
    label: words.columns.entered,
    cell: (row) => <Day date={row.entered_on} short />,
    width: 132,
    off_card: true,
  },
  {
    id: 'waiting',
    label: words.columns.waiting,
    cell: (row) => <span className="tabular">{words.days(row.waiting_days)}</span>,
    width: 92,
  },
  {
    id: 'earliest',
    label: words.columns.earliest,
    cell: (row) => <Day date={row.earliest_start_on} short />,
    width: 132,
    off_card: true,
  },
  { id: 'assignee', label: words.roles.assignee, cell: (row) => <Person name={nameOf(row.assignee)} />, width: 148 },
];
