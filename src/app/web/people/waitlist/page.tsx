import { useMemo } from 'react';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import type { View } from '#kernel/ui/list/model.ts';
import { useList } from '#kernel/ui/query.ts';
import type { WaitlistRow } from '#people/persons/waitlists.ts';
import { useMe } from '../../me/me.ts';
import { asked } from '../bulk.ts';
import { PLACES, placeOf, useEveryone, useNameOf } from '../data.ts';
import { peopleOptions } from '../list/filters.ts';
import { useSheets } from '../sheets.tsx';
import { useStartWorkflow } from '../start.ts';
import { words } from '../words.ts';
import { useWaitlistActs } from './acts.tsx';
import { waitlistColumns } from './columns.tsx';
import { WAITLIST, waitlistFilters } from './filters.ts';

const viewsFor = (me: string | undefined): readonly View[] => [
  { id: 'all', label: words.views.all },
  ...(me
    ? [
        {
          id: 'mine',
          label: words.views.mine,
          filters: { assignee: me },
          empty: <EmptyState title={words.waitlist_mine_empty} text={words.waitlist_mine_empty_text} />,
        },
      ]
    : []),
];

/** `/prospects/waitlist`: who waits, in the order of entry (PE-17). */
export default function WaitlistPage() {
  const { member } = useMe();
  const everyone = useEveryone();
  const nameOf = useNameOf();
  const { open, sheet } = useSheets();
  const starting = useStartWorkflow('prospect');
  const views = useMemo(() => viewsFor(member?.id), [member?.id]);
  const filters = useMemo(() => waitlistFilters(peopleOptions(everyone, member?.id)), [everyone, member?.id]);
  const columns = useMemo(() => waitlistColumns({ nameOf }), [nameOf]);
  const state = useListState({ views, filters, sort: 'position' });
  const query = useMemo(() => asked(state.query), [state.query]);
  const source = useList<WaitlistRow>(WAITLIST, query);
  const acts = useWaitlistActs({ open, starting });
  return (
    <>
      <Place title={words.waitlist} parent={{ label: words.prospects, to: PLACES.prospect }} />
      <DataList
        name="waitlist"
        label={words.waitlist}
        columns={columns}
        state={state}
        source={source}
        nameOf={(row) => row.display_name}
        href={(row) => placeOf('prospect', row.person_id)}
        acts={acts}
        no_search
        empty={
          <EmptyState
            title={words.waitlist_empty}
            text={words.waitlist_empty_text}
            acts={[
              { id: 'prospects', label: words.to_prospects, to: PLACES.prospect, main: true },
              { id: 'template', label: words.add_to_waitlist_template, to: '/workflows/templates/add_to_waitlist' },
            ]}
          />
        }
      />
      {sheet}
      {starting.sheet}
    </>
  );
}
