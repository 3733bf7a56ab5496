import { ClipboardList, type LucideIcon, SquareCheck, UserCheck, Zap } from 'lucide-react';
import type { Step } from '#workflows/definitions/content.ts';
import { words } from './words.ts';

/** What a step is, by its sign: a person does it, another looks at it, somebody outside answers it, or the system does it. */
export const STEP_ICONS: Readonly<Record<Step['kind'], LucideIcon>> = {
  task: SquareCheck,
  review: UserCheck,
  form: ClipboardList,
  action: Zap,
};

export const StepSign = ({ step: { kind } }: { step: Pick<Step, 'kind'> }) => {
  const Sign = STEP_ICONS[kind];
  return (
    <span className="step-sign" title={words[kind]}>
      <Sign aria-hidden />
    </span>
  );
};
