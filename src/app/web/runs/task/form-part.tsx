import { Day, Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import { formStepOf, isOpenForm, lastDayOf } from '#workflows/runs/asking.ts';
import type { RunState } from '#workflows/runs/model.ts';
import type { At } from '#workflows/runs/moves.ts';
import { messagePage } from '../../outbox/data.ts';
import { words } from './words.ts';

/** A form with whoever answers it: since when, how often reminded, until when, and whether they have begun (WF-57). */
export const FormPart = ({ at }: { at: At }) => {
  const { task } = at;
  if (!task.asked) return null;
  return (
    <section className="task-part" aria-label={words.form_asked}>
      <h3>{words.form_asked}</h3>
      <Facts facts={factsOf(at)} />
      {task.message_id && (
        <p className="caption">
          <Go className="link" to={messagePage(task.message_id)}>
            {words.form_letters}
          </Go>
        </p>
      )}
    </section>
  );
};

const factsOf = ({ work, task, context }: At): Fact[] => {
  const asked = task.asked!;
  const step = formStepOf(work, task);
  const sheet = work.sheets?.[task.id];
  const open = isOpenForm(work as RunState, task, context);
  return [
    ...(sheet ? [{ label: words.form, value: sheet.title }] : []),
    { label: words.form_since, value: <Moment instant={asked.at} /> },
    {
      label: words.form_reminded,
      value: asked.reminders.length ? (
        <>
          {asked.reminders.map(({ n, at }, i) => (
            <span key={n}>
              {i > 0 && ', '}
              <Moment instant={at} />
            </span>
          ))}
        </>
      ) : open ? (
        words.form_not_reminded
      ) : (
        words.form_never
      ),
    },
    ...(step && open
      ? [{ label: words.form_until, value: <Day date={lastDayOf(work as RunState, { step, asked }, context)} /> }]
      : []),
    ...(asked.expired_at ? [{ label: words.form_over, value: <Moment instant={asked.expired_at} /> }] : []),
    ...(open && sheet?.kept_at ? [{ label: words.form_begun, value: <Moment instant={sheet.kept_at} /> }] : []),
  ];
};
