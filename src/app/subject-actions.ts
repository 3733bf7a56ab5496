import type { Command } from '#kernel/decision/model.ts';
import { type Params, paramsOf, peopleOf, waitlistOutcome } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import type { RunState, Task } from '#workflows/runs/model.ts';
import { membersNamed } from '#workflows/runs/people.ts';
import { rowOf } from '#workflows/runs/state.ts';

/** What the action asks of the subject's own room; null when there is nothing to do. */
export const subjectCommand = ({ state, row }: { state: RunState; row: Task }, step: ActionStep): Command | null => {
  const { subject } = state;
  switch (step.do) {
    case 'convert':
      return subject.kind === 'client'
        ? null
        : command({ do: 'convert', override_reason: `by the workflow ${state.content.name}` });
    case 'assign_role': {
      const { role, to } = paramsOf('assign_role', step.params);
      const member = peopleOf(to).flatMap((rule) => membersNamed(state, rule))[0];
      return member ? command({ do: 'set_role', role, member }) : null;
    }
    case 'set_status':
      return statusCommand(state, paramsOf('set_status', step.params));
    case 'change_field': {
      const { field, value } = paramsOf('change_field', step.params);
      return command({
        do: 'change',
        ...(field.startsWith('custom.') ? { custom: { [field.slice(7)]: value } } : { [field]: value }),
      });
    }
    case 'add_tag':
    case 'remove_tag':
      return command({ do: step.do, tag: paramsOf(step.do, step.params).tag });
    default:
      throw new Error(`the action «${step.do}» of ${row.id} is not one on the subject`);
  }
};

const command = (value: Command & Record<string, unknown>): Command => value;

const statusCommand = (state: RunState, params: Params<'set_status'>): Command => {
  switch (params.status) {
    case 'waitlisted':
      return command({ do: 'enter_waitlist' });
    case 'off_waitlist':
      return command({
        do: 'leave_waitlist',
        outcome: waitlistOutcome(params, (key) => rowOf(state, key)?.outcome ?? null),
      });
    case 'inactive':
      return command({ do: 'deactivate', reason: params.reason ?? state.content.name, open_runs: 'leave' });
    case 'onboarded':
      return command({ do: 'mark_onboarded' });
  }
};
