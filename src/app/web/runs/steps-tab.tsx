import { Zap } from 'lucide-react';
import { useMemo } from 'react';
import type { Context } from '#kernel/decision/model.ts';
import type { Act } from '#kernel/ui/act.ts';
import { Day } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { Segments } from '#kernel/ui/tabs.tsx';
import type { RunState } from '#workflows/runs/model.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { dayOf, keyOfStep, ownWaits, whoOf, willNotHappen } from './line.ts';
import { StepFiles } from './run-files.tsx';
import '../workflows/workflows.css';
import { words } from './words.ts';

interface StepsProps {
  plan: readonly PlannedStep[];
  state: RunState;
  context: Context;
  /** The one whose panel is open. */
  open: string | undefined;
  show: (key: string) => void;
  acts: (step: PlannedStep) => readonly Act[];
}

type Shown = 'all' | 'open';

/** Every step of the run by group: past, live and planned, each with its people and its date (WF-110). */
export const StepsTab = (props: StepsProps) => {
  const { read, write } = useSearchText();
  const shown: Shown = read('show') === 'open' ? 'open' : 'all';
  const groups = useMemo(
    () => groupsOf(shown === 'open' ? props.plan.filter(isStillOpen) : props.plan),
    [props.plan, shown],
  );
  return (
    <div className="run-steps">
      <Segments
        label={words.show}
        value={shown}
        onChange={(to: Shown) => write({ show: to === 'open' ? to : undefined })}
        options={[
          { value: 'all', label: words.show_all },
          { value: 'open', label: words.show_open },
        ]}
      />
      {groups.length === 0 && <p className="quiet">{words.nothing_open}</p>}
      {groups.map(({ name, steps }) => (
        <section key={name} className="design-group">
          <h2>{name}</h2>
          <ol className="run-step-list">
            {steps.map((step) => (
              <StepRow key={keyOfStep(step)} step={step} {...props} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
};

const isStillOpen = ({ state }: PlannedStep): boolean =>
  state === 'planned' || state === 'ready' || state === 'in_progress' || state === 'failed';

interface StepGroup {
  name: string;
  steps: PlannedStep[];
}

/** Neighbours of one group stand together; tasks by hand come last. */
const groupsOf = (plan: readonly PlannedStep[]): StepGroup[] => {
  const groups: StepGroup[] = [];
  for (const step of plan) {
    const name =
      step.removed_in !== null
        ? words.removed_in(step.removed_in)
        : step.key === null
          ? words.by_hand
          : (step.group ?? words.ungrouped);
    const last = groups.at(-1);
    if (last?.name === name) last.steps.push(step);
    else groups.push({ name, steps: [step] });
  }
  return groups;
};

const StepRow = ({ step, state, context, open, show, acts }: StepsProps & { step: PlannedStep }) => {
  const key = keyOfStep(step);
  const lines = acts(step);
  return (
    <li
      className="run-step"
      id={`step-${key}`}
      data-open={open === key || undefined}
      data-state={willNotHappen(step) ? 'skipped' : step.state}
    >
      <span className="run-step-state">
        <StepState step={step} bare />
      </span>
      <div className="run-step-main">
        <button type="button" className="design-title" aria-pressed={open === key} onClick={() => show(key)}>
          {step.title}
        </button>
        <StepFiles task_id={step.task_id} state={state} />
        {step.round > 1 && <span className="caption"> {words.round(step.round)}</span>}
        {!step.required && <span className="caption"> {words.optional}</span>}
        <StepNote step={step} state={state} />
      </div>
      <span className="run-step-who">
        <StepWho step={step} state={state} />
      </span>
      <span className="run-step-when">
        <StepDay step={step} context={context} />
      </span>
      <span className="run-step-menu">{lines.length > 0 && <RowMenu name={step.title} acts={lines} />}</span>
    </li>
  );
};

/** What stands in its way, or why it does not happen, where there is such a thing. */
const StepNote = ({ step, state: { holds } }: { step: PlannedStep; state: RunState }) => {
  const waits = ownWaits(step, holds);
  const [state, label] = stateWords(step);
  const said =
    step.needs_attention ??
    (state === 'skipped' && label !== words.step_state.skipped ? label : undefined) ??
    (step.state === 'planned' && waits.length ? `${words.waits_for} ${waits.join(', ')}` : undefined);
  return said ? <p className="run-step-note">{said}</p> : null;
};

const StepWho = ({ step, state }: { step: PlannedStep; state: RunState }) => {
  if (step.kind === 'action')
    return (
      <span className="run-step-machine quiet">
        <Zap aria-hidden /> {words.machine}
      </span>
    );
  if (willNotHappen(step) || step.state === 'skipped') return null;
  const { people } = step;
  if (people?.assignee_id)
    return (
      <Person
        name={nameOf(state, people.assignee_id)}
        {...(people.for_member_id ? { deputy_for: nameOf(state, people.for_member_id) } : {})}
      />
    );
  const pool = whoOf(step, state);
  return pool ? <span className="quiet">{pool}</span> : <Person name={null} />;
};

/** Done on, due on, expected on; «about» where it rests on when others finish. */
const StepDay = ({ step, context }: { step: PlannedStep; context: Context }) => {
  const day = dayOf(step, context);
  if (!day || willNotHappen(step) || step.state === 'cancelled') return <span className="quiet">–</span>;
  if (step.state === 'planned')
    return (
      <span className="quiet">
        {step.estimated ? `${words.about} ` : ''}
        <Day date={day} short />
      </span>
    );
  return <Day date={day} due={step.overdue} short={!!step.finished_at} />;
};

/** A step's state in a chip; `bare`: only its mark, with the word in its title. */
export const StepState = ({ step, bare = false }: { step: PlannedStep; bare?: boolean }) => {
  const [state, label] = stateWords(step);
  return <StateChip state={state} label={label} bare={bare} />;
};

const stateWords = (step: PlannedStep): [state: string, label: string] => {
  if (step.state === 'planned' && step.ahead?.skip) return ['skipped', words.skipped_ahead];
  if (step.state === 'planned' && step.applies === false) return ['skipped', words.probably_not];
  if (step.state === 'skipped' && step.applies === false) return ['skipped', words.not_applicable];
  if (step.kind === 'form' && step.needs_attention) return ['failed', words.step_state.failed!];
  const own = step.kind === 'form' ? words.form_state[step.state] : undefined;
  return [step.state, own ?? words.step_state[step.state] ?? step.state];
};
