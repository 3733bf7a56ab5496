import { type Answers, readAnswers } from '#forms/answers.ts';
import type { Id } from '#ground/id.ts';
import type { Context, Decision, Event, Json, Refusal } from '#kernel/decision/model.ts';
import { accept, invalid, ref, refused } from '#kernel/decision/rules.ts';
import { linkFile } from '#kernel/files/rules.ts';
import { isOpenForm, tellAnswered } from './asking.ts';
import { filesOf, tooMany } from './attaching.ts';
import type { FormAnswers, MachineCommand } from './commands.ts';
import type { RunState, Sheet, Task, Work } from './model.ts';
import { type At, acted, fits, mayMove, me } from './moves.ts';
import { taskById } from './state.ts';
import { event, type FileEvent, taskEvent } from './telling.ts';

/** The answer to a form, from whoever was asked or entered for them, finishes its step (WF-57). */

/** May a member enter it? Also after the link is over, and before any letter has left. */
export const canAnswer = (at: At): Refusal | null => mayMove(at) ?? fits(at, 'answer');

/** Refuses invalid with a sentence at each question that is wrong, all at once (IN-93); no_such_file. */
export const answerForm = (at: At, given: FormAnswers): Decision => {
  const no = canAnswer(at);
  if (no) return no;
  const { work, task, context } = at;
  const read = answersOf(work, task, given, context);
  if ('yes' in read) return read;
  const holder = task.for_member_id ?? task.assignee_id;
  const set = {
    ...answered(read.answers, context),
    finished_by: me(context),
    finished_for: holder !== me(context) ? holder : null,
  };
  return accept([...read.files, acted(at, 'task.answered', set)]);
};

/**
 * Whoever was asked pressed Send. Refuses `answered` when it is answered already, `form_closed` when the link is over or the
 * step is no longer open (IN-98), and as `answerForm`.
 */
export const clientAnswered = (
  state: RunState,
  told: Extract<MachineCommand, { do: 'client_answered' }>,
  context: Context,
): Decision => {
  const task = taskById(state, told.task);
  if (task?.round === told.round && task.state === 'done') return refused('answered', 'This was answered already.');
  if (!task || task.round !== told.round || !isOpenForm(state, task, context))
    return refused('form_closed', 'This cannot be answered any more.');
  const read = answersOf(state, task, told, context);
  if ('yes' in read) return read;
  const set = answered(read.answers, context);
  return accept([...read.files, taskEvent(state, task, { verb: 'task.answered', set })], tellAnswered(state, task));
};

const answered = (answers: Answers, { now }: Context) =>
  ({
    state: 'done',
    finished_at: now,
    form_answers: answers as Record<string, Json>,
    needs_attention: null,
  }) satisfies Partial<Task>;

interface Read {
  answers: Answers;
  /** What links the files that the answers name. */
  files: Event[];
}

const answersOf = (work: Work, task: Task, { answers: typed }: FormAnswers, context: Context): Read | Refusal => {
  const sheet = work.sheets?.[task.id];
  if (!sheet || sheet.round !== task.round)
    return refused('not_asked', `«${task.title}» has no questions yet: its form was not found. Ask again.`);
  const { answers, faults } = readAnswers(sheet.questions, typed);
  if (faults.length) return invalid(...faults);
  const linked = linkedFiles(work, task, filesIn(sheet, answers), context);
  return 'yes' in linked ? linked : { answers, files: linked };
};

/** The files that answers name, by id. */
export const filesIn = ({ questions }: Pick<Sheet, 'questions'>, answers: Answers): Id[] =>
  questions.flatMap(({ key, kind }) =>
    kind === 'file' && Array.isArray(answers[key]) ? answers[key].map(String) : [],
  );

/** Those that the task has already stay as they are. */
const linkedFiles = (work: Work, task: Task, ids: readonly Id[], context: Context): Event[] | Refusal => {
  const fresh = [...new Set(ids)].filter((id) => !filesOf(work, task).some((file) => file.id === id));
  const no = tooMany({ work, task, context }, fresh.length);
  if (no) return no;
  const events: Event[] = [];
  for (const id of fresh) {
    const link = linkFile(
      work.files.find((file) => file.id === id),
      ref('task', task.id),
      context,
    );
    if ('yes' in link) return link;
    events.push(event(work, link as FileEvent, context));
  }
  return events;
};
