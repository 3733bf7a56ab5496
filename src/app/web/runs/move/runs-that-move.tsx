import { Checkbox, UnstyledButton } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { countsOf } from '#workflows/runs/version-difference.ts';
import type { MovingRun } from './data.ts';
import { RunDifferenceView } from './run-difference.tsx';
import { words } from './words.ts';

interface RunsThatMoveProps {
  runs: readonly MovingRun[];
  without: ReadonlySet<Id>;
  leave: (without: ReadonlySet<Id>) => void;
}

const PAGE = 50;

/** Every run that would move, with a tick and what the move makes of it; one alone is shown open (WF-140). */
export const RunsThatMove = ({ runs, without, leave }: RunsThatMoveProps) => {
  const [shown, setShown] = useState(PAGE);
  const [only] = runs;
  if (runs.length === 1 && only) return <RunDifferenceView difference={only.difference} />;
  const turn = (id: Id) => {
    const next = new Set(without);
    if (!next.delete(id)) next.add(id);
    leave(next);
  };
  return (
    <section aria-label={words.runs} className="move-runs">
      <ul className="move-list">
        {runs.slice(0, shown).map((run) => (
          <RunLine key={run.id} run={run} ticked={!without.has(run.id)} turn={() => turn(run.id)} />
        ))}
      </ul>
      {runs.length > shown && (
        <UnstyledButton className="link" onClick={() => setShown(shown + PAGE)}>
          {words.more(runs.length - shown)}
        </UnstyledButton>
      )}
    </section>
  );
};

const RunLine = ({ run, ticked, turn }: { run: MovingRun; ticked: boolean; turn: () => void }) => {
  const [open, setOpen] = useState(false);
  const { difference } = run;
  return (
    <li className="move-run">
      <Checkbox label={difference.run} checked={ticked} onChange={turn} />
      <UnstyledButton
        className="move-open"
        aria-expanded={open}
        aria-label={`${words.steps_of(difference.run)}: ${summary(run)}`}
        onClick={() => setOpen(!open)}
      >
        <span className="caption">{summary(run)}</span>
        <ChevronRight aria-hidden data-open={open || undefined} />
      </UnstyledButton>
      {open && <RunDifferenceView difference={difference} />}
    </li>
  );
};

const summary = ({ difference }: MovingRun): string => {
  const counts = countsOf([difference]);
  const parts = (['changed', 'added', 'removed'] as const).flatMap((change) =>
    counts[change] ? [words.parts[change](counts[change])] : [],
  );
  return words.differs([...parts, ...(difference.completes ? [words.completes] : [])]);
};
