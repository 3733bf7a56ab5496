import { Mail, MessageSquare, Paperclip } from 'lucide-react';
import { Moment } from '#kernel/ui/day.tsx';
import type { Column } from '#kernel/ui/list/model.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { Countdown } from './countdown.tsx';
import type { MessageRow } from './data.ts';
import { words } from './words.ts';

type Shown = Pick<MessageRow, 'state' | 'saved' | 'bounced_at'>;

/** Its state; sent into the folder is not called sent (ME-77). */
export const MessageChip = ({ message: { state, saved, bounced_at } }: { message: Shown }) => {
  if (bounced_at) return <StateChip state="failed" label={words.bounced} />;
  return <StateChip state={state} label={state === 'sent' && saved ? words.saved : words.states[state]} />;
};

/** When it leaves, or left. */
export const Leaves = ({ message }: { message: Pick<MessageRow, 'state' | 'leaves_at' | 'accepted_at'> }) => {
  if (message.state === 'planned') return <Countdown at={message.leaves_at} />;
  if (message.state === 'started') return <>{words.leaving}</>;
  return <Moment instant={message.accepted_at ?? message.leaves_at} />;
};

const title: Column<MessageRow> = {
  id: 'title',
  label: words.columns.title,
  cell: (row) => (
    <span className="message-title">
      {row.channel === 'email' ? (
        <Mail aria-label={words.channels.email} />
      ) : (
        <MessageSquare aria-label={words.channels.sms} />
      )}
      <span className="cut">{row.title}</span>
      {row.files > 0 && <Paperclip aria-label={words.with_files(row.files)} />}
    </span>
  ),
};
const rest: readonly Column<MessageRow>[] = [
  { id: 'to', label: words.columns.to, cell: (row) => <To row={row} />, width: 190 },
  { id: 'leaves', label: words.columns.leaves, cell: (row) => <Leaves message={row} />, sort: 'leaves_at', width: 136 },
  { id: 'state', label: words.columns.state, cell: (row) => <MessageChip message={row} />, width: 132 },
  {
    id: 'reason',
    label: words.columns.reason,
    cell: (row) => (row.reason ? <span title={row.reason}>{row.reason}</span> : <span className="none">–</span>),
    width: 220,
    off_card: true,
  },
  {
    id: 'class',
    label: words.columns.class,
    cell: (row) => <span className="quiet">{row.test ? words.test : words.classes[row.class]}</span>,
    width: 124,
    off_card: true,
  },
];

export const COLUMNS: readonly Column<MessageRow>[] = [
  title,
  ...rest.slice(0, 1),
  {
    id: 'about',
    label: words.columns.about,
    cell: (row) => row.about ?? <span className="none">–</span>,
    width: 170,
    off_card: true,
    hidden: true,
  },
  ...rest.slice(1),
];

const To = ({ row }: { row: MessageRow }) => (
  <span title={row.to_address}>
    {row.to_name || row.to_address}
    {row.to_more > 0 && <span className="quiet"> {words.more(row.to_more)}</span>}
  </span>
);
