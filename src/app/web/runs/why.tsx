import { type WhyGroup, WhyPanel } from '#kernel/ui/why.tsx';
import { explain } from '#workflows/runs/explaining.ts';
import type { Work } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { useRunContext } from './data.ts';
import { words } from './words.ts';

/** The rules and values that decided when, whether and who, and what would change it (WF-200). */
export const StepWhy = ({ step, work }: { step: PlannedStep; work: Work }) => <WhyPanel groups={useWhy(work)(step)} />;

/** The sentences of a step by the question they answer, as they stand now. */
export const useWhy = (work: Work): ((step: PlannedStep) => WhyGroup[]) => {
  const context = useRunContext();
  return (step) => {
    const byQuestion = Map.groupBy(explain(work, step, context), ({ about }) => about);
    return [...byQuestion].map(([question, lines]) => ({ label: words.questions[question], lines }));
  };
};
