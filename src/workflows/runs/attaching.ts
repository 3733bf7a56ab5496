import type { Id } from '#ground/id.ts';
import type { Context, Decision, Effect, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, notFound, ref, refused } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { linkFile, relinkFile, unlinkFile } from '#kernel/files/rules.ts';
import { canComment } from './adding.ts';
import type { TaskCommand } from './commands.ts';
import type { Task, Work } from './model.ts';
import { type At, fits, mayMove } from './moves.ts';
import { underReview } from './reviews.ts';
import { actsFor } from './rights.ts';
import { event, type FileEvent } from './telling.ts';

/** Files of a task: taking what was uploaded, and letting it go again (WF-33, WF-54, WF-121, PL-110). */

const FILES_PER_TASK = 100;

/** Those it has now, in the order they came. */
export const filesOf = ({ files }: Pick<Work, 'files'>, { id }: Pick<Task, 'id'>): FileRow[] =>
  files.filter((file) => file.state === 'ready' && file.thing === ref('task', id));

/** Whoever may comment on a task may attach to it; one that waits for others can be prepared (WF-33), a done one completed. */
export const canAttach = (at: At): Refusal | null =>
  canComment(at.work, at.task, at.context) ?? fits(at, 'attach') ?? underReview(at.work, at.task);

/** Refuses no_such_file for what the caller did not upload, or something has already; too_many_files. */
export const attachFiles = (at: At, { files }: Extract<TaskCommand, { do: 'attach_files' }>): Decision => {
  const { work, task, context } = at;
  const no = canAttach(at) ?? tooMany(at, files.length);
  if (no) return no;
  const events: Event[] = [];
  for (const id of new Set(files)) {
    const link = linkFile(fileById(work, id), ref('task', task.id), context);
    if ('yes' in link) return link;
    events.push(told(at, link));
  }
  return accept(events);
};

/** Whoever attached it, whoever has the task, and a run manager; what a finished task was finished with stays. */
export const canRemoveFile = (at: At, file: FileRow): Refusal | null => {
  const own = file.uploaded_by === at.context.who.actor;
  return (own ? canComment(at.work, at.task, at.context) : mayMove(at)) ?? fits(at, 'remove_file');
};

export const removeFile = (at: At, command: Extract<TaskCommand, { do: 'remove_file' }>): Decision => {
  const file = filesOf(at.work, at.task).find(({ id }) => id === command.file);
  if (!file) return notFound();
  const no = canRemoveFile(at, file);
  if (no) return no;
  const { event: gone, effect } = unlinkFile(file, at.context);
  return accept([told(at, gone)], [effect]);
};

/**
 * What takes an attaching or a removing back (WF-151): the file is let go, or comes back while its bytes are there. Refuses
 * when the task was finished with it since.
 */
export const turnedFile = (
  work: Work,
  file: FileRow,
  context: Context,
): { event: Event; effects: Effect[] } | Refusal => {
  const task = work.tasks.find(({ id }) => ref('task', id) === file.thing);
  if (!task) return notFound();
  if (file.state === 'ready') {
    const no = fits({ work, task, context }, 'remove_file');
    if (no) return no;
    const gone = unlinkFile(file, context);
    return { event: gone.event, effects: [gone.effect] };
  }
  const back = relinkFile(file);
  return 'yes' in back ? back : { event: back, effects: [] };
};

const fileById = ({ files }: Work, id: Id): FileRow | undefined => files.find((file) => file.id === id);

export const tooMany = ({ work, task }: At, more: number): Refusal | null =>
  filesOf(work, task).length + more > FILES_PER_TASK
    ? refused(
        'too_many_files',
        `«${task.title}» takes at most ${FILES_PER_TASK} files. Put them together, or remove some.`,
      )
    : null;

/** On the timeline of the run and the client, under the name of the absent member it is done for (WF-130). */
const told = ({ work, task, context }: At, made: Event): Event => {
  const absent = actsFor(work, task, context.who);
  const whole = event(work, made as FileEvent, context);
  return absent ? { ...whole, for_member: absent } : whole;
};
