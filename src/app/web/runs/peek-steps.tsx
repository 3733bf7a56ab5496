import { Day } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import type { RunState } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { runPage } from './data.ts';
import { keyOfStep, whoOf } from './line.ts';
import { StepState } from './steps-tab.tsx';
import './runs.css';
import { words } from './words.ts';

interface PeekStepsProps {
  plan: readonly PlannedStep[];
  state: RunState;
}

/** What is open in a run now. */
export const PeekSteps = ({ plan, state }: PeekStepsProps) => {
  const live = plan.filter(({ state: at }) => at === 'ready' || at === 'in_progress' || at === 'failed');
  if (!live.length) return <p className="quiet">{words.nothing_open}</p>;
  return (
    <ul className="peek-steps">
      {live.map((step) => (
        <li key={keyOfStep(step)}>
          <Go className="link" to={runPage(state.run.id, { task: step.task_id, step: step.key })}>
            {step.title}
          </Go>
          <span className="quiet">
            {whoOf(step, state) ?? words.nobody}
            {step.due_on && (
              <>
                {' · '}
                <Day date={step.due_on} due={step.overdue} />
              </>
            )}
          </span>
          <StepState step={step} />
        </li>
      ))}
    </ul>
  );
};
