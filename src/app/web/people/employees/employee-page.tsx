import { useParams } from '@tanstack/react-router';
import { Mail, Phone } from 'lucide-react';
import { dateAt } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { Day, dayWords } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { type Fact, ThingPage } from '#kernel/ui/thing-page.tsx';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { placeOf, useFields, useNameOf, useTags } from '../data.ts';
import { MergedHere } from '../duplicates/merged-here.tsx';
import { OwnFields } from '../record/own-fields.tsx';
import { Line, Notice } from '../record/parts.tsx';
import { RunLines } from '../record/run-lines.tsx';
import { RunsTab } from '../record/runs-tab.tsx';
import { TimelineTab } from '../record/timeline-tab.tsx';
import { words as record } from '../record/words.ts';
import { useStartWorkflow } from '../start.ts';
import { TagList } from '../tags.tsx';
import { useEmployeeActs } from './acts.tsx';
import { EmployeeStatusChip, SignInChip } from './cells.tsx';
import { type EmployeeDetail, knownPage } from './facts.ts';
import { useEmployeeSheets } from './sheets.tsx';
import { words } from './words.ts';
import '../record/record.css';

/** `/employees/$id`: the dates of work and the sign-in side by side (PE-6, PE-36). */
export default function EmployeePage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useThing<EmployeeDetail>(placeOf('employee', id));
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Loaded one={data} /> : <PageSkeleton />;
}

/** Acts that stand as buttons; the rest is in the menu beside the name. */
const FIRST = ['start', 'edit', 'onboarded', 'return', 'last_day', 'rehire'];

const Loaded = ({ one }: { one: EmployeeDetail }) => {
  const { id, display_name: name } = one;
  const { open, sheet } = useEmployeeSheets();
  const starting = useStartWorkflow('employee');
  const tags = useTags();
  const { zone } = useClock();
  const { data: runs } = useThing<{ items: RunRow[] }>('/runs', { subject: id, state: 'open', limit: 200 });
  const acts = useEmployeeActs({ open, starting, page: true })(knownPage(one));
  const first = acts.filter((act) => FIRST.includes(act.id));
  const open_runs = runs?.items.length;
  return (
    <>
      <ThingPage
        name={name}
        parent={{ label: words.employees, to: '/employees' }}
        state={<EmployeeStatusChip status={one.status} />}
        identity={[
          <span key="number" className="quiet tabular">
            {one.number}
          </span>,
          ...(one.job_title ? [<span key="job">{one.job_title}</span>] : []),
          <RowMenu key="more" name={name} acts={acts.filter((act) => !FIRST.includes(act.id))} />,
        ]}
        acts={[
          ...first.filter((act) => act.id === 'start').map((act) => ({ ...act, main: true })),
          ...first.filter((act) => act.id !== 'start'),
        ]}
        facts={[
          ...factsOf(one, zone),
          ...(one.tags.length ? [{ label: words.facts.tags, value: <TagList ids={one.tags} tags={tags} /> }] : []),
        ]}
        tabs={[
          { id: 'overview', label: record.tabs.overview, body: <Overview one={one} /> },
          {
            id: 'workflow',
            label: record.tabs.workflow,
            ...(open_runs ? { count: open_runs } : {}),
            body: <RunsTab kind="employee" subject={id} />,
          },
          {
            id: 'timeline',
            label: record.tabs.timeline,
            body: <TimelineTab about={{ thing: `employee:${id}` }} />,
          },
        ]}
      />
      {starting.sheet}
      {sheet}
    </>
  );
};

const text = (label: string, value: string | null): Fact[] => (value ? [{ label, value }] : []);

const factsOf = (one: EmployeeDetail, zone: string): Fact[] => [
  ...text(words.facts.team, one.team),
  ...(one.manager
    ? [
        {
          label: words.facts.manager,
          value: (
            <Go className="link" to={placeOf('employee', one.manager.id)}>
              {one.manager.display_name}
            </Go>
          ),
        },
      ]
    : []),
  { label: words.facts.start, value: <Day date={one.start_on} /> },
  ...(one.onboarded_at ? [{ label: words.facts.onboarded, value: <Day date={dateAt(one.onboarded_at, zone)} /> }] : []),
  ...(one.end_on ? [{ label: words.facts.end, value: <Day date={one.end_on} /> }] : []),
  ...text(words.facts.reason, one.end_reason),
  {
    label: words.facts.member,
    value: one.member ? <Person name={one.member.name} /> : <span className="quiet">{words.no_member}</span>,
  },
  ...(one.member
    ? [{ label: words.facts.sign_in, value: <SignInChip status={one.status} sign_in={one.member.state} /> }]
    : []),
];

const Overview = ({ one }: { one: EmployeeDetail }) => {
  const fields = useFields('employee');
  const nameOf = useNameOf();
  return (
    <div className="overview">
      {one.erased_at && <Notice title={record.erased} />}
      {one.warning && (
        <Notice stop title={one.warning}>
          <Go className="link" to="/settings/members">
            {words.to_members}
          </Go>
        </Notice>
      )}
      <RunLines subject={one.id} />
      <section className="overview-part">
        <h2>{record.reach}</h2>
        {!one.work_email && !one.phone && <p className="quiet">{record.nothing_known}</p>}
        {one.work_email && (
          <Line icon={<Mail />}>
            <a className="link" href={`mailto:${one.work_email}`}>
              {one.work_email}
            </a>
          </Line>
        )}
        {one.phone && (
          <Line icon={<Phone />}>
            <a className="link tabular" href={`tel:${one.phone}`}>
              {one.phone}
            </a>
          </Line>
        )}
      </section>
      <Leaves one={one} />
      <OwnFields values={one.custom} fields={fields} nameOf={nameOf} />
      <MergedHere record={one.id} name={one.display_name} />
    </div>
  );
};

const Leaves = ({ one: { leaves } }: { one: EmployeeDetail }) => {
  const { today, locale } = useClock();
  if (leaves.length === 0) return null;
  return (
    <section className="overview-part">
      <h2>{words.leaves}</h2>
      {leaves.toReversed().map(({ from, to, reason }) => (
        <Line key={from} note={reason ?? ''}>
          <span className="tabular">
            {dayWords(from, today, locale)}
            {to === null ? `, ${words.leave_open}` : to === from ? '' : ` – ${dayWords(to, today, locale)}`}
          </span>
        </Line>
      ))}
    </section>
  );
};
