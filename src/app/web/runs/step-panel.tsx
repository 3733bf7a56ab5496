import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { words as kit } from '#kernel/ui/words.ts';
import type { RunState } from '#workflows/runs/model.ts';
import type { At } from '#workflows/runs/moves.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { keyOfTask } from './line.ts';
import { PlannedPanel } from './planned-panel.tsx';
import { TaskPanel } from './task/panel.tsx';
import { RunTalk } from './task/talk.tsx';
import { useTaskCommand } from './task/use-task-command.ts';
import type { Steps } from './use-steps.tsx';
import '#kernel/ui/list/peek.css';

interface StepPanelProps {
  step: PlannedStep;
  state: RunState;
  steps: Steps;
}

/** The open step beside the run; follows `j k`. */
export const StepPanel = ({ step, state, steps }: StepPanelProps) => {
  const at = steps.atOf(step);
  const heading = useRef<HTMLHeadingElement>(null);
  // an act may take the button it was pressed on away: the focus stays in the panel
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [step.state, step.task_id]);
  return (
    <aside className="peek" aria-label={step.title}>
      <header className="peek-head">
        <h2 ref={heading} className="cut" tabIndex={-1}>
          {step.title}
        </h2>
        <button type="button" className="icon-button" aria-label={kit.close} onClick={steps.close}>
          <X />
        </button>
      </header>
      <div className="peek-body">
        {at ? (
          <LiveTask key={keyOfTask(at.task)} at={at} step={step} steps={steps} />
        ) : (
          <PlannedPanel step={step} state={state} acts={steps.actsOf(step)} />
        )}
      </div>
    </aside>
  );
};

const LiveTask = ({ at, step, steps }: { at: At; step: PlannedStep; steps: Steps }) => {
  const act = useTaskCommand({ quiet: true });
  const { task } = at;
  return (
    <TaskPanel
      at={at}
      step={step}
      doors={steps.doorsOf(at)}
      finish={(typed) => act({ task, command: { do: 'finish_task', task: task.id, ...typed } })}
      answer={(answers) => act({ task, command: { do: 'answer_form', task: task.id, answers, files: [] } })}
      comment={(text, mentions) => act({ task, command: { do: 'comment_task', task: task.id, text, mentions } })}
      asked={steps.asked}
      talk={task.run_id && <RunTalk run={task.run_id} task={task.id} step={task.step_key} />}
    />
  );
};
