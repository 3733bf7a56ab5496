import type { ReactNode } from 'react';
import type { Id } from '#ground/id.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { Day, dayWords, Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { Period } from '#kernel/ui/period.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { useThing } from '#kernel/ui/query.ts';
import type { Fact } from '#kernel/ui/thing-page.tsx';
import type { RunState, SubjectFacts } from '#workflows/runs/model.ts';
import { nameOf, openHolds } from '#workflows/runs/state.ts';
import { useHasPage } from '../home/places.ts';
import { runPage, subjectPage } from './data.ts';
import { filesFact } from './run-files.tsx';
import { spanOf } from './task/answers.ts';
import '../workflows/workflows.css';
import { words } from './words.ts';

/** At the side of a run: its subject with who looks after it, who answers for the run, and what it counts from. */
export const runFacts = (state: RunState): Fact[] => {
  const { run, content, subject } = state;
  const { run_date } = content.settings;
  return [
    { label: words.record[subject.kind] ?? words.subject, value: <SubjectCard state={state} /> },
    { label: words.owner, value: <Person name={run.owner_id ? nameOf(state, run.owner_id) : null} /> },
    ...openHolds(state.holds).map(({ id, reason, opened_at, until }) => ({
      label: words.hold_since,
      value: (
        <span key={id}>
          <Moment instant={opened_at} />
          <HoldWords reason={reason} until={until} />
        </span>
      ),
    })),
    {
      label: words.started,
      value: (
        <>
          <Moment instant={run.started_at} />
          <span className="fact-more quiet">
            {run.started_by ? words.by(nameOf(state, run.started_by)) : (words.origins[run.origin] ?? '')}
          </span>
        </>
      ),
    },
    ...(run.ended_at
      ? [
          {
            label: words.ended,
            value: (
              <>
                <Moment instant={run.ended_at} />
                {run.ended_reason && <span className="fact-more quiet">{run.ended_reason}</span>}
              </>
            ),
          },
        ]
      : []),
    ...(run_date ? [{ label: run_date.label, value: run.run_date && <Day date={run.run_date} /> }] : []),
    ...(run.period_end ? [{ label: words.period, value: <Period from={run.period_start} to={run.period_end} /> }] : []),
    ...run.refers_to.map((id) => ({ label: words.refers_to, value: <Record state={state} id={id} /> })),
    ...content.settings.people_asked
      .filter(({ key }) => run.people[key])
      .map(({ key, label }) => ({ label, value: <Person name={nameOf(state, run.people[key])} /> })),
    ...(run.parent_run_id ? [{ label: words.parent, value: <RunLink id={run.parent_run_id} /> }] : []),
    ...filesFact(state),
    ...childrenOf(state),
    { label: words.version, value: words.version_n(run.workflow_version) },
  ];
};

const SubjectCard = ({ state }: { state: RunState }) => {
  const { subject } = state;
  const held = Object.entries(subject.roles).filter(([, id]) => id);
  return (
    <div className="subject-card">
      <SubjectName subject={subject} />
      {held.length > 0 && (
        <dl className="subject-roles">
          {held.map(([role, id]) => (
            <div key={role}>
              <dt>{words.roles[role] ?? role}</dt>
              <dd>
                <Person name={nameOf(state, id)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
};

/** A link where the record has a page. */
export const SubjectName = ({ subject }: { subject: Pick<SubjectFacts, 'kind' | 'id' | 'name'> }): ReactNode => {
  const has = useHasPage();
  const page = subjectPage(subject);
  if (!has(`${page.slice(0, page.lastIndexOf('/'))}/$id`)) return <span>{subject.name}</span>;
  return (
    <Go className="link" to={page}>
      {subject.name}
    </Go>
  );
};

export const HoldWords = ({ reason, until }: { reason: string; until: string | null }) => {
  const { today, locale } = useClock();
  return (
    <span className="fact-more quiet">{until ? words.hold_until(reason, dayWords(until, today, locale)) : reason}</span>
  );
};

const Record = ({ state, id }: { state: RunState; id: Id }) => {
  const { today, locale } = useClock();
  const record = state.records[id];
  return <>{record ? spanOf(record, (day) => dayWords(day, today, locale)) : '–'}</>;
};

/** Another run, by its workflow's name. */
const RunLink = ({ id }: { id: Id }) => {
  const run = useThing<{ state: { content: { name: string } } }>(`/runs/${id}`).data;
  return (
    <Go className="link" to={runPage(id)}>
      {run?.state.content.name ?? words.see_run}
    </Go>
  );
};

const childrenOf = ({ tasks }: RunState): Fact[] => {
  const ids = [...new Set(tasks.flatMap(({ child_run_id }) => child_run_id ?? []))];
  return ids.length
    ? [
        {
          label: words.children,
          value: (
            <ul className="plain">
              {ids.map((id) => (
                <li key={id}>
                  <RunLink id={id} />
                </li>
              ))}
            </ul>
          ),
        },
      ]
    : [];
};
