import { type WhyGroup, WhyPanel } from '#kernel/ui/why.tsx';
import { explain } from '#workflows/runs/explaining.ts';
import type { Work } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import type { Question } from '#workflows/runs/why.ts';
import { useRunContext } from './data.ts';
import { words } from './words.ts';

const QUESTIONS: readonly Question[] = ['state', 'when', 'whether', 'who', 'change'];

/** The rules and values that decided when, whether and who, and what would change it (WF-200). */
export const StepWhy = ({ step, work }: { step: PlannedStep; work: Work }) => <WhyPanel groups={useWhy(work)(step)} />;

/** The sentences of a step by the question they answer, as they stand now. */
export const useWhy = (work: Work): ((step: PlannedStep) => WhyGroup[]) => {
  const context = useRunContext();
  return (step) => {
    const reasons = explain(work, step, context);
    return QUESTIONS.flatMap((question) => {
      const lines = reasons.filter(({ about }) => about === question);
      return lines.length ? [{ label: words.questions[question], lines }] : [];
    });
  };
};
