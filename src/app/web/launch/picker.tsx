import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Id } from '#ground/id.ts';
import { fold } from '#ground/text.ts';
import { dateAt } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { runPage } from '../runs/data.ts';
import { type LaunchKind, preview, type Startable, type Startee, useOpenRuns, useStartables } from './data.ts';
import { words } from './words.ts';

/** Why the one that was picked was not started. */
export interface Refused {
  workflow: Id;
  because: string;
  /** The run that is in the way. */
  run?: Id | undefined;
}

interface PickerProps {
  as: LaunchKind;
  /** The one record; absent for many. */
  subject: Startee | undefined;
  pick: (workflow: Startable) => Promise<void>;
  refused: Refused | undefined;
  close: () => void;
}

/** Startable workflows by name: type to find, arrow keys, Enter (WF-72). */
export const Picker = ({ as, subject, pick, refused, close }: PickerProps) => {
  const { data, error, refetch } = useStartables(as, true);
  const running = useOpenRuns(subject?.id).data?.items ?? [];
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState<Id>();
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const found = (data?.items ?? []).filter((one) => fold(one.name).includes(fold(wanted.trim())));
  const here = found[Math.min(at, found.length - 1)];
  const choose = async (workflow: Startable) => {
    setBusy(workflow.id);
    await pick(workflow);
    setBusy(undefined);
  };
  const ahead = here && subject ? `${here.id} ${subject.id}` : '';
  // what the line under the cursor would do is worked out before it is picked
  useEffect(() => {
    const [workflow, id] = ahead.split(' ');
    if (workflow && id) void preview({ workflow, as, subject: id }).catch(() => undefined);
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [ahead, as]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by) setAt(Math.max(0, Math.min(found.length - 1, at + by)));
    else if (event.key === 'Enter' && here) void choose(here);
    else return;
    event.preventDefault();
  };
  if (error) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (data && !data.items.length) return <EmptyState title={words.nothing} text={words.nothing_text} />;
  return (
    <div className="picker">
      <input
        className="picker-find"
        type="text"
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={here && `${list}-${here.id}`}
        aria-label={words.find}
        placeholder={words.find}
        autoComplete="off"
        data-autofocus
        value={wanted}
        onChange={(event) => {
          setWanted(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {!data && <SkeletonLine width="60%" />}
      {data && !found.length && <p className="quiet picker-none">{words.nothing_found}</p>}
      <div ref={box} id={list} role="listbox" aria-label={words.workflows} className="picker-list">
        {found.map((workflow, index) => (
          <Line
            key={workflow.id}
            id={`${list}-${workflow.id}`}
            workflow={workflow}
            running={running.filter((run) => run.workflow_id === workflow.id)}
            here={workflow === here}
            busy={workflow.id === busy}
            come={() => setAt(index)}
            choose={() => void choose(workflow)}
          />
        ))}
      </div>
      {refused && <RefusedLine refused={refused} close={close} />}
    </div>
  );
};

interface LineProps {
  id: string;
  workflow: Startable;
  running: readonly RunRow[];
  here: boolean;
  busy: boolean;
  come: () => void;
  choose: () => void;
}

const Line = ({ id, workflow, running, here, busy, come, choose }: LineProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys of this list
  <div
    id={id}
    role="option"
    aria-selected={here}
    aria-busy={busy || undefined}
    tabIndex={-1}
    className="picker-line"
    onPointerMove={here ? undefined : come}
    onClick={choose}
  >
    <span className="picker-name">{workflow.name}</span>
    <span className="picker-steps tabular">{words.steps(workflow.steps)}</span>
    {workflow.description && <span className="picker-words">{workflow.description}</span>}
    {running.length > 0 && (
      <span className="picker-running">
        <RunningWords running={running} />
      </span>
    )}
  </div>
);

/** «already running since Tue 3 Nov, started by Bo Sample» (WF-72). */
const RunningWords = ({ running }: { running: readonly RunRow[] }) => {
  const { today, zone, locale } = useClock();
  const [first] = running;
  if (!first) return null;
  if (running.length > 1) return <>{words.running_times(running.length)}</>;
  return <>{words.running(dayWords(dateAt(first.started_at, zone), today, locale), first.starter)}</>;
};

const RefusedLine = ({ refused: { because, run }, close }: { refused: Refused; close: () => void }) => (
  <p className="refusal" role="alert">
    {because}{' '}
    {run && (
      <Go className="link" to={runPage(run)} onClick={close}>
        {words.see_run}
      </Go>
    )}
  </p>
);
