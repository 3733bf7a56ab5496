import type { Act } from '#kernel/access/roles/model.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import { notAllowed } from '#kernel/decision/rules.ts';
import type { Content, Step, SubjectKind } from './content.ts';

/** Who may design workflows for these kinds (WF-19): for invoices it is the collections' own ability (WF-20). */
export const designAct = (kinds: readonly SubjectKind[]): Act =>
  kinds.includes('invoice') ? writes('collections', 'collections.design') : writes('workflows', 'workflows.design');

export const mayDesign = (who: Who, kinds: readonly SubjectKind[]): Refusal | null => can(who, designAct(kinds));

/**
 * The author of a version must hold every right its steps need, since the machine will act with it for anybody who
 * launches (WF-21). Refuses not_allowed, naming the first step that is too much.
 */
export const mayPublish = (who: Who, content: Content): Refusal | null => {
  for (const step of content.steps) {
    for (const act of actsOf(step, content.subject_kinds)) {
      const no = can(who, act) ?? tooNarrow(who, act);
      if (no) return tooMuch(step, no);
    }
  }
  return null;
};

const tooMuch = (step: Step, no: Refusal): Refusal => {
  const more = no.kind === 'not_found' ? 'Ask somebody who may do both to publish it.' : no.because;
  return notAllowed(`You cannot publish this: ${sayAct(step)}, which you may not do yourself. ${more}`, {
    ...no.facts,
    step: step.key,
  });
};

/** What a step will do in the name of its author. */
const actsOf = (step: Step, kinds: readonly SubjectKind[]): Act[] => {
  if (step.kind === 'review') return [];
  if (step.kind === 'task') return step.asks?.some(({ writes: field }) => field) ? changes(kinds) : [];
  if (step.kind === 'form') return SENDING;
  switch (step.do) {
    case 'note':
    case 'notify':
      return [];
    case 'send_email':
    case 'send_sms':
      return SENDING;
    case 'start_workflow':
      return [writes('workflows', kinds.includes('invoice') ? 'collections.assign' : 'workflows.launch')];
    case 'assign_role':
    case 'set_status':
    case 'convert':
    case 'change_field':
    case 'add_tag':
    case 'remove_tag':
      return changes(kinds);
    default:
      return step.do satisfies never;
  }
};

const SENDING: Act[] = [{ module: null, level: 'write', ability: 'messages.send' }];

const changes = (kinds: readonly SubjectKind[]): Act[] => [
  writes(
    kinds.includes('invoice') ? 'collections' : 'people',
    kinds.includes('employee') ? 'employees.read' : undefined,
  ),
];

/** A version acts on any subject, so its author needs more than what is assigned to them. */
const tooNarrow = (who: Who, act: Act): Refusal | null =>
  act.module && who.reach[act.module] === 'assigned'
    ? notAllowed(
        `As ${who.role_name} you change only what is assigned to you, and a workflow may be started on anything.`,
      )
    : null;

const sayAct = (step: Step): string => `«${step.title}» ${does(step)}`;

const does = (step: Step): string => {
  if (step.kind === 'action') return DOES[step.do];
  return step.kind === 'form' ? 'sends a form' : 'changes a field of the subject';
};

const DOES = {
  note: 'writes a note',
  notify: 'tells somebody',
  assign_role: 'gives a role',
  set_status: 'sets a status',
  convert: 'converts a prospect',
  change_field: 'changes a field',
  add_tag: 'adds a tag',
  remove_tag: 'takes a tag off',
  start_workflow: 'starts a workflow',
  send_email: 'sends an e-mail',
  send_sms: 'sends a text',
} as const;
