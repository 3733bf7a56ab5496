import { WhyLines } from '#kernel/ui/why.tsx';
import type { RunState } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { keyOfStep } from './line.ts';
import { StepState } from './steps-tab.tsx';
import { useWhy } from './why.tsx';

interface WhyTabProps {
  plan: readonly PlannedStep[];
  state: RunState;
  show: (key: string) => void;
}

/** Per step the rule, and the values and times that decided when, whether and who (WF-200). */
export const WhyTab = ({ plan, state, show }: WhyTabProps) => {
  const why = useWhy(state);
  return (
    <ol className="why-steps">
      {plan.map((step) => (
        <li key={keyOfStep(step)} className="why-step">
          <div className="why-head">
            <button type="button" className="design-title" onClick={() => show(keyOfStep(step))}>
              {step.title}
            </button>
            <StepState step={step} />
          </div>
          <WhyLines groups={why(step)} />
        </li>
      ))}
    </ol>
  );
};
