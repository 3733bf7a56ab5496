import { useThing } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { Segments } from '#kernel/ui/tabs.tsx';
import type { RunRow } from '#workflows/runs/run-list.ts';
import type { WorkflowDetail } from '../workflows/facts.ts';
import { byStep, byWorkflow } from './lanes.ts';
import { words } from './words.ts';

const AS = ['list', 'board'] as const;

/** Whether runs stand as a list or as a board by their current step, kept in the address (WF section 5). */
export const useShownAs = () => {
  const { read, write } = useSearchText();
  const board = read('as') === 'board';
  const workflow = read('workflow');
  const steps =
    useThing<WorkflowDetail>(`/workflows/${workflow}`, {}, { enabled: board && !!workflow }).data?.content?.steps ?? [];
  const lanes = (rows: readonly RunRow[]) =>
    workflow
      ? byStep(
          rows,
          steps.map(({ title }) => title),
        )
      : byWorkflow(rows, (id) => write({ workflow: id }, 'push'));
  return {
    board,
    lanes: board ? lanes : undefined,
    choice: (
      <Segments
        label={words.shown_as}
        value={board ? 'board' : 'list'}
        onChange={(as) => write({ as: as === 'list' ? undefined : as })}
        options={AS.map((value) => ({ value, label: words.as[value] }))}
      />
    ),
  };
};
