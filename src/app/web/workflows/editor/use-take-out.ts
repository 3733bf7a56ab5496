import { useCallback } from 'react';
import { toast } from '#kernel/ui/toast.tsx';
import type { Content } from '#workflows/definitions/content.ts';
import { removeStep } from './edits.ts';
import { words } from './words.ts';

/** Takes a step out; the toast puts it back where it was, with what waited for it. Its neighbour is selected then. */
export const useTakeOut = (
  change: (edit: (content: Content) => Content) => void,
  select: (key: string | undefined) => void,
) =>
  useCallback(
    (content: Content, key: string) => {
      const at = content.steps.findIndex((step) => step.key === key);
      const step = content.steps[at];
      if (!step) return;
      const without = removeStep(content, key);
      change(() => without);
      select((without.steps[at] ?? without.steps[at - 1])?.key);
      toast(words.removed(step.title), {
        undo: () => {
          // what was changed since stays; only this step and the waiting for it come back
          change((now) => ({ ...now, steps: putBack(now, content, at) }));
          select(key);
        },
      });
    },
    [change, select],
  );

const putBack = (now: Content, before: Content, at: number): Content['steps'] => {
  const gone = before.steps[at]!;
  const waited = new Map(before.steps.filter(({ after }) => after?.includes(gone.key)).map((step) => [step.key, step]));
  const steps = now.steps.map((step) =>
    waited.has(step.key) ? { ...step, after: waited.get(step.key)!.after! } : step,
  );
  return [...steps.slice(0, at), gone, ...steps.slice(at)];
};
