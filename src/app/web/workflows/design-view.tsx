import { ChevronRight } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import type { PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import type { Fact } from '#kernel/ui/thing-page.tsx';
import type { Step } from '#workflows/definitions/content.ts';
import { sayDays, totalDays } from '#workflows/definitions/days.ts';
import { kindsWords } from './data.ts';
import { dated, designLine } from './dating.ts';
import { sectionsOf } from './editor/edits.ts';
import type { Facts } from './facts.ts';
import { sayAction } from './say/action.ts';
import { sayCondition } from './say/condition.ts';
import { sayForm } from './say/form.ts';
import { anchorWords, sayOffset } from './say/offset.ts';
import { sayOrder, sayTitles } from './say/order.ts';
import { capital, type Said, sayPeople, sayReviewers } from './say/who.ts';
import { StepDetails, stepHasDetails } from './step-details.tsx';
import { StepSign } from './step-icon.tsx';
import { words } from './words.ts';
import './workflows.css';

/** The days people work on until the practice's own calendar has arrived. */
const ANY_WEEK = { working_days: [1, 2, 3, 4, 5], holidays: [] };

export interface DesignSaid extends Said {
  facts?: Facts | undefined;
}

/** The run line of a design as if it began on `start`, and under it on which dates that rests. */
export const DesignBanner = ({ said, start, label }: { said: DesignSaid; start: PlainDate; label: string }) => {
  const { locale } = useClock();
  const { content, facts } = said;
  const run = useMemo(() => dated(content, start, facts?.calendar ?? ANY_WEEK), [content, start, facts]);
  const line = useMemo(() => designLine(run, { content, facts }), [run, content, facts]);
  const told = [...run.anchors].map(([anchor, date]) =>
    words.anchored(anchorWords(anchor, content), dayWords(date, start, locale)),
  );
  return (
    <>
      <RunLine label={label} data={line} open={showStep} />
      <p className="caption design-stated">{words.stated(dayWords(start, start, locale), told)}</p>
    </>
  );
};

const idOf = (key: string): string => `step-${key}`;
const showStep = (key: string): void => {
  const step = document.getElementById(idOf(key));
  step?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  step?.querySelector('button')?.focus({ preventScroll: true });
};

/** A design to read: its steps by group, each with people, dates and conditions in words. */
export const DesignSteps = ({ said }: { said: DesignSaid }) => (
  <div className="design">
    {sectionsOf(said.content.steps).map(({ group, from, steps }) => (
      <section key={from} className="design-group">
        {group && <h2>{group}</h2>}
        <ol className="design-steps" start={from + 1}>
          {steps.map((step, at) => (
            <StepLine key={step.key} step={step} index={from + at} said={said} />
          ))}
        </ol>
      </section>
    ))}
  </div>
);

const StepLine = ({ step, index, said }: { step: Step; index: number; said: DesignSaid }) => {
  const [open, setOpen] = useState(false);
  const details = useId();
  const more = stepHasDetails(step);
  return (
    <li className="design-step" id={idOf(step.key)} data-open={open || undefined}>
      <StepSign step={step} />
      <div className="design-main">
        <button
          type="button"
          className="design-title"
          aria-expanded={more ? open : undefined}
          aria-controls={more && open ? details : undefined}
          onClick={() => more && setOpen(!open)}
        >
          {step.title}
          {!step.required && <span className="design-optional">{words.optional}</span>}
          {more && <ChevronRight aria-hidden />}
        </button>
        <p className="design-when">{whenWords(step, index, said)}</p>
        {step.only_if && (
          <p className="design-when">
            {words.only_if} {sayCondition(step.only_if, said)}
          </p>
        )}
        {open && (
          <div id={details}>
            <StepDetails step={step} said={said} />
          </div>
        )}
      </div>
      <p className="design-who">{capital(whoWords(step, said))}</p>
    </li>
  );
};

const whoWords = (step: Step, said: Said): string => {
  if (step.kind === 'action') return '';
  return step.kind === 'review' ? sayReviewers(step.reviewers, said) : sayPeople(step.who, said);
};

/** «After «Letter» and «Identity», due 3 business days after it becomes ready». */
const whenWords = (step: Step, index: number, said: DesignSaid): string => {
  const { content } = said;
  const order = capital(sayOrder(content.steps, index));
  const start = step.start && `${words.not_before} ${sayOffset(step.start, content)}`;
  const due = step.kind !== 'action' && step.due && `${words.due_lower} ${sayOffset(step.due, content)}`;
  const does = step.kind === 'action' && sayAction(step, said);
  const judges = step.kind === 'review' && `${words.looks_at} ${sayTitles(step.of, content.steps)}`;
  const asks = step.kind === 'form' && sayForm(step, said);
  return [does, judges, asks, order, start, due].filter(Boolean).join(' · ');
};

/** At the side of a design: what it is for and what it asks at the start. */
export const designFacts = (said: DesignSaid): Fact[] => {
  const { content } = said;
  const { settings } = content;
  const asked = [
    settings.run_date?.label,
    settings.period === 'ask' && words.period,
    settings.refers_to && words.authorization,
    ...settings.people_asked.map(({ label }) => label),
  ].filter(Boolean);
  const starts = content.steps.flatMap((step) =>
    step.kind === 'action' && step.do === 'start_workflow' ? [sayAction(step, said)] : [],
  );
  return [
    { label: words.for, value: kindsWords(content.subject_kinds) },
    { label: words.total_days, value: sayDays(totalDays(content)) },
    { label: words.asked_at_start, value: asked.length ? asked.join(', ') : words.asked_nothing },
    { label: words.owner, value: capital(settings.owner.length ? sayPeople(settings.owner, said) : words.launcher) },
    ...(settings.open_runs === 'many' ? [{ label: words.several_runs, value: words.yes }] : []),
    ...(settings.allow_inactive ? [{ label: words.inactive_too, value: words.yes }] : []),
    ...(settings.stop_if ? [{ label: words.stops_if, value: sayCondition(settings.stop_if, said) }] : []),
    ...(starts.length ? [{ label: words.starts, value: starts.join(', ') }] : []),
  ];
};
