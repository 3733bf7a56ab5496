import { Day } from '#kernel/ui/day.tsx';
import type { Column } from '#kernel/ui/list/model.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { AuthorizationStatus } from '#people/authorizations/status.ts';
import { Text } from '../cells.tsx';
import type { AuthorizationRow } from './facts.ts';
import { capital, words } from './words.ts';

const CHIP: Readonly<Record<AuthorizationStatus, string>> = {
  pending: 'ready',
  upcoming: 'planned',
  in_force: 'active',
  expired: 'off',
  ended: 'inactive',
};

export const AuthorizationChip = ({ status }: { status: AuthorizationStatus }) => (
  <StateChip state={CHIP[status]} label={words.statuses[status]} />
);

/** Its number; «Not required» where it needs none, and nothing while it is pending, which its status says (PE-54). */
export const NumberCell = ({ number, state }: Pick<AuthorizationRow, 'number' | 'state'>) => {
  if (number) return <span className="tabular">{number}</span>;
  return state === 'not_required' ? (
    <span className="quiet">{words.states[state]}</span>
  ) : (
    <span className="none">–</span>
  );
};

const Count = ({ n }: { n: number }) => (n ? <span className="tabular">{n}</span> : <span className="none">–</span>);

const Left = ({ row }: { row: AuthorizationRow }) =>
  row.days_left === null || row.days_left < 0 || row.ended_on ? (
    <span className="none">–</span>
  ) : (
    <span className="tabular">{words.days(row.days_left)}</span>
  );

const client: Column<AuthorizationRow> = {
  id: 'client',
  label: words.columns.client,
  sort: 'client',
  cell: (row) => row.client.display_name,
};
const kind: Column<AuthorizationRow> = {
  id: 'kind',
  label: words.columns.kind,
  sort: 'kind',
  cell: (row) => capital(row.kind),
  width: 160,
};

const rest: readonly Column<AuthorizationRow>[] = [
  { id: 'status', label: words.columns.status, cell: (row) => <AuthorizationChip status={row.status} />, width: 112 },
  { id: 'number', label: words.columns.number, cell: (row) => <NumberCell {...row} />, width: 116 },
  {
    id: 'to',
    label: words.columns.to,
    sort: 'valid_to',
    cell: (row) =>
      row.valid_to ? <Day date={row.valid_to} short /> : <span className="quiet">{words.open_ended}</span>,
    width: 132,
  },
  { id: 'left', label: words.columns.left, cell: (row) => <Left row={row} />, width: 84 },
  {
    id: 'from',
    label: words.columns.from,
    cell: (row) => <Day date={row.valid_from} short />,
    width: 132,
    off_card: true,
  },
  {
    id: 'granted_by',
    label: words.columns.granted_by,
    cell: (row) => <Text value={row.granted_by} />,
    width: 140,
    off_card: true,
  },
  {
    id: 'runs',
    label: words.columns.runs,
    cell: (row) => <Count n={row.runs} />,
    width: 64,
    align: 'right',
    off_card: true,
  },
  {
    id: 'lines',
    label: words.columns.lines,
    cell: (row) => <Count n={row.line_count} />,
    width: 64,
    align: 'right',
    off_card: true,
  },
];

/** As section 4 has them; what one compares first stands first, and the last ones give way. */
export const COLUMNS: readonly Column<AuthorizationRow>[] = [client, kind, ...rest];
/** On the client's own page the client goes without saying. */
export const CLIENT_COLUMNS: readonly Column<AuthorizationRow>[] = [{ ...kind, width: 200 }, ...rest];
