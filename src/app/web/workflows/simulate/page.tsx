import { useDebouncedValue } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { addDays } from '#ground/time.ts';
import type { Act } from '#kernel/ui/act.ts';
import { ActBar } from '#kernel/ui/act-button.tsx';
import { sentenceOf } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import type { Content } from '#workflows/definitions/content.ts';
import type { Simulation } from '#workflows/simulation/model.ts';
import { useWorkflow, WORKFLOWS } from '../data.ts';
import type { Version, WorkflowDetail } from '../facts.ts';
import { words as workflows } from '../words.ts';
import { downloadLines } from './csv.ts';
import { type Asked, bodyOf, useSimulation } from './data.ts';
import { Inputs } from './form.tsx';
import { Lines } from './lines.tsx';
import { Load } from './load.tsx';
import { SaveCase } from './save-case.tsx';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';
import '#kernel/ui/thing-page.css';
import './simulate.css';

/** `/workflows/$id/simulate`: what would happen, before anything does (WF-155 … WF-158). */
export default function SimulatePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useWorkflow(id);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data?.content ? <Simulate workflow={data} content={data.content} /> : <PageSkeleton />;
}

const PAUSE_MS = 250;
const USUAL_DAYS = 90;

const Simulate = ({ workflow, content: newest }: { workflow: WorkflowDetail; content: Content }) => {
  const { today } = useClock();
  const [asked, setAsked] = useState<Asked>(() => ({
    version: workflow.has_draft ? 'draft' : (workflow.current_version ?? 'draft'),
    as: newest.subject_kinds.at(-1)!,
    subjects: [],
    start: today,
    horizon: USUAL_DAYS,
    act: { how: 'on_due' },
    ends: {},
    changes: [],
    run_date: addDays(today, 30),
    period: { start: `${today.slice(0, 7)}-01`, end: today },
    repeats: null,
  }));
  const content = useContent(workflow, asked.version) ?? newest;
  const [calm] = useDebouncedValue(asked, PAUSE_MS);
  const { data, error, isFetching } = useSimulation(bodyOf(workflow.id, calm, content));
  const set = (more: Partial<Asked>) => setAsked((now) => ({ ...now, ...more }));
  return (
    <div className="simulate">
      <Place title={words.simulate_of(workflow.name)} parent={{ label: workflows.workflows, to: WORKFLOWS }} />
      <Inputs workflow={workflow} content={content} asked={asked} set={set} />
      <section className="sim-result" aria-label={words.result} aria-busy={isFetching}>
        {error && (
          <p className="refusal" role="alert">
            {sentenceOf(error)}
          </p>
        )}
        {data && <Result workflow={workflow} asked={asked} simulation={data} stale={isFetching} />}
      </section>
    </div>
  );
};

/** The content of what is simulated; undefined while an old version is on its way. */
const useContent = ({ id, content, has_draft, current_version }: WorkflowDetail, version: Asked['version']) => {
  const shown = version === 'draft' || (!has_draft && version === current_version);
  const { data } = useThing<Version>(`${WORKFLOWS}/${id}/versions/${version}`, {}, { enabled: !shown });
  return shown ? content : data?.content;
};

interface ResultProps {
  workflow: WorkflowDetail;
  asked: Asked;
  simulation: Simulation;
  stale: boolean;
}

const Result = ({ workflow, asked, simulation, stale }: ResultProps) => {
  const [saving, setSaving] = useState(false);
  const mayNot = workflow.may_design ? undefined : workflows.may_not_design;
  const acts: Act[] = [
    {
      id: 'save',
      label: words.save,
      why_not: asked.subjects.length ? words.only_invented : asked.repeats ? words.only_once : mayNot,
      run: () => setSaving(true),
    },
    { id: 'csv', label: words.csv, run: () => downloadLines(workflow.key, simulation.lines) },
  ];
  return (
    <>
      <p className="form-intro sim-intro">{words.intro}</p>
      <div className="sim-head">
        <p className="sim-sum">{sumOf(simulation, { repeats: asked.repeats !== null, ...useClock() }).join(' · ')}</p>
        <ActBar acts={acts} />
      </div>
      <Load load={simulation.summary.load} />
      <Lines lines={simulation.lines} stale={stale} />
      <SaveCase
        opened={saving}
        close={() => setSaving(false)}
        workflow={workflow}
        asked={asked}
        simulation={simulation}
      />
    </>
  );
};

interface Told extends ReturnType<typeof useClock> {
  repeats: boolean;
}

const sumOf = ({ summary, lines, until }: Simulation, { today, locale, repeats }: Told): string[] => {
  if (!summary.started) return [words.not_started];
  const started = lines.filter(({ what }) => what === 'started').length;
  const messages = summary.messages.reduce((sum, one) => sum + one.messages, 0);
  return [
    repeats
      ? words.runs(started, summary.completed)
      : summary.ends_on
        ? words.ends(dayWords(summary.ends_on, today, locale))
        : words.still_open(dayWords(until, today, locale)),
    words.tasks(summary.load.reduce((sum, { tasks }) => sum + tasks, 0)),
    messages ? words.messages(messages) : words.no_messages,
  ];
};
