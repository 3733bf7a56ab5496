import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { accept, conflict, invalid, problem } from '#kernel/decision/rules.ts';
import { checkList, errorsOf } from './checklist.ts';
import { type Content, content as contentSchema } from './content.ts';
import { newDraft, newWorkflow, versionOf } from './making.ts';
import type { BeginCommand, WorkflowState } from './model.ts';
import { copyName, freeKey, nameTaken } from './names.ts';
import { mayDesign, mayPublish } from './rights.ts';

export const MAX_WORKFLOWS = 500;

/**
 * A new workflow of the practice, under an id made at the door. From nothing it opens as an empty draft (WF-3); a copy of
 * another one as a draft named «… (copy)», without its runs and versions (WF-16). A template «as it is» is published and
 * turned on if the check list has no error, else it opens as a draft like one to customise (WF-4).
 * Refuses: not_allowed, invalid (name taken, 500 workflows).
 */
export const begin = (state: WorkflowState, command: BeginCommand, context: Context): Decision => {
  if (state.workflow) return conflict('This workflow was made already.');
  const content = contentOf(state, command);
  const key = freeKey(command.do === 'copy_template' ? command.template.key : content.name, state.around.keys_taken);
  const no = mayDesign(context.who, content.subject_kinds) ?? tooMany(state) ?? taken(state, content.name);
  if (no) return no;
  const published =
    command.do === 'copy_template' && command.as_is && !errorsOf(checkList(content, state.around.design, key)).length;
  if (!published)
    return accept([newWorkflow(command, content, key, context), newDraft(command.id, content, 0, context)]);
  const version = versionOf(command.id, 1, content, '', context);
  return mayPublish(context.who, content) ?? accept([newWorkflow(command, content, key, context, 1), version]);
};

const contentOf = ({ around }: WorkflowState, command: BeginCommand): Content => {
  if (command.do === 'create') {
    const { name, description, subject_kinds } = command;
    return contentSchema.parse({ name, description, subject_kinds, steps: [] });
  }
  const { content } = command;
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
