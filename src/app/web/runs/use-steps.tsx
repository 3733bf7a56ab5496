import { CalendarClock, RotateCcw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Context } from '#kernel/decision/model.ts';
import type { Act } from '#kernel/ui/act.ts';
import { useRunAct } from '#kernel/ui/act-button.tsx';
import { useKeys } from '#kernel/ui/keys.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { canOverride } from '#workflows/runs/ahead.ts';
import type { RunState } from '#workflows/runs/model.ts';
import type { At } from '#workflows/runs/moves.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { taskById } from '#workflows/runs/state.ts';
import { useRunCommand } from './commands.ts';
import { keyOfStep } from './line.ts';
import { OverrideSheet } from './override-sheet.tsx';
import { type TaskDoors, taskActs } from './task/acts.tsx';
import { useTaskDoors } from './task/doors.tsx';
import { words } from './words.ts';

/** The steps of a run's page: which one is open beside it, and what can be done with each. */
export interface Steps {
  open: PlannedStep | undefined;
  openKey: string | undefined;
  show: (key: string) => void;
  close: () => void;
  actsOf: (step: PlannedStep) => Act[];
  /** Where a step is worked; undefined while it is planned. */
  atOf: (step: PlannedStep) => At | undefined;
  doorsOf: (at: At) => TaskDoors;
  /** How often somebody asked to finish or to comment on the open one. */
  asked: { finish: number; comment: number };
  dialog: ReactNode;
}

export const useSteps = (state: RunState, plan: readonly PlannedStep[], context: Context): Steps => {
  const { read, write } = useSearchText();
  const [task, step] = [read('task'), read('step')];
  const open = plan.find((one) => (task ? one.task_id === task : step !== '' && one.key === step));
  const openKey = open && keyOfStep(open);
  const show = (key: string) =>
    write(
      key.startsWith('task:') ? { task: key.slice('task:'.length), step: undefined } : { step: key, task: undefined },
    );
  const close = () => {
    write({ task: undefined, step: undefined });
    focusStep(openKey);
  };
  const [asked, setAsked] = useState({ finish: 0, comment: 0 });
  const { doorsOf, dialog } = useTaskDoors((at, what) => {
    show(at.task.step_key ?? `task:${at.task.id}`);
    setAsked((now) => ({ ...now, [what]: now[what] + 1 }));
  });
  const atOf = (one: PlannedStep): At | undefined => {
    const row = one.state === 'planned' || !one.task_id ? undefined : taskById(state, one.task_id);
    return row && { work: state, task: row, context };
  };
  const ahead = useAhead(state, context);
  const actsOf = (one: PlannedStep): Act[] => {
    const at = atOf(one);
    return at ? taskActs(at, doorsOf(at)) : ahead.actsOf(one);
  };
  useStepKeys({ plan, open, openKey, show, close, acts: open ? actsOf(open) : [] });
  return {
    open,
    openKey,
    show,
    close,
    actsOf,
    atOf,
    doorsOf,
    asked,
    dialog: (
      <>
        {dialog}
        {ahead.sheet}
      </>
    ),
  };
};

/** What is decided ahead for planned steps, by run managers (WF-111). */
const useAhead = (state: RunState, context: Context) => {
  const act = useRunCommand(state.run.id);
  const [deciding, setDeciding] = useState<PlannedStep & { key: string }>();
  const actsOf = (step: PlannedStep): Act[] => {
    const { key, ahead, title } = step;
    if (key === null || step.state !== 'planned') return [];
    const why_not = canOverride(state, key, context)?.because;
    return [
      {
        id: 'ahead',
        label: words.ahead_act,
        icon: <CalendarClock />,
        key: 'e',
        why_not,
        run: () => setDeciding({ ...step, key }),
      },
      ...(ahead
        ? [
            {
              id: 'follow',
              label: words.ahead_clear,
              icon: <RotateCcw />,
              why_not,
              run: () => act({ command: { do: 'clear_override', step: key }, said: words.ahead_cleared(title) }),
            },
          ]
        : []),
    ];
  };
  const sheet = deciding && (
    <OverrideSheet
      step={deciding}
      close={() => setDeciding(undefined)}
      send={(command, said) => act({ command, said })}
    />
  );
  return { actsOf, sheet };
};

const focusStep = (key: string | undefined) =>
  key && document.getElementById(`step-${key}`)?.querySelector<HTMLElement>('button')?.focus();

interface StepKeys {
  plan: readonly PlannedStep[];
  open: PlannedStep | undefined;
  openKey: string | undefined;
  show: (key: string) => void;
  close: () => void;
  acts: readonly Act[];
}

/** `j k` go from step to step, Escape closes the panel, and the open step's acts have their keys (WF-191). */
const useStepKeys = ({ plan, open, openKey, show, close, acts }: StepKeys) => {
  const run = useRunAct();
  const move = (by: number) => {
    const at = open ? plan.indexOf(open) : -1;
    const to = plan[at < 0 ? firstLive(plan) : Math.max(0, Math.min(plan.length - 1, at + by))];
    if (!to) return;
    show(keyOfStep(to));
    focusStep(keyOfStep(to));
  };
  useKeys([
    { key: 'j', label: words.next_step, run: () => move(1) },
    { key: 'k', label: words.step_before, run: () => move(-1) },
    ...(openKey ? [{ key: 'Escape', label: words.close_step, run: close }] : []),
    ...acts.flatMap((act) => (act.key ? [{ key: act.key, label: act.label, run: () => void run(act) }] : [])),
  ]);
};

const firstLive = (plan: readonly PlannedStep[]): number =>
  Math.max(
    0,
    plan.findIndex(({ state }) => state === 'ready' || state === 'in_progress' || state === 'failed'),
  );
