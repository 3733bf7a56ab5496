import { Moment } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import { filesOf } from '#workflows/runs/attaching.ts';
import type { Seat, Task, Verdict, Work } from '#workflows/runs/model.ts';
import type { At } from '#workflows/runs/moves.ts';
import { approvalsOf, judgedRows, reviewStepOf } from '#workflows/runs/reviews.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { checklistOf } from '#workflows/runs/tasks.ts';
import { titles } from '#workflows/runs/words.ts';
import { FileName } from '../../files/file-name.tsx';
import { answerFacts } from './answer-facts.ts';
import { seatWords } from './seat-words.ts';
import { words } from './words.ts';
import './review.css';

/** What is reviewed and by whom: the work side by side, who looks in which order, and the rounds so far (WF-135 … WF-139). */
export const ReviewPart = ({ at }: { at: At }) => {
  const { work, task } = at;
  const step = reviewStepOf(work, task);
  if (!step) return null;
  const rows = judgedRows(work, step);
  return (
    <>
      <Looks at={at} />
      <section className="task-part review-work" aria-label={words.reviewed}>
        <h3>{words.reviewed}</h3>
        <ul className="judged">
          {rows.map((row) => (
            <Judged key={row.id} work={work} row={row} />
          ))}
        </ul>
      </section>
      <Rounds work={work} task={task} />
    </>
  );
};

/** One line per look: who, and whether they have decided. */
const Looks = ({ at: { work, task } }: { at: At }) => {
  const given = approvalsOf(task);
  const open = task.state === 'ready' || task.state === 'in_progress';
  if (!task.reviewers.length) return null;
  return (
    <ol className="looks" aria-label={words.reviewers}>
      {task.reviewers.map((found, index) => {
        const verdict = given.find(({ look }) => look === index + 1);
        const now = open && task.turn === index + 1;
        return (
          <li key={index} data-now={now || undefined}>
            <span className="caption">{words.look(index + 1, task.reviewers.length)}</span>
            {verdict ? <By work={work} verdict={verdict} /> : <Looker work={work} found={found} />}
            {verdict ? (
              <span className="look-state">
                <StateChip state="approved" />
                <Moment instant={verdict.at} />
              </span>
            ) : (
              <span className="look-state quiet">{now ? words.look_now : found && open ? words.look_later : ''}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
};

const Looker = ({ work, found }: { work: Work; found: Seat | null }) => {
  if (!found) return <span className="quiet">{words.nobody_found}</span>;
  const { assignee_id, for_member_id } = found;
  if (!assignee_id) return <span>{seatWords(work, found)}</span>;
  return (
    <Person name={nameOf(work, assignee_id)} {...(for_member_id ? { deputy_for: nameOf(work, for_member_id) } : {})} />
  );
};

const By = ({ work, verdict: { by, for: absent } }: { work: Work; verdict: Verdict }) => (
  <Person name={nameOf(work, by)} {...(absent && absent !== by ? { deputy_for: nameOf(work, absent) } : {})} />
);

/** What was done in a step, by whom, with its answers and files. */
const Judged = ({ work, row }: { work: Work; row: Task }) => {
  const facts = answerFacts(work, row);
  const files = filesOf(work, row);
  const lines = checklistOf(work, row.step_key);
  const ticked = lines.filter(({ key }) => Object.hasOwn(row.ticks, key)).length;
  return (
    <li className="judged-step">
      <h4 className="cut">{row.title}</h4>
      <p className="judged-line">
        <StateChip state={row.state} {...(row.outcome ? { label: row.outcome } : {})} />
        {row.round > 1 && <span className="caption">{words.round_n(row.round)}</span>}
      </p>
      {row.finished_by && (
        <p className="judged-line">
          <Person
            name={nameOf(work, row.finished_by)}
            {...(row.finished_for ? { deputy_for: nameOf(work, row.finished_for) } : {})}
          />
          <span className="caption">
            <Moment instant={row.finished_at} />
          </span>
        </p>
      )}
      {facts.length > 0 && <Facts facts={facts} />}
      {lines.length > 0 && <p className="caption">{words.ticks_done(ticked, lines.length)}</p>}
      {files.map((file) => (
        <FileName key={file.id} file={file} />
      ))}
      {row.reason && row.state === 'skipped' && <p className="caption">{row.reason}</p>}
    </li>
  );
};

/** What reviewers decided, newest first; kept through all rounds. */
const Rounds = ({ work, task }: { work: Work; task: Task }) => {
  if (!task.verdicts.length) return null;
  return (
    <section className="task-part" aria-label={words.rounds}>
      <h3>{words.rounds}</h3>
      <ol className="verdicts">
        {task.verdicts.toReversed().map((verdict) => (
          <li key={verdict.at + verdict.look}>
            <span className="caption tabular">{words.round_n(verdict.round)}</span>
            <By work={work} verdict={verdict} />
            <span className="look-state">
              <StateChip
                state={verdict.is === 'approved' ? 'approved' : 'outstanding'}
                label={verdict.is === 'approved' ? words.said_approved : words.said_handed_back}
              />
              <Moment instant={verdict.at} />
            </span>
            {verdict.comment && <p className="verdict-comment">{verdict.comment}</p>}
            {verdict.steps.length > 0 && <p className="caption">{titles(rowsOf(work, verdict.steps))}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
};

const rowsOf = (work: Work, keys: readonly string[]): { title: string }[] =>
  keys.map((key) => ({ title: work.content?.steps.find((step) => step.key === key)?.title ?? key }));
