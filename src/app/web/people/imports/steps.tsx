import { StateMark } from '#kernel/ui/state-mark.tsx';
import type { ImportDetail } from './facts.ts';
import { words } from './words.ts';

const STEPS = ['file', 'columns', 'preview', 'result'] as const;

/** Where an import stands: file, columns, preview, result. */
export const Steps = ({ one, columns }: { one: ImportDetail; columns: boolean }) => {
  const at = columns ? 1 : one.state === 'previewed' ? 2 : 3;
  const over = one.state === 'done' || one.state === 'undone';
  return (
    <ol className="import-steps" aria-label={words.steps}>
      {STEPS.map((step, i) => {
        const done = i < at || over;
        return (
          <li key={step} aria-current={i === at ? 'step' : undefined}>
            <StateMark
              shape={done ? 'tick' : i === at ? 'ring' : 'hollow'}
              hue={done ? 'green' : i === at ? 'amber' : 'grey'}
            />
            {words.step[step]}
          </li>
        );
      })}
    </ol>
  );
};
