import type { Context, Effect, Event, Facts, Json } from '#kernel/decision/model.ts';
import { changed, changedAmong, difference, idOf, kindOf, ref, undoable } from '#kernel/decision/rules.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { blankComment, blankHold, blankRun, blankTask } from './blank.ts';
import type { Comment, Hold, Run, Task, Work } from './model.ts';
import type { Verb } from './verbs.ts';

/** Facts that only the history keeps, as they are fields of no row: why it was done, which line was ticked, what a move changed. */
const BECAUSE = 'because';
const LINE = 'line';
const DIFFERENCE = 'difference';

/** Applies an event to the row it names; a row that is not there yet begins blank. */
export const evolveWork = <W extends Work>(work: W, told: Event): W => {
  const event = { ...told, facts: rowFacts(told.facts) };
  const id = idOf(event.thing);
  switch (kindOf(event.thing)) {
    case 'run':
      return pinned({ ...work, run: changed<Run>(work.run ?? blankRun(id), event) }, event);
    case 'task':
      return { ...work, tasks: among(work.tasks, event, blankTask) };
    case 'hold':
      return { ...work, holds: among(work.holds, event, blankHold) };
    case 'comment':
      return { ...work, comments: among(work.comments, event, blankComment) };
    case 'file':
      return { ...work, files: changedAmong<FileRow>(work.files, event) };
    default:
      return work;
  }
};

/** A run that moved to another version goes by that one's content from then on (WF-143). */
const pinned = <W extends Work>(work: W, { facts }: Event): W => {
  const content = facts.workflow_version && work.content && work.versions?.[work.run!.workflow_version];
  return content ? { ...work, content } : work;
};

const among = <Row extends Task | Hold | Comment>(
  rows: readonly Row[],
  event: Event,
  blank: (id: string) => Row,
): Row[] => {
  const id = idOf(event.thing);
  return rows.some((row) => row.id === id)
    ? rows.map((row) => (row.id === id ? changed(row, event) : row))
    : [...rows, changed(blank(id), event)];
};

/** The facts of an event that are fields of its row. */
export const rowFacts = ({ [BECAUSE]: _, [LINE]: __, [DIFFERENCE]: ___, ...facts }: Facts): Facts => facts;

/** The event with the words of the checklist's line, so that the timeline says them whatever becomes of the version. */
export const ofLine = (event: Event, text: string): Event => ({
  ...event,
  facts: { ...event.facts, [LINE]: [null, text] },
});

/** The event with the difference a move made to the run (WF-143). */
export const withDifference = (event: Event, difference: Json): Event => ({
  ...event,
  facts: { ...event.facts, [DIFFERENCE]: [null, difference] },
});

/** The event with the reason somebody gave. */
export const because = (event: Event, reason: string | undefined): Event =>
  reason ? { ...event, facts: { ...event.facts, [BECAUSE]: [null, reason] } } : event;

/** What has been decided so far, and the state it leads to. */
export interface Story<W extends Work = Work> {
  work: W;
  events: Event[];
  effects: Effect[];
}

export const begin = <W extends Work>(work: W): Story<W> => ({ work, events: [], effects: [] });

/** The story with what follows from it; events without a difference are left out. */
export const tell = <W extends Work>(story: Story<W>, events: readonly Event[], effects: readonly Effect[] = []) => {
  const real = events.filter((event) => Object.keys(event.facts).length > 0);
  story.work = real.reduce((work, event) => evolveWork(work, event), story.work);
  story.events.push(...real);
  story.effects.push(...effects);
  return story;
};

/** A verb and what it sets. `by`: a person's act, which can be taken back (WF-150). */
interface Told<Row> {
  verb: Verb;
  set: { [Field in keyof Row]?: Row[Field] | undefined };
  by?: Context | undefined;
}

export const taskEvent = (work: Work, task: Task, { verb, set, by }: Told<Task>): Event =>
  event(work, { verb, thing: ref('task', task.id), facts: difference<Task>(task, set) }, by);

export const runEvent = (work: Work, run: Run, { verb, set, by }: Told<Run>): Event =>
  event(work, { verb, thing: ref('run', run.id), facts: difference<Run>(run, set) }, by);

export const holdEvent = (work: Work, hold: Hold, { verb, set, by }: Told<Hold>): Event =>
  event(work, { verb, thing: ref('hold', hold.id), facts: difference<Hold>(hold, set) }, by);

export const commentEvent = (work: Work, comment: Comment, { verb, set, by }: Told<Comment>): Event =>
  event(work, { verb, thing: ref('comment', comment.id), facts: difference<Comment>(comment, set) }, by);

/** What a file tells of itself, in the act of a task. */
export type FileEvent = Event & { verb: Extract<Verb, `file.${string}`> };

/** On the timeline of the run and of the client. */
export const event = (work: Work, told: Pick<Event, 'thing' | 'facts'> & { verb: Verb }, by?: Context): Event => {
  const client = work.run?.client_id ?? work.subject?.client_id;
  return {
    ...told,
    ...(work.run ? { run_id: work.run.id } : {}),
    ...(client ? { client_id: client } : {}),
    ...(by ? undoable(by) : {}),
  };
};
