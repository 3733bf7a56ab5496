import { Place } from '#kernel/ui/frame/place.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import { useList } from '#kernel/ui/query.ts';
import { useItemActs } from './acts.tsx';
import { useItemBulk } from './bulk.tsx';
import { columnsOf } from './columns.tsx';
import { ITEMS, type ItemRow, itemPage } from './data.ts';
import { Empty } from './page.tsx';
import { words } from './words.ts';
import './inbox.css';

const GONE = { status: 'deleted' };
const COLUMNS = columnsOf('deleted');

/** `/inbox/deleted`: what was deleted, with who did it and where it stood, until it is restored (IN-131). */
export default function DeletedPage() {
  const state = useListState({ fixed: GONE, sort: '-created_at' });
  const source = useList<ItemRow>(ITEMS, state.query);
  const acts = useItemActs(() => {});
  const bulk = useItemBulk('deleted', source.rows);
  return (
    <div className="inbox">
      <Place title={words.deleted} parent={{ label: words.inbox, to: '/inbox' }} />
      <DataList
        name="inbox.deleted"
        label={words.deleted}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={(row) => `#${row.number} ${row.subject}`}
        href={(row) => itemPage(row.number)}
        acts={acts}
        bulk={bulk.acts}
        empty={<Empty tab="deleted" />}
      />
    </div>
  );
}
