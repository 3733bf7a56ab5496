import { useParams } from '@tanstack/react-router';
import { CalendarCog, Pencil } from 'lucide-react';
import { useState } from 'react';
import { plural } from '#ground/text.ts';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { Day, Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { type Fact, ThingPage } from '#kernel/ui/thing-page.tsx';
import { useWhyNot } from '../me/me.ts';
import { useNameOf } from '../people/data.ts';
import { TimelineTab } from '../people/record/timeline-tab.tsx';
import { useSeriesActs } from './acts.tsx';
import { ChangeSheet } from './change-sheet.tsx';
import { CADENCES, cadencePage, type SeriesDetail } from './data.ts';
import { DatesTab } from './dates-tab.tsx';
import { EditSheet } from './edit-sheet.tsx';
import { SeriesState } from './page.tsx';
import { words } from './words.ts';
import './cadences.css';

/** `/cadences/$id`: one cadence in force, its dates, its versions, and what happened to it (CA section 4). */
export default function CadencePage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useThing<SeriesDetail>(cadencePage(id));
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Loaded one={data} /> : <PageSkeleton />;
}

const Loaded = ({ one }: { one: SeriesDetail }) => {
  const acts = useSeriesActs();
  const may_not = useWhyNot(writes('workflows', 'workflows.launch'));
  const [changing, setChanging] = useState(false);
  const [editing, setEditing] = useState(false);
  const why_not = may_not ?? (one.state === 'ended' ? words.has_ended : undefined);
  const change: Act = {
    id: 'change',
    label: words.change,
    icon: <CalendarCog />,
    key: 'e',
    main: true,
    why_not,
    run: () => setChanging(true),
  };
  const edit: Act = { id: 'edit', label: words.edit, icon: <Pencil />, why_not, run: () => setEditing(true) };
  return (
    <>
      <ThingPage
        name={one.name}
        parent={{ label: words.cadences, to: CADENCES }}
        state={<SeriesState row={one} />}
        identity={[
          <Go key="workflow" className="link" to={`/workflows/${one.workflow_id}`}>
            {one.workflow}
          </Go>,
          <span key="clients">{plural(one.clients, 'client', 'clients')}</span>,
        ]}
        acts={[change, edit, ...acts(one).filter(({ id }) => id !== 'workflow')]}
        facts={factsOf(one)}
        banner={
          <div className="cadence-said">
            <p>{one.sentence}</p>
            {one.blocked_clients.map(({ client, name, because }) => (
              <p key={client} className="cadence-warning">
                <Go className="link" to={`/clients/${client}`}>
                  {name}
                </Go>
                : {because}
              </p>
            ))}
          </div>
        }
        tabs={[
          { id: 'dates', label: words.tabs.dates, body: <DatesTab one={one} /> },
          { id: 'versions', label: words.tabs.versions, count: one.versions.length, body: <Versions one={one} /> },
          { id: 'history', label: words.tabs.history, body: <TimelineTab about={{ thing: `series:${one.id}` }} /> },
        ]}
      />
      {editing && <EditSheet one={one} close={() => setEditing(false)} />}
      {changing && <ChangeSheet one={one} close={() => setChanging(false)} />}
    </>
  );
};

const factsOf = (one: SeriesDetail): Fact[] => [
  { label: words.next, value: one.next_on ? <Day date={one.next_on} /> : words.nothing_next },
  { label: words.last, value: one.last_on ? <Day date={one.last_on} /> : words.never },
  { label: words.owner, value: <Person name={one.owner} /> },
  { label: words.published, value: <Day date={one.published_on} short /> },
  ...(one.tags.length ? [{ label: words.for_tags, value: one.tags.map(({ name }) => name).join(', ') }] : []),
  ...(one.named.length ? [{ label: words.for_clients, value: <Named one={one} /> }] : []),
];

const NAMED_SHOWN = 8;

const Named = ({ one: { named } }: { one: SeriesDetail }) => (
  <>
    {named.slice(0, NAMED_SHOWN).map(({ id, name }) => (
      <Go key={id} className="link cadence-named" to={`/clients/${id}`}>
        {name}
      </Go>
    ))}
    {named.length > NAMED_SHOWN && <span className="quiet">{words.and_more(named.length - NAMED_SHOWN)}</span>}
  </>
);

/** What each version of the cadence said, the newest first (CA-53). */
const Versions = ({ one }: { one: SeriesDetail }) => {
  const nameOf = useNameOf();
  return (
    <ol className="cadence-versions" reversed>
      {one.versions.toReversed().map(({ number, sentence, effective_from, made_by, made_at }) => (
        <li key={number}>
          <strong>{words.version_n(number)}</strong>{' '}
          <span className="quiet">{effective_from ? words.from_date(effective_from) : words.from_first}</span>
          <p>{sentence}</p>
          <p className="caption">
            <Moment instant={made_at} /> <Person name={nameOf(made_by)} />
          </p>
        </li>
      ))}
    </ol>
  );
};
