import { FileText, Hand, Lock, Mail, NotebookPen, Pause, SignalHigh, StickyNote, TriangleAlert } from 'lucide-react';
import type { Origin } from '#inbox/items/model.ts';
import { Day, Moment } from '#kernel/ui/day.tsx';
import type { Column } from '#kernel/ui/list/model.ts';
import { Person } from '#kernel/ui/person.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { useTags } from '../people/data.ts';
import { TagList } from '../people/tags.tsx';
import type { ItemRow } from './data.ts';
import { words as mail } from './mail-words.ts';
import { Owner } from './owner.tsx';
import { Verdict } from './verdict.tsx';
import { words } from './words.ts';

const ICONS: Record<Origin, typeof Mail> = { manual: Hand, email: Mail, form: NotebookPen, document: FileText };

/** Where it came from, as a sign with its word. */
export const OriginSign = ({ origin }: { origin: Origin }) => {
  const Icon = ICONS[origin];
  return (
    <span className="item-sign" title={words.origins[origin]}>
      <Icon aria-hidden />
      <span className="unseen">{words.origins[origin]}</span>
    </span>
  );
};

/** What sets an item apart, each as a sign with its word: confidential, high, waiting, noted. */
const Signs = ({ row }: { row: ItemRow }) => (
  <>
    {row.confidential && (
      <span className="item-sign" title={words.confidential}>
        <Lock aria-label={words.confidential} />
      </span>
    )}
    {row.priority === 'high' && (
      <span className="item-sign" data-strong="" title={words.high}>
        <SignalHigh aria-label={words.high} />
      </span>
    )}
    {row.hold && (
      <span className="item-sign" title={words.on_hold(row.hold.why)}>
        <Pause aria-label={words.on_hold(row.hold.why)} />
      </span>
    )}
    {row.marks.length > 0 && (
      <span className="item-sign" data-strong="" title={marksOf(row)}>
        <TriangleAlert aria-label={marksOf(row)} />
      </span>
    )}
    {row.notes > 0 && (
      <span className="item-sign" title={words.notes_of(row.notes)}>
        <StickyNote aria-label={words.notes_of(row.notes)} />
      </span>
    )}
  </>
);

const marksOf = ({ marks }: ItemRow): string => marks.map((mark) => mail.marks[mark]).join(' ');

/** The tags that people put on it. */
export const ItemTags = ({ ids }: { ids: readonly string[] }) => <TagList ids={ids} tags={useTags()} />;

export const None = () => <span className="none">–</span>;

const subject: Column<ItemRow> = {
  id: 'subject',
  label: words.columns.subject,
  cell: (row) => (
    <span className="item-subject">
      <OriginSign origin={row.origin} />
      <span className="item-number tabular">#{row.number}</span>
      <span className="cut">{row.subject}</span>
      <Signs row={row} />
    </span>
  ),
};

/** Its client by name, or who it is about. */
export const About = ({ row }: { row: Pick<ItemRow, 'client' | 'client_inactive' | 'contact'> }) => {
  const name = row.client ?? row.contact?.name ?? row.contact?.email ?? row.contact?.phone;
  if (!name) return <None />;
  return (
    <span className="cut" title={row.client_inactive ? words.client_inactive : undefined}>
      {name}
      {row.client_inactive && <span className="quiet"> {words.client_inactive.toLowerCase()}</span>}
    </span>
  );
};

