import type { ReactNode } from 'react';
import type { Answers as FormAnswers } from '#forms/answers.ts';
import type { Id } from '#ground/id.ts';
import { ActBar } from '#kernel/ui/act-button.tsx';
import { Day, Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import { taskActs as can } from '#workflows/runs/acts.ts';
import type { Finish } from '#workflows/runs/commands.ts';
import { type At, fits } from '#workflows/runs/moves.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { pendingOver } from '#workflows/runs/reviews.ts';
import { isOpen, nameOf, openHolds, phaseOf, stepOf } from '#workflows/runs/state.ts';
import { sayDay } from '#workflows/runs/words.ts';
import { runPage, subjectPage } from '../data.ts';
import { keyOfTask, ownWaits } from '../line.ts';
import { StepWhy } from '../why.tsx';
import { type TaskDoors, taskActs } from './acts.tsx';
import { answerFacts } from './answer-facts.ts';
import { Checklist } from './checklist.tsx';
import { CommentBox } from './comments.tsx';
import { holderOf } from './doors.tsx';
import { TaskFiles } from './files.tsx';
import { FinishForm, needsForm } from './finish-form.tsx';
import { FormAnswer } from './form-answer.tsx';
import { FormPart } from './form-part.tsx';
import { ReviewPart } from './review.tsx';
import { seatWords } from './seat-words.ts';
import { words } from './words.ts';
import './task.css';

export interface PanelProps {
  at: At;
  /** The task in its run's plan: what it waits for, and why it stands as it does. */
  step?: PlannedStep | undefined;
  doors: TaskDoors;
  /** Throws the refusal. */
  finish: (typed: Finish) => Promise<unknown>;
  /** Throws the refusal. */
  answer: (answers: FormAnswers) => Promise<unknown>;
  comment: (text: string, mentions: readonly Id[]) => Promise<unknown>;
  /** How often somebody asked to finish or to comment: each time the focus goes there. */
  asked: { finish: number; comment: number };
  /** Elsewhere than on the run's page: with a way there. */
  away?: boolean;
  /** What was written about it. */
  talk?: ReactNode;
}

/** One task, wherever it is worked: its acts, what it asks for, and why it stands here. */
export const TaskPanel = ({ at, step, doors, finish, answer, comment, asked, away, talk }: PanelProps) => {
  const { work, task } = at;
  const key = keyOfTask(task);
  const written = needsForm(at);
  const acts = taskActs(at, doors).filter(({ id }) => id !== 'comment' && !(id === 'finish' && written));
  const may = can(at);
  return (
    <div className="task-panel">
      <TaskLine at={at} />
      {acts.length > 0 && <ActBar key={key} acts={acts} />}
      <Notices at={at} step={step} />
      <Instructions at={at} />
      <Checklist at={at} send={doors.send} />
      {task.kind === 'review' && <ReviewPart at={at} />}
      {task.kind === 'form' && <FormPart at={at} />}
      {task.kind !== 'action' && <TaskFiles key={key} at={at} send={doors.send} asked={asked.finish} />}
      {written && <FinishForm key={`${key} ${task.round}`} at={at} finish={finish} asked={asked.finish} />}
      {task.kind === 'form' && fits(at, 'answer') === null && (
        <FormAnswer key={`${key} ${task.round}`} at={at} answer={answer} asked={asked.finish} />
      )}
      <Answers at={at} />
      <Facts facts={factsOf(at, away ?? false)} />
      {step && <StepWhy step={step} work={work} />}
      <section className="task-part" aria-label={words.comments}>
        <h3>{words.comments}</h3>
        {talk}
        <CommentBox key={key} why_not={may.comment?.because} send={comment} asked={asked.comment} />
      </section>
    </div>
  );
};

/** State, who and when: what one asks first. */
const TaskLine = ({ at }: { at: At }) => {
  const { work, task } = at;
  const { name, pool, absent } = holderOf(at);
  return (
    <p className="task-line">
      <StateChip
        state={task.kind === 'review' && task.state === 'done' ? 'approved' : task.state}
        {...(task.kind === 'form' && words.form_state[task.state] ? { label: words.form_state[task.state]! } : {})}
      />
      {task.kind !== 'action' &&
        (pool ? <span>{words.pool(pool)}</span> : <Person name={name} {...(absent ? { deputy_for: absent } : {})} />)}
      {isOpen(task) && task.due_on && <Day date={task.due_on} due={phaseOf(work) !== 'on_hold'} />}
      {isOpen(task) && task.due_by_hand && task.step_key && <span className="caption">{words.due_by_hand}</span>}
    </p>
  );
};

/** What stands in the way, or is unusual. */
const Notices = ({ at: { work, task }, step }: Pick<PanelProps, 'at' | 'step'>) => {
  const open = task.state === 'ready' || task.state === 'in_progress' || task.state === 'waiting';
  const said = [
    ...(task.needs_attention ? [task.needs_attention] : []),
    ...pendingOver(work, task.step_key).map((review) => words.under_review(review.title, seatWords(work, review))),
    ...(task.kind === 'review' && task.turn === 0 ? [words.name_first] : []),
    ...(open ? openHolds(work.holds).map(({ reason, until }) => words.held(reason, until && sayDay(until))) : []),
    ...(open && step ? ownWaits(step, work.holds).map(words.waits) : []),
    ...(task.resolved_note && open
      ? [`${task.resolved_note.charAt(0).toUpperCase()}${task.resolved_note.slice(1)}.`]
      : []),
  ];
  if (!said.length) return null;
  return (
    <ul className="task-notices">
      {said.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
};

const Instructions = ({ at: { work, task } }: { at: At }) => {
  const text = stepOf(work, task.step_key)?.instructions ?? task.instructions;
  if (!text) return null;
  return (
    <section className="task-part" aria-label={words.instructions}>
      <p className="task-instructions">{text}</p>
    </section>
  );
};

/** What a finished task was finished with. */
const Answers = ({ at: { work, task } }: { at: At }) => {
  if (task.state !== 'done' && task.state !== 'skipped') return null;
  const facts = answerFacts(work, task);
  if (!facts.length) return null;
  return (
    <section className="task-part" aria-label={words.answers}>
      <h3>{words.answers}</h3>
      <Facts facts={facts} />
    </section>
  );
};

const factsOf = ({ work, task }: At, away: boolean): Fact[] => {
  const { run, content, subject } = work;
  return [
    ...(away && subject
      ? [
          {
            label: words.subject,
            value: (
              <Go className="link" to={subjectPage(subject)}>
                {subject.name}
              </Go>
            ),
          },
        ]
      : []),
    ...(away && run && content
      ? [
          {
            label: words.run,
            value: (
              <Go className="link" to={runPage(run.id, { task: task.id })}>
                {content.name}
              </Go>
            ),
          },
        ]
      : []),
    ...(task.ready_at ? [{ label: words.ready, value: <Moment instant={task.ready_at} /> }] : []),
    ...(task.finished_at && !isOpen(task)
      ? [
          {
            label: task.state === 'skipped' ? words.skipped_fact : words.finished_fact,
            value: (
              <>
                <Moment instant={task.finished_at} />
                {task.finished_by && <span>, {nameOf(work, task.finished_by)}</span>}
                {task.kind === 'form' && task.state === 'done' && !task.finished_by && subject && (
                  <span>, {subject.name}</span>
                )}
              </>
            ),
          },
        ]
      : []),
    ...(task.outcome ? [{ label: words.outcome, value: task.outcome }] : []),
    ...(task.round > 1 ? [{ label: words.round, value: String(task.round) }] : []),
    ...(task.reason ? [{ label: words.why, value: task.reason }] : []),
  ];
};
