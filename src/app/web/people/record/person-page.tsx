import { useParams, useRouter } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { isRefusal } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import type { Tab } from '#kernel/ui/tabs.tsx';
import { ThingPage } from '#kernel/ui/thing-page.tsx';
import type { PersonKind, RoleOnPerson } from '#people/persons/model.ts';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { usePersonActs } from '../acts.tsx';
import { knownPage } from '../ask.ts';
import { AuthorizationsTab } from '../authorizations/tab.tsx';
import { StatusChip } from '../cells.tsx';
import { PLACES, placeOf, useFields, useNameOf, useTags } from '../data.ts';
import type { PersonDetail } from '../facts.ts';
import { useSheets } from '../sheets.tsx';
import { useStartWorkflow } from '../start.ts';
import { words as people } from '../words.ts';
import { ContactsTab } from './contacts-tab.tsx';
import { Overview } from './overview.tsx';
import { personFacts } from './person-facts.tsx';
import { RunsTab } from './runs-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { words } from './words.ts';
import './record.css';

/** The page of a prospect or client; one that has become the other leads there by itself (PE-4). */
export const PersonPage = ({ kind }: { kind: PersonKind }) => {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useThing<PersonDetail>(placeOf(kind, id));
  const { history } = useRouter();
  const elsewhere = isRefusal(error) && typeof error.facts.url === 'string' ? error.facts.url : undefined;
  useEffect(() => {
    if (elsewhere) history.replace(elsewhere);
  }, [elsewhere, history]);
  if (elsewhere) return <PageSkeleton />;
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Loaded one={data} /> : <PageSkeleton />;
};

/** Acts that stand as buttons; the rest is in the menu beside the name. */
const FIRST = ['start', 'edit', 'convert', 'enter', 'leave', 'roles', 'authorization', 'reactivate'];
const SAID: readonly RoleOnPerson[] = ['partner', 'assignee'];

const Loaded = ({ one }: { one: PersonDetail }) => {
  const { kind, id, display_name: name } = one;
  const clock = useClock();
  const nameOf = useNameOf();
  const tags = useTags();
  const fields = useFields(kind);
  const { open, sheet } = useSheets();
  const starting = useStartWorkflow(kind);
  const { data: runs } = useThing<{ items: RunRow[] }>('/runs', { subject: id, state: 'open', limit: 200 });
  const place = useMemo(() => ({ open, starting, page: true }), [open, starting]);
  const acts = usePersonActs(place)(knownPage(one, runs?.items.length ?? null));
  const [first, rest] = [acts.filter((act) => FIRST.includes(act.id)), acts.filter((act) => !FIRST.includes(act.id))];
  return (
    <>
      <ThingPage
        name={name}
        parent={{ label: people[`${kind}s`], to: PLACES[kind] }}
        state={<StatusChip status={one.status} />}
        identity={[
          <span key="number" className="quiet tabular">
            {kind === 'client' ? one.client_number : one.prospect_number}
          </span>,
          ...SAID.filter((role) => one.roles[role]).map((role) => (
            <span key={role} className="role-part" title={people.roles[role]}>
              <Person name={nameOf(one.roles[role]?.member_id)} />
              <span className="caption">{people.roles[role]}</span>
            </span>
          )),
          <RowMenu key="more" name={name} acts={rest} />,
        ]}
        acts={ordered(first)}
        facts={personFacts(one, { nameOf, tags, clock })}
        tabs={tabsOf(one, {
          fields,
          open_runs: runs?.items.length,
          why_not: acts.find(({ id: act }) => act === 'edit')?.why_not,
        })}
      />
      {starting.sheet}
      {sheet}
    </>
  );
};

/** Start workflow first, and in the accent. */
const ordered = <A extends { id: string }>(acts: readonly A[]) => [
  ...acts.filter(({ id }) => id === 'start').map((act) => ({ ...act, main: true })),
  ...acts.filter(({ id }) => id !== 'start'),
];

interface TabFacts {
  fields: ReturnType<typeof useFields>;
  open_runs: number | undefined;
  /** Why this member may not change the record. */
  why_not: string | undefined;
}

/** Workflow stands where Invoices is followed (PE-37). */
const tabsOf = (one: PersonDetail, { fields, open_runs, why_not }: TabFacts): Tab[] => [
  { id: 'overview', label: words.tabs.overview, body: <Overview one={one} fields={fields} /> },
  { id: 'contacts', label: words.tabs.contacts, body: <ContactsTab person={one} /> },
  {
    id: 'workflow',
    label: words.tabs.workflow,
    ...(open_runs ? { count: open_runs } : {}),
    body: <RunsTab kind={one.kind} subject={one.id} />,
  },
  ...(one.kind === 'client'
    ? [
        {
          id: 'authorizations',
          label: words.tabs.authorizations,
          body: <AuthorizationsTab client={one} why_not={why_not} />,
        },
      ]
    : []),
  { id: 'timeline', label: words.tabs.timeline, body: <TimelineTab about={{ client: one.id }} /> },
];
