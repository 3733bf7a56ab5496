import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, conflict, invalid, problem } from '#kernel/decision/rules.ts';
import { checkList, errorsOf } from './checklist.ts';
import { type Content, content as contentSchema } from './content.ts';
import { bornPublished, newDraft, newVersion, newWorkflow } from './making.ts';
import type { BeginCommand, WorkflowState } from './model.ts';
import { copyName, freeKey, nameTaken } from './names.ts';
import { mayDesign, mayPublish } from './rights.ts';

export const MAX_WORKFLOWS = 500;

/**
 * A new workflow of the practice, under an id made at the door. From nothing it opens as an empty draft (WF-3); a copy of
 * another one as a draft named «… (copy)», without its runs and versions (WF-16). A template «as it is» is published and
 * turned on if the check list has no error, else it opens as a draft like one to customise (WF-4). A file opens as a draft.
 * Refuses: not_allowed, invalid (name taken, 500 workflows).
 */
export const begin = (state: WorkflowState, command: BeginCommand, context: Context): Decision => {
  if (state.workflow) return conflict('This workflow was made already.');
  const content = contentOf(state, command);
  const key = freeKey(stemOf(command, content), state.around.keys_taken);
  const no = mayDesign(context.who, content.subject_kinds) ?? tooMany(state) ?? taken(state, content.name);
  if (no) return no;
  const wanted = { command, content, key, on: false };
  if (!startsOn(state, command, { content, key })) {
    const draft = { workflow_id: command.id, content, base_version: 0 };
    return accept([newWorkflow(wanted, context), newDraft(draft, context)]);
  }
  const version = newVersion({ workflow_id: command.id, n: 1, content, note: null }, context);
  const born = [newWorkflow({ ...wanted, on: true }, context), version, ...bornPublished(command.id)];
  return mayPublish(context.who, content) ?? accept(born);
};

const stemOf = (command: BeginCommand, { name }: Content): string => {
  if (command.do === 'copy_template') return command.template.key;
  return command.do === 'import' ? command.key : name;
};

/** A template used as it is, in which the check list finds no error. */
const startsOn = ({ around }: WorkflowState, command: BeginCommand, made: { content: Content; key: string }): boolean =>
  command.do === 'copy_template' && command.as_is && !errorsOf(checkList(made.content, around.design, made.key)).length;

const contentOf = ({ around }: WorkflowState, command: BeginCommand): Content => {
  if (command.do === 'create') {
    const { name, description, subject_kinds } = command;
    return contentSchema.parse({ name, description, subject_kinds, steps: [] });
  }
  const { content } = command;
  if (command.do === 'import') return content;
  if (command.do === 'duplicate') return { ...content, name: copyName(command.source.name, around.design) };
  return nameTaken(content.name, around.design) ? { ...content, name: copyName(content.name, around.design) } : content;
};

const tooMany = ({ around }: WorkflowState): Refusal | null =>
  around.design.workflows.length < MAX_WORKFLOWS
    ? null
    : invalid(
        problem('', 'too_many', `A practice has at most ${MAX_WORKFLOWS} workflows. Delete one that was never used.`),
      );

const taken = ({ around }: WorkflowState, name: string): Refusal | null => {
  const other = nameTaken(name, around.design);
  return other
    ? invalid(problem('/name', 'taken', `There is a workflow named «${other.name}» already. Choose another name.`))
    : null;
};