const client: Column<ItemRow> = {
  id: 'client',
  label: words.columns.client,
  cell: (row) => <About row={row} />,
  width: 160,
};
/** Beside the sender, who is not the client before somebody says so. */
const clientAlone: Column<ItemRow> = {
  ...client,
  cell: (row) => (row.source && !row.client ? <None /> : <About row={row} />),
};
const sender: Column<ItemRow> = {
  id: 'sender',
  label: words.columns.sender,
  cell: ({ source }) =>
    source ? (
      <span className="item-owner">
        <Verdict {...source} worded={source.verdict === 'failed'} />
        <span className="cut" title={source.from}>
          {source.name || source.from || mail.no_sender}
        </span>
      </span>
    ) : (
      <None />
    ),
  width: 180,
};
const assignee: Column<ItemRow> = {
  id: 'assignee',
  label: words.columns.assignee,
  cell: (row) => (row.assignee ? <Owner item={row} short /> : <None />),
  width: 168,
};
const due: Column<ItemRow> = {
  id: 'due',
  label: words.columns.due,
  sort: 'due_on',
  cell: (row) => <Day date={row.due_on} due={row.overdue} />,
  width: 176,
};
const received: Column<ItemRow> = {
  id: 'received',
  label: words.columns.received,
  sort: 'created_at',
  cell: (row) => <Moment instant={row.created_at} />,
  width: 140,
};
const since: Column<ItemRow> = {
  id: 'since',
  label: words.columns.changed,
  sort: 'status_at',
  cell: (row) => <Moment instant={row.status_at} />,
  width: 140,
  hidden: true,
  off_card: true,
};
const decided: readonly Column<ItemRow>[] = [
  {
    id: 'decided_by',
    label: words.columns.decided_by,
    cell: ({ decision }) =>
      decision?.by ? (
        <Person name={decision.by} {...(decision.acting_for && { deputy_for: decision.acting_for })} />
      ) : (
        <None />
      ),
    width: 168,
  },
  {
    id: 'decided_at',
    label: words.columns.decided_at,
    sort: 'status_at',
    cell: ({ decision }) => <Moment instant={decision?.at} />,
    width: 140,
  },
  {
    id: 'instructions',
    label: words.columns.instructions,
    cell: ({ decision }) =>
      decision?.instructions ? (
        <span className="cut" title={decision.instructions}>
          {decision.instructions}
        </span>
      ) : (
        <None />
      ),
    width: 220,
    off_card: true,
  },
];
const completed: readonly Column<ItemRow>[] = [
  {
    id: 'decision',
    label: words.columns.decision,
    cell: ({ decision }) =>
      decision ? <StateChip state={decision.value} label={words.tabs[decision.value]} /> : <None />,
    width: 132,
  },
  {
    id: 'completed_by',
    label: words.columns.completed_by,
    cell: (row) => (row.completed?.by ? <Person name={row.completed.by} /> : <None />),
    width: 168,
  },
  {
    id: 'completed_at',
    label: words.columns.completed_at,
    sort: 'status_at',
    cell: (row) => <Moment instant={row.completed?.at} />,
    width: 140,
  },
];
const deleted: readonly Column<ItemRow>[] = [
  {
    id: 'was',
    label: words.columns.from,
    cell: (row) => <StateChip state={row.status} label={words.tabs[row.status]} />,
    width: 132,
  },
  {
    id: 'deleted_by',
    label: words.columns.deleted_by,
    cell: (row) => (row.deleted?.by ? <Person name={row.deleted.by} /> : <None />),
    width: 168,
  },
  {
    id: 'deleted_at',
    label: words.columns.deleted_at,
    cell: (row) => <Moment instant={row.deleted?.at} />,
    width: 140,
  },
];

const category: Column<ItemRow> = {
  id: 'category',
  label: words.columns.category,
  cell: (row) => (row.category ? <span className="cut">{row.category}</span> : <None />),
  width: 150,
  off_card: true,
  hidden: true,
};

const tags: Column<ItemRow> = {
  id: 'tags',
  label: words.columns.tags,
  cell: (row) => <ItemTags ids={row.tags} />,
  width: 180,
  off_card: true,
  hidden: true,
};

/** What one compares in each tab (inbox.md 4). */
export const columnsOf = (tab: string | undefined): readonly Column<ItemRow>[] => {
  switch (tab) {
    case 'approved':
    case 'not_approved':
      return [subject, client, category, tags, ...decided, received];
    case 'completed':
      return [subject, client, category, tags, ...completed, received];
    case 'deleted':
      return [subject, client, ...deleted];
    default:
      return [subject, sender, clientAlone, category, tags, assignee, due, received, since];
  }
};
