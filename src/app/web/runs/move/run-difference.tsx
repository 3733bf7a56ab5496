import type { PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import type { RunDifference, StepMove } from '#workflows/runs/version-difference.ts';
import { fieldWords } from '../../workflows/say/difference.ts';
import { words } from './words.ts';
import '../../workflows/difference.css';

/** What the move makes of one run: a line per step that differs, then what is kept (WF-140). */
export const RunDifferenceView = ({ difference: { steps, completes } }: { difference: RunDifference }) => {
  const { today, locale } = useClock();
  const say = (day: PlainDate | null) => (day ? dayWords(day, today, locale) : words.no_day);
  const kept = steps.filter((step) => step.change === 'kept' && !step.date);
  return (
    <div className="move-difference">
      <ul className="difference-steps">
        {steps
          .filter((step) => !kept.includes(step))
          .map((step) => (
            <li key={step.key + step.change} className="difference-step" data-change={step.change}>
              <p className="difference-title">
                <span className="difference-sign" aria-hidden>
                  {SIGN[step.change]}
                </span>
                <span>{step.title}</span>
                <span className="caption">{noteOf(step, say)}</span>
              </p>
            </li>
          ))}
      </ul>
      {kept.length > 0 && <p className="caption">{words.kept(kept.map(({ title }) => title).join(', '))}</p>}
      {completes && <p className="caption">{words.completes}</p>}
    </div>
  );
};

const SIGN = { added: '+', removed: '−', changed: '~', kept: '' } as const;

/** «changed, differs in title, due Mon 30 Nov → Wed 25 Nov, waits again». */
const noteOf = (step: StepMove, say: (day: PlainDate | null) => string): string => {
  const { change, fields, was, now, date, behind, kind } = step;
  const names = fields.map((field) => (field === 'order' ? words.order : fieldWords(field).toLowerCase()));
  const moved = date && (kind === 'action' ? words.begins : words.due)(say(date.from), say(date.to));
  return [
    words.change[change],
    ...(names.length ? [words.fields(names.join(', '))] : []),
    ...(moved ? [moved] : []),
    ...(behind ? [words.behind] : []),
    ...(change === 'removed' && was !== 'planned' ? [words.cancelled] : []),
    ...(was === 'ready' && now === 'planned' ? [words.waits_again] : []),
    ...(now === 'ready' && was !== 'ready' ? [kind === 'action' ? words.begins_now : words.ready_now] : []),
  ].join(', ');
};
