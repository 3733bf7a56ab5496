import type { Act } from '#kernel/ui/act.ts';
import { ActBar } from '#kernel/ui/act-button.tsx';
import { Day } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import type { RunState } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { nameOf, openHolds, stepOf } from '#workflows/runs/state.ts';
import { sayDay } from '#workflows/runs/words.ts';
import { useFacts } from '../workflows/data.ts';
import { StepDetails, stepHasDetails } from '../workflows/step-details.tsx';
import { ownWaits, whoOf } from './line.ts';
import { StepState } from './steps-tab.tsx';
import { words as task_words } from './task/words.ts';
import './task/task.css';
import { StepWhy } from './why.tsx';
import { words } from './words.ts';

interface PlannedPanelProps {
  step: PlannedStep;
  state: RunState;
  acts: readonly Act[];
}

/** A step that is still to come: who would get it, when, and what is decided ahead (WF-111). */
export const PlannedPanel = ({ step, state, acts }: PlannedPanelProps) => {
  const { data: facts } = useFacts();
  const design = stepOf(state, step.key);
  const waits = [
    ...openHolds(state.holds).map(({ reason, until }) => task_words.held(reason, until && sayDay(until))),
    ...ownWaits(step, state.holds).map(task_words.waits),
  ];
  return (
    <div className="task-panel">
      <p className="task-line">
        <StepState step={step} />
      </p>
      {acts.length > 0 && <ActBar key={step.key} acts={acts} />}
      {waits.length > 0 && (
        <ul className="task-notices">
          {waits.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      )}
      <Facts facts={plannedFacts(step, state)} />
      {design && stepHasDetails(design) && <StepDetails step={design} said={{ content: state.content, facts }} />}
      <StepWhy step={step} work={state} />
    </div>
  );
};

const plannedFacts = (step: PlannedStep, state: RunState): Fact[] => {
  const { people, ahead } = step;
  const pool = whoOf(step, state);
  return [
    ...(step.kind !== 'action'
      ? [
          {
            label: ahead?.assignee_id || ahead?.pool_role_id ? words.ahead_who : words.would_get,
            value:
              people?.assignee_id && step.reviewers.length < 2 ? (
                <Person name={nameOf(state, people.assignee_id)} />
              ) : (
                (pool ?? words.nobody)
              ),
          },
        ]
      : []),
    ...(step.starts_on ? [{ label: words.expected, value: <Day date={step.starts_on} /> }] : []),
    ...(step.due_on
      ? [{ label: step.due_by_hand ? words.ahead_due : words.due, value: <Day date={step.due_on} /> }]
      : []),
    ...(ahead?.skip ? [{ label: words.skipped_ahead, value: ahead.skip.reason ?? nameOf(state, ahead.skip.by) }] : []),
  ];
};
