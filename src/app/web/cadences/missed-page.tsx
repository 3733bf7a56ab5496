import { writes } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { Day, Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { BulkAct, Column, View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../me/me.ts';
import { CADENCES, cadencePage, type DateRow, MISSED, useRefreshCadences } from './data.ts';
import { useDateActs } from './date-acts.tsx';
import { DateState } from './dates-tab.tsx';
import { words } from './words.ts';
import './cadences.css';

type Row = DateRow & { id: string };

const VIEWS: View[] = [
  { id: 'all', label: words.missed_views.all, filters: {} },
  { id: 'skipped', label: words.missed_views.skipped, filters: { state: 'skipped' } },
  { id: 'late', label: words.missed_views.deployed, filters: { state: 'deployed' } },
];

const COLUMNS: Column<Row>[] = [
  { id: 'client', label: words.client, cell: ({ name }) => name },
  {
    id: 'series',
    label: words.cadences,
    cell: ({ series, series_name }) => (
      <Go className="link" to={cadencePage(series)}>
        {series_name}
      </Go>
    ),
    width: 200,
  },
  { id: 'start', label: words.start, cell: ({ start }) => <Day date={start} short />, width: 120 },
  { id: 'due', label: words.due, cell: ({ due }) => <Day date={due} />, width: 170 },
  { id: 'state', label: words.state, cell: (row) => <DateState row={row} />, width: 320 },
  { id: 'late', label: words.missed, cell: ({ late_at }) => <Moment instant={late_at} />, width: 150, off_card: true },
];

/** `/cadences/missed`: what an outage held up, created late or skipped, with a way to create it (CA-47). */
export default function MissedPage() {
  const state = useListState({ views: VIEWS });
  const source = useList<Row>(MISSED, state.query);
  const why_not = useWhyNot(writes('workflows', 'workflows.launch'));
  const acts = useDateActs(() => undefined);
  const refresh = useRefreshCadences();
  const create: BulkAct = {
    id: 'create',
    label: words.create_skipped,
    run: async ({ ids }) => {
      const chosen = source.rows.filter(({ id, state: at }) => ids.includes(id) && at === 'skipped');
      const dates = chosen.map(({ series, client, key }) => ({ series, client, key }));
      if (!dates.length) return;
      const { done } = await api.post<{ done: number }>('/occurrences/bulk', {
        command: { do: 'restore' },
        ids: dates,
      });
      toast(words.created_many(done));
      await refresh();
    },
  };
  return (
    <div className="cadences">
      <Place title={words.missed} parent={{ label: words.cadences, to: CADENCES }} />
      <DataList
        name="missed"
        label={words.missed}
        columns={COLUMNS}
        state={state}
        source={source}
        nameOf={({ name, start }) => `${name} ${start}`}
        acts={(row) => acts(row, why_not)}
        {...(why_not ? {} : { bulk: [create] })}
        no_search
        empty={<EmptyState title={words.missed_empty} text={words.missed_empty_text} />}
      />
    </div>
  );
}
