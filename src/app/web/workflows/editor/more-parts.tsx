import { Autocomplete, NumberInput, Switch } from '@mantine/core';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import type { Condition, FormStep, Offset, Settings, Step, TaskStep } from '#workflows/definitions/content.ts';
import type { Dated } from '../dating.ts';
import type { DesignSaid } from '../design-view.tsx';
import { ConditionField } from './condition-field.tsx';
import { focusIn } from './focus.ts';
import { FormMessage } from './form-field.tsx';
import { OffsetField } from './offset-field.tsx';
import { Part } from './part.tsx';
import { AsksField, ChecklistField, OutcomesField } from './task-fields.tsx';
import { words } from './words.ts';

type Set = (changes: { [field: string]: unknown }) => void;

interface MorePartsProps {
  step: Step;
  index: number;
  said: DesignSaid;
  dates: Dated;
  set: Set;
  setStart: (offset: Offset | undefined, settings?: Partial<Settings>) => void;
}

type Name = keyof typeof words.parts;
const OF_TASK: Name[] = ['checklist', 'asks', 'outcomes', 'files', 'only_if', 'start', 'finish_if'];
const OF_ACTION: Name[] = ['only_if', 'start'];
const OF_FORM: Name[] = ['message', 'only_if', 'start'];

/** What a step may also have. Only what it has is shown; the rest is offered under it. */
export const MoreParts = ({ step, index, said, dates, set, setStart }: MorePartsProps) => {
  const [asked, setAsked] = useState<readonly Name[]>([]);
  const names = step.kind === 'task' ? OF_TASK : step.kind === 'form' ? OF_FORM : OF_ACTION;
  const shown = names.filter((name) => asked.includes(name) || has(step, name));
  const offered = names.filter((name) => !shown.includes(name));
  const remove = (name: Name) => {
    setAsked(asked.filter((one) => one !== name));
    set({ [FIELD[name]]: undefined });
    focusIn(document, `.panel [data-offers="${name}"]`);
  };
  const add = (name: Name) => {
    setAsked([...asked, name]);
    if (name === 'start') setStart({ anchor: 'run', n: 1, unit: 'week' });
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`.panel [data-more="${name}"] :is(input, textarea)`)?.focus(),
    );
  };
  const props = { step, index, said, dates, set, setStart };
  return (
    <>
      {shown.map((name) => (
        <div key={name} data-more={name}>
          <One name={name} remove={() => remove(name)} {...props} />
        </div>
      ))}
      {offered.length > 0 && (
        <div className="more-offered">
          <span className="caption">{words.add_part}</span>
          {offered.map((name) => (
            <button key={name} type="button" className="more-add" data-offers={name} onClick={() => add(name)}>
              <Plus aria-hidden />
              {words.parts[name]}
            </button>
          ))}
        </div>
      )}
      <Last step={step} said={said} set={set} />
    </>
  );
};

const FIELD: Readonly<Record<Name, string>> = {
  start: 'start',
  only_if: 'only_if',
  checklist: 'checklist',
  asks: 'asks',
  outcomes: 'outcomes',
  files: 'files_min',
  finish_if: 'finish_if',
  message: 'message',
};

const has = (step: Step, name: Name): boolean => {
  const value = (step as unknown as Record<string, unknown>)[FIELD[name]];
  return Array.isArray(value) ? value.length > 0 : !!value;
};

interface OneProps extends MorePartsProps {
  name: Name;
  remove: () => void;
}

const One = (props: OneProps): ReactNode => {
  const { name, remove, step, index, said, set } = props;
  const task = step as TaskStep;
  const list = (field: string) => (rows: readonly unknown[]) => set({ [field]: rows.length ? rows : undefined });
  const put = (field: string) => (condition: Condition | undefined) => set({ [field]: condition });
  switch (name) {
    case 'start':
      return <StartPart {...props} />;
    case 'only_if':
      return (
        <Part name="only_if" label={words.only_if} hint={words.only_if_hint} remove={remove}>
          <ConditionField condition={step.only_if} set={put('only_if')} said={said} index={index} />
        </Part>
      );
    case 'finish_if':
      return (
        <Part name="finish_if" label={words.finish_if} hint={words.finish_if_hint} remove={remove}>
          <ConditionField condition={task.finish_if} set={put('finish_if')} said={said} index={index} />
        </Part>
      );
    case 'checklist':
      return (
        <Part name="checklist" label={words.checklist} remove={remove}>
          <ChecklistField lines={task.checklist ?? []} set={list('checklist')} />
        </Part>
      );
    case 'asks':
      return (
        <Part name="asks" label={words.asks} hint={words.asks_hint} remove={remove}>
          <AsksField asks={task.asks ?? []} set={list('asks')} said={said} />
        </Part>
      );
    case 'outcomes':
      return (
        <Part name="outcomes" label={words.outcomes} hint={words.outcomes_hint} remove={remove}>
          <OutcomesField outcomes={task.outcomes ?? []} set={list('outcomes')} />
        </Part>
      );
    case 'files':
      return (
        <Part label={words.files} hint={words.files_hint} remove={remove}>
          <NumberInput
            className="offset-n"
            aria-label={words.files}
            min={0}
            max={50}
            value={task.files_min ?? ''}
            onChange={(n) => set({ files_min: typeof n === 'number' && n > 0 ? n : undefined })}
          />
        </Part>
      );
    case 'message':
      return <FormMessage step={step as FormStep} said={said} set={set} remove={remove} />;
    default:
      return name satisfies never;
  }
};

const StartPart = ({ step, said, dates, setStart, remove }: OneProps) => {
  const { locale, today } = useClock();
  const ready = dates.steps.get(step.key)?.ready;
  if (!step.start) return null;
  return (
    <Part
      name="start"
      label={words.start}
      hint={ready && words.due_hint(dayWords(ready, today, locale))}
      remove={remove}
    >
      <OffsetField
        offset={step.start}
        step={step.key}
        which="start"
        content={said.content}
        set={setStart}
        timed={step.kind === 'action' || step.kind === 'form'}
      />
    </Part>
  );
};

/** Under everything: the group it stands in, and whether it may be left out. */
const Last = ({ step, said, set }: Pick<MorePartsProps, 'step' | 'said' | 'set'>) => {
  const groups = [...new Set(said.content.steps.flatMap(({ group }) => (group ? [group] : [])))];
  return (
    <div className="panel-last">
      <Autocomplete
        label={words.group}
        maxLength={40}
        data={groups}
        value={step.group ?? ''}
        onChange={(group) => set({ group: group || undefined })}
      />
      {step.kind !== 'action' && (
        <Switch
          size="xs"
          withThumbIndicator={false}
          label={words.optional}
          description={words.optional_hint}
          checked={!step.required}
          onChange={(event) => set({ required: !event.currentTarget.checked })}
        />
      )}
    </div>
  );
};
