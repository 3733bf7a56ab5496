import { Mail, MessageSquare } from 'lucide-react';
import { dateAt } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { Day } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import type { Column } from '#kernel/ui/list/model.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { SuppressionRow } from '#messages/addresses/lists.ts';
import { Text } from '../../people/cells.tsx';
import { placeOf } from '../../people/data.ts';
import { words } from './words.ts';

const { columns: said } = words;

export const COLUMNS: Column<SuppressionRow>[] = [
  { id: 'address', label: said.address, sort: 'address', cell: (row) => <Address row={row} /> },
  { id: 'reason', label: said.reason, cell: ({ reason }) => words.reasons[reason], width: 152 },
  { id: 'reach', label: said.reach, cell: (row) => <Stops row={row} />, width: 116 },
  { id: 'since', label: said.since, sort: 'since', cell: ({ since }) => <Since at={since} />, width: 108 },
  {
    id: 'evidence',
    label: said.evidence,
    cell: ({ evidence }) => <Text value={evidence} />,
    width: 160,
    off_card: true,
  },
  { id: 'held_by', label: said.held_by, cell: (row) => <HeldBy row={row} />, width: 140 },
  {
    id: 'by',
    label: said.by,
    cell: ({ by_name }) => <Text value={by_name} />,
    width: 130,
    hidden: true,
    off_card: true,
  },
];

const Address = ({ row: { channel, address } }: { row: SuppressionRow }) => (
  <span className="channel-address">
    <span title={words.channels[channel]}>
      {channel === 'email' ? <Mail aria-hidden /> : <MessageSquare aria-hidden />}
      <span className="unseen">{words.channels[channel]}</span>
    </span>
    <span className={channel === 'sms' ? 'cut tabular' : 'cut'}>{address}</span>
  </span>
);

const Stops = ({ row: { reach } }: { row: SuppressionRow }) => (
  <StateChip state={reach === 'all' ? 'failed' : 'paused'} label={words.reaches[reach]} />
);

const Since = ({ at }: { at: string }) => <Day date={dateAt(at, useClock().zone)} short />;

const HeldBy = ({ row: { held_by } }: { row: SuppressionRow }) => {
  if (held_by.length === 0) return <span className="none">–</span>;
  return (
    <span className="tags">
      {held_by.map(({ id, kind, display_name }) => (
        <Go key={id} className="link cut" to={placeOf(kind, id)}>
          {display_name}
        </Go>
      ))}
    </span>
  );
};
