import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Day } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { ThingPage } from '#kernel/ui/thing-page.tsx';
import { canComment } from '#workflows/runs/adding.ts';
import { runName } from '#workflows/runs/notices.ts';
import { nameOf, openHolds, phaseOf } from '#workflows/runs/state.ts';
import { MessagesPart } from '../outbox/messages-part.tsx';
import { type RunAsking, runActs } from './acts.tsx';
import { RUNS, useRun, useRunContext } from './data.ts';
import type { RunDetail } from './facts.ts';
import { runLine } from './line.ts';
import { HoldWords, runFacts, SubjectName } from './run-facts.tsx';
import { RunSheet } from './sheets.tsx';
import { StepPanel } from './step-panel.tsx';
import { StepsTab } from './steps-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { useSteps } from './use-steps.tsx';
import { VersionTab } from './version-tab.tsx';
import { WhyTab } from './why-tab.tsx';
import { words } from './words.ts';
import '../workflows/workflows.css';
import './run-page.css';

/** `/runs/$id`: one run, past, live and to come, and everything that can be done with it now (WF section 5). */
export default function RunPage() {
  const { id = '' } = useParams({ strict: false });
  const { data, error, refetch } = useRun(id);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Run run={data} />;
}

const Run = ({ run: { state, plan } }: { run: RunDetail }) => {
  const context = useRunContext();
  const [asking, setAsking] = useState<RunAsking>();
  const steps = useSteps(state, plan, context);
  const line = useMemo(() => runLine(state, plan, context), [state, plan, context]);
  const name = runName(state);
  const next = nextDue(plan);
  return (
    <div className="run-split" data-open={steps.open ? '' : undefined}>
      <div className="run-page">
        <ThingPage
          name={state.content.name}
          parent={{ label: words.runs, to: RUNS }}
          state={<StateChip state={phaseOf(state)} />}
          identity={[
            <SubjectName key="subject" subject={state.subject} />,
            <Person key="owner" name={state.run.owner_id ? nameOf(state, state.run.owner_id) : null} />,
            ...(next ? [<Day key="due" date={next} due={phaseOf(state) === 'running'} />] : []),
          ]}
          acts={runActs(state, context, setAsking)}
          banner={
            <>
              {openHolds(state.holds).map(({ id, reason, until }) => (
                <p key={id} className="run-held">
                  <StateChip state="on_hold" />
                  <HoldWords reason={reason} until={until} />
                </p>
              ))}
              <RunLine label={name} data={line} open={steps.show} />
            </>
          }
          facts={runFacts(state)}
          tabs={[
            {
              id: 'steps',
              label: words.steps,
              count: plan.length,
              body: (
                <>
                  <StepsTab
                    plan={plan}
                    state={state}
                    context={context}
                    open={steps.openKey}
                    show={steps.show}
                    acts={steps.actsOf}
                  />
                  <MessagesPart about={{ run: state.run.id }} />
                </>
              ),
            },
            {
              id: 'timeline',
              label: words.timeline,
              body: <TimelineTab run={state.run.id} no_comment={canComment(state, undefined, context)?.because} />,
            },
            {
              id: 'why',
              label: words.why,
              body: <WhyTab plan={plan} state={state} show={steps.show} />,
            },
            { id: 'version', label: words.version, body: <VersionTab state={state} /> },
          ]}
        />
      </div>
      {steps.open && <StepPanel step={steps.open} state={state} steps={steps} />}
      {asking && <RunSheet what={asking} state={state} name={name} close={() => setAsking(undefined)} />}
      {steps.dialog}
    </div>
  );
};

/** The earliest day on which something open is due. */
const nextDue = (plan: RunDetail['plan']): string | undefined =>
  plan
    .filter(({ state, due_on }) => due_on && (state === 'ready' || state === 'in_progress'))
    .map(({ due_on }) => due_on!)
    .sort()[0];
