import { useParams } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { Day } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { ThingPage } from '#kernel/ui/thing-page.tsx';
import { TimelineTab } from '../people/record/timeline-tab.tsx';
import { type Question, useItemActs } from './acts.tsx';
import { ITEMS, type ItemDetail, type ItemLike, numbered } from './data.ts';
import { ItemQuestion } from './dialogs.tsx';
import { useEvidence } from './evidence.tsx';
import { factsOf, Standing } from './facts.tsx';
import { EditItemSheet } from './new-item.tsx';
import { Notes } from './notes.tsx';
import { Owner } from './owner.tsx';
import { Proposals } from './proposals.tsx';
import { Said } from './said.tsx';
import { words } from './words.ts';
import '../people/record/record.css';
import './inbox.css';

/** `/inbox/$number`: one item, what may be done with it now, and what happened (inbox.md 4). */
export default function ItemPage() {
  const { number = '' } = useParams({ strict: false });
  const { data, error, refetch } = useThing<ItemDetail>(`${ITEMS}/by-number/${number}`);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Loaded item={data} /> : <PageSkeleton />;
}

/** What is done most stands as buttons; the rest waits in the menu. */
const BUTTONS = 4;

/** In the menu what can be done comes first, what cannot last. */
const lateness = ({ why_not, danger }: Act): number => (why_not ? 2 : danger ? 1 : 0);

const Loaded = ({ item }: { item: ItemDetail }) => {
  const [asked, setAsked] = useState<{ item: ItemLike; what: Question }>();
  const [editing, setEditing] = useState(false);
  const all = useItemActs((one, what) => setAsked({ item: one, what }))(item);
  const edit = {
    id: 'edit',
    label: words.edit,
    icon: <Pencil />,
    why_not: item.may.correct ? undefined : words.not_yours,
    run: () => setEditing(true),
  };
  const evidence = useEvidence()(item);
  const open = item.status === 'outstanding' || item.status === 'in_progress';
  const live = all.filter(({ why_not }) => !why_not);
  const first = live.slice(0, BUTTONS);
  const rest = [...all.filter((act) => !first.includes(act)), ...(open && !item.deleted ? [edit] : []), evidence];
  const more = rest.toSorted((one, two) => lateness(one) - lateness(two));
  return (
    <>
      <ThingPage
        name={item.subject}
        parent={{ label: words.inbox, to: '/inbox' }}
        state={<StateChip state={item.status} label={words.tabs[item.status]} />}
        identity={[
          <span key="number" className="tabular">
            {numbered(item.number)}
          </span>,
          ...(item.client ? [item.client] : []),
          ...(item.assignee ? [<Owner key="assignee" item={item} />] : []),
          ...(item.due_on ? [<Day key="due" date={item.due_on} due={item.overdue} />] : []),
        ]}
        acts={first}
        more={more}
        facts={factsOf(item)}
        timeline={<TimelineTab alone about={{ thing: `item:${item.id}` }} />}
      >
        <div className="overview">
          <Standing item={item} />
          <Proposals item={item} />
          <Said item={item} />
          <Notes item={item} />
        </div>
      </ThingPage>
      {asked && <ItemQuestion {...asked} close={() => setAsked(undefined)} />}
      {editing && <EditItemSheet item={item} close={() => setEditing(false)} />}
    </>
  );
};
