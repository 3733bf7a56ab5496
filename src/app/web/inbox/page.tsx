import { Download, MailX, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { STATUSES } from '#inbox/items/model.ts';
import { EXPORTS } from '#inbox/items/rights.ts';
import type { Act } from '#kernel/ui/act.ts';
import { address, type Query } from '#kernel/ui/client.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useKeys } from '#kernel/ui/keys.ts';
import { useOwnColumns } from '#kernel/ui/list/columns.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { View } from '#kernel/ui/list/model.ts';
import { useList, useThing } from '#kernel/ui/query.ts';
import { useWhyNot } from '../me/me.ts';
import { ListMenu } from '../people/list/list-menu.tsx';
import { type Question, useItemActs } from './acts.tsx';
import { useItemBulk } from './bulk.tsx';
import { columnsOf } from './columns.tsx';
import { COUNTS, DELETED, ITEMS, type ItemCounts, type ItemLike, type ItemRow, itemPage } from './data.ts';
import { ItemQuestion } from './dialogs.tsx';
import { FailingMailboxes } from './failing-mailboxes.tsx';
import { FILTERS } from './filters.ts';
import { words as mail } from './mail-words.ts';
import { NewItemSheet } from './new-item.tsx';
import { OwnAddress } from './own-address.tsx';
import { ItemPeek } from './peek.tsx';
import { useInboxViews } from './views.tsx';
import { useStruck } from './views-data.ts';
import { words } from './words.ts';
import './inbox.css';

/** What is over is read by when it was over. */
const LATEST_FIRST = new Set<string>(['approved', 'not_approved', 'completed']);

/** The five tabs, which are the status, with their counts (IN-3, IN-4). */
const viewsOf = (counts: ItemCounts | undefined): View[] =>
  STATUSES.map((tab) => ({
    id: tab,
    label: words.tabs[tab],
    filters: { status: tab },
    sort: LATEST_FIRST.has(tab) ? '-status_at' : '-created_at',
    empty: <Empty tab={tab} />,
    ...(counts ? { count: counts[tab].value } : {}),
  }));

export const Empty = ({ tab, acts }: { tab: keyof typeof words.empty; acts?: readonly Act[] }) => (
  <EmptyState
    title={words.empty[tab][0]}
    text={
      tab === 'outstanding' ? (
        <>
          {words.empty[tab][1]}
          <OwnAddress />
        </>
      ) : (
        words.empty[tab][1]
      )
    }
    {...(acts && { acts })}
  />
);

/** `/inbox`: everything that reached the practice, until a person has dealt with it (inbox.md 4). */
export default function InboxPage() {
  const { data: counts } = useThing<ItemCounts>(COUNTS);
  const views = useMemo(() => viewsOf(counts), [counts]);
  const struck = useStruck();
  const state = useListState({ views, filters: FILTERS, sort: '-created_at', struck });
  const tab = state.view?.id;
  const source = useList<ItemRow>(ITEMS, state.query);
  const [adding, setAdding] = useState(false);
  const [asked, setAsked] = useState<{ item: ItemLike; what: Question }>();
  const acts = useItemActs((item, what) => setAsked({ item, what }));
  const bulk = useItemBulk(tab, source.rows);
  const columns = useMemo(() => columnsOf(tab), [tab]);
  const name = `inbox.${tab}`;
  const { saving, sheet } = useInboxViews(state, useOwnColumns(name, columns));
  useKeys(STATUSES.map((id, at) => ({ key: String(at + 1), label: words.tabs[id], run: () => state.open(id) })));
  const no_export = useWhyNot(EXPORTS);
  const exports = exporting(state.query);
  const add = { id: 'add', label: words.add, key: 'N', run: () => setAdding(true) };
  return (
    <div className="inbox">
      <Place title={words.inbox} main={add} />
      <FailingMailboxes />
      <DataList
        name={name}
        label={words.inbox}
        columns={columns}
        state={state}
        source={source}
        nameOf={(row) => `#${row.number} ${row.subject}`}
        href={(row) => itemPage(row.number)}
        acts={acts}
        bulk={bulk.acts}
        peek={(row) => <ItemPeek row={row} />}
        saving={saving}
        empty={<Empty tab="outstanding" acts={[{ ...add, main: true }]} />}
        tools={
          <>
            <Apart />
            <ListMenu acts={exports.map((act) => ({ ...act, why_not: no_export }))} />
          </>
        }
      />
      {bulk.dialog}
      {sheet}
      {asked && <ItemQuestion {...asked} close={() => setAsked(undefined)} />}
      {adding && <NewItemSheet close={() => setAdding(false)} />}
    </div>
  );
}

/** The files of what the filter shows, in its order (IN-162). */
const exporting = (query: Query): Act[] =>
  (['csv', 'xlsx'] as const).map((format) => ({
    id: `export-${format}`,
    label: words.exports[format],
    icon: <Download />,
    run: () => window.location.assign(address(`/api/v1${ITEMS}.${format}`, query)),
  }));

/** What was set aside or deleted waits apart: neither is a status. */
const Apart = () => (
  <>
    <Go className="tool tool-words" to={ASIDE}>
      <MailX aria-hidden />
      <span className="tool-label">{mail.aside}</span>
    </Go>
    <Go className="tool tool-words" to={DELETED}>
      <Trash2 aria-hidden />
      <span className="tool-label">{words.deleted}</span>
    </Go>
  </>
);

/** The page of mail that made no item. */
const ASIDE = '/inbox/set-aside';
