import type { Json } from '#kernel/decision/model.ts';
import { type Params, paramsOf, peopleOf } from '#workflows/definitions/actions.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { membersNamed } from '#workflows/runs/people.ts';
import { nameOf } from '#workflows/runs/state.ts';

/** What an action would do: to whom, in which words, and what it would change on the subject. */
export interface Doing {
  to?: string[];
  /** With merge fields, as it is written. */
  text?: string;
  set?: Record<string, Json>;
  starts?: string;
}

/** Answered as done; nothing is written or sent (WF-155). One line per action; what sends is told when its message leaves. */
export const doingOf = (state: RunState, step: ActionStep): Doing => {
  const { params } = step;
  switch (step.do) {
    case 'note':
      return { text: paramsOf('note', params).text };
    case 'notify':
      return told(state, paramsOf('notify', params));
    case 'assign_role':
      return given(state, paramsOf('assign_role', params));
    case 'set_status':
      return { set: STATUS[paramsOf('set_status', params).status] };
    case 'convert':
      return state.subject.kind === 'client' ? {} : { set: { kind: 'client', status: 'active', waitlisted_on: null } };
    case 'change_field':
      return changed(paramsOf('change_field', params));
    case 'add_tag':
      return { set: { tags: [...new Set([...tagsOf(state), paramsOf('add_tag', params).tag])] } };
    case 'remove_tag':
      return { set: { tags: tagsOf(state).filter((tag) => tag !== paramsOf('remove_tag', params).tag) } };
    case 'start_workflow':
      return { starts: paramsOf('start_workflow', params).workflow };
    case 'send_email':
    case 'send_sms':
      return {};
    default:
      return step.do satisfies never;
  }
};

const STATUS: Readonly<Record<Params<'set_status'>['status'], Record<string, Json>>> = {
  waitlisted: { status: 'waitlisted' },
  off_waitlist: { status: 'open', waitlisted_on: null },
  inactive: { status: 'inactive' },
  onboarded: { status: 'active' },
};

const membersOf = (state: RunState, to: string | readonly string[]): string[] => [
  ...new Set(peopleOf(to).flatMap((rule) => membersNamed(state, rule))),
];

const told = (state: RunState, { to, text }: Params<'notify'>): Doing => ({
  to: membersOf(state, to).map((id) => nameOf(state, id)),
  text,
});

const given = (state: RunState, { role, to }: Params<'assign_role'>): Doing => {
  const [member] = membersOf(state, to);
  return member ? { to: [nameOf(state, member)], set: { [`role.${role}`]: member } } : {};
};

const changed = ({ field, value }: Params<'change_field'>): Doing => ({ set: { [field]: value } });

const tagsOf = ({ subject }: RunState): string[] => (subject.fields.tags as string[] | undefined) ?? [];
