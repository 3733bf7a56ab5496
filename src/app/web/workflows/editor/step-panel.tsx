import { ArrowLeft } from 'lucide-react';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import type { Content, Offset, Settings, Step } from '#workflows/definitions/content.ts';
import type { Dated } from '../dating.ts';
import type { DesignSaid } from '../design-view.tsx';
import { StepSign } from '../step-icon.tsx';
import { ActionField } from './action-field.tsx';
import { CalmTextarea } from './calm-text.tsx';
import { changeStep, duplicateStep, moveStep } from './edits.ts';
import { focusIn } from './focus.ts';
import { FormField } from './form-field.tsx';
import { LetterPart } from './letter-part.tsx';
import type { ShownFor } from './letter-record.tsx';
import { MoreParts } from './more-parts.tsx';
import { OffsetField } from './offset-field.tsx';
import { OrderField } from './order-field.tsx';
import { Part } from './part.tsx';
import { ReviewField } from './review-field.tsx';
import { useTakeOut } from './use-take-out.ts';
import { WhoField } from './who-field.tsx';
import { words } from './words.ts';
import './panel.css';

export interface PanelProps {
  said: DesignSaid;
  change: (edit: (content: Content) => Content) => void;
  select: (key: string | undefined) => void;
}

interface StepPanelProps extends PanelProps {
  step: Step;
  index: number;
  dates: Dated;
  /** For whom its message is shown. */
  shown: ShownFor;
}

const LATER: Offset = { anchor: 'ready', n: 3, unit: 'business_day' };

/** Everything about one step, in the order one thinks of it: what, who, by when, after what, and what else it needs. */
export const StepPanel = ({ step, index, said, change, select, dates, shown }: StepPanelProps) => {
  const { content } = said;
  const { key } = step;
  const set = (changes: { [field: string]: unknown }) => change((now) => changeStep(now, key, changes));
  const setDate = (which: 'start' | 'due') => (offset: Offset | undefined, settings?: Partial<Settings>) =>
    change((now) => {
      const next = changeStep(now, key, { [which]: offset });
      return settings ? { ...next, settings: { ...next.settings, ...settings } } : next;
    });
  const who = (label: string, hint: string) => (
    <Part name="who" label={label} hint={hint}>
      <WhoField
        label={label}
        rules={('who' in step && step.who) || []}
        set={(rules) => set({ who: rules.length ? rules : undefined })}
        said={said}
        empty={words.who_empty}
        step={key}
      />
    </Part>
  );
  const letter = <LetterPart step={step} said={said} day={dates.steps.get(key)?.ready} shown={shown} />;
  return (
    <article className="panel" aria-label={words.panel_of(step.title)}>
      <PanelHead step={step} index={index} said={said} change={change} select={select} />
      <div data-part="title" className="panel-title">
        <CalmTextarea
          variant="unstyled"
          aria-label={words.title}
          placeholder={words.title}
          minRows={1}
          maxLength={120}
          value={step.title}
          onText={(title) => set({ title: title.replaceAll('\n', ' ') })}
        />
        {(step.kind !== 'action' || step.instructions) && (
          <CalmTextarea
            variant="unstyled"
            className="panel-words"
            aria-label={words.instructions}
            placeholder={words.instructions_hint}
            minRows={1}
            maxLength={10_000}
            value={step.instructions ?? ''}
            onText={(instructions) => set({ instructions: instructions || undefined })}
          />
        )}
      </div>
      {step.kind === 'action' && (
        <>
          <Part name="does" label={words.does}>
            <ActionField step={step} said={said} set={set} />
          </Part>
          {letter}
        </>
      )}
      {step.kind === 'review' && (
        <>
          <ReviewField step={step} said={said} set={set} />
          <DuePart step={step} said={said} dates={dates} set={setDate('due')} />
        </>
      )}
      {step.kind === 'form' && (
        <>
          <FormField step={step} said={said} set={set} />
          {letter}
          {who(words.looks_after, words.looks_after_hint)}
          <DuePart step={step} said={said} dates={dates} set={setDate('due')} />
        </>
      )}
      {step.kind === 'action' && step.approve_first && who(words.looks_first, words.who_hint)}
      {step.kind === 'task' && (
        <>
          {who(words.who, words.who_hint)}
          <DuePart step={step} said={said} dates={dates} set={setDate('due')} />
        </>
      )}
      <Part name="order" label={words.order}>
        <OrderField steps={content.steps} index={index} set={(after) => set({ after })} />
      </Part>
      <MoreParts step={step} index={index} said={said} dates={dates} set={set} setStart={setDate('start')} />
    </article>
  );
};

const PanelHead = ({ step, index, said, change, select }: Omit<StepPanelProps, 'dates' | 'shown'>) => {
  const { content } = said;
  const of = content.steps.length;
  const takeOut = useTakeOut(change, select);
  const move = (by: -1 | 1) => change((now) => moveStep(now, step.key, by));
  const duplicate = () => {
    const copied = duplicateStep(content, step.key);
    change(() => copied.content);
    select(copied.key);
  };
  return (
    <div className="panel-head">
      <button type="button" className="tool panel-back" onClick={() => select(undefined)}>
        <ArrowLeft aria-hidden />
        {words.back_to_list}
      </button>
      <StepSign step={step} />
      <span className="caption">{words.kind_n[step.kind](index + 1, of)}</span>
      <RowMenu
        name={step.title}
        acts={[
          { id: 'up', label: words.move_up, key: 'Alt+ArrowUp', run: () => move(-1) },
          { id: 'down', label: words.move_down, key: 'Alt+ArrowDown', run: () => move(1) },
          { id: 'duplicate', label: words.duplicate, run: duplicate },
          { id: 'out', label: words.take_out, danger: true, run: () => takeOut(content, step.key) },
        ]}
      />
    </div>
  );
};

interface DuePartProps {
  step: Step;
  said: DesignSaid;
  dates: Dated;
  set: (offset: Offset | undefined, settings?: Partial<Settings>) => void;
}

const DuePart = ({ step, said, dates, set }: DuePartProps) => {
  const { due } = step;
  const { locale, today } = useClock();
  const end = dates.steps.get(step.key)?.end;
  const add = () => {
    set(LATER);
    focusIn(document, '.panel [data-part="due"] .offset-n input');
  };
  const remove = () => {
    set(undefined);
    focusIn(document, '.panel .due-none button');
  };
  if (!due)
    return (
      <Part name="due" label={words.due}>
        <div className="due-none">
          <span className="quiet">{words.no_due}</span>
          <button type="button" className="tool" onClick={add}>
            {words.add_due}
          </button>
        </div>
      </Part>
    );
  return (
    <Part name="due" label={words.due} hint={end && words.due_hint(dayWords(end, today, locale))} remove={remove}>
      <OffsetField offset={due} step={step.key} which="due" content={said.content} set={set} />
    </Part>
  );
};
