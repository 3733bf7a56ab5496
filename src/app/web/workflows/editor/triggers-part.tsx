import { NumberInput, Select } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import type { Content, Trigger } from '#workflows/definitions/content.ts';
import { FIELDS } from '#workflows/definitions/fields.ts';
import { freeKey } from '#workflows/definitions/names.ts';
import { REACHED, TRIGGER_KINDS, type TriggerKind } from '#workflows/definitions/triggers.ts';
import type { DesignSaid } from '../design-view.tsx';
import { capital } from '../say/who.ts';
import { words as said_words } from '../say/words.ts';
import { ConditionField } from './condition-field.tsx';
import { focusIn } from './focus.ts';
import { Part } from './part.tsx';
import { words } from './words.ts';

interface TriggersPartProps {
  said: DesignSaid;
  set: (triggers: Trigger[] | undefined) => void;
}

const LIMIT = 20;

/** What starts it by itself; each is switched on where triggers stand, after publishing (WF-166, WF-170). */
export const TriggersPart = ({ said, set }: TriggersPartProps) => {
  const { triggers = [] } = said.content;
  const box = useRef<HTMLDivElement>(null);
  const put = (next: readonly Trigger[]) => set(next.length ? [...next] : undefined);
  const add = () => {
    put([...triggers, { key: freeKey('starts', keysOf(triggers)), on: 'created' }]);
    focusIn(box.current, '.trigger:last-of-type input');
  };
  return (
    <Part name="triggers" label={words.triggers} hint={words.triggers_hint}>
      <div className="stack" ref={box}>
        {triggers.map((trigger, at) => (
          <TriggerBox
            key={trigger.key}
            trigger={trigger}
            name={words.trigger_n(at + 1)}
            said={said}
            set={(next) => put(triggers.with(at, next))}
            remove={() => put(triggers.toSpliced(at, 1))}
          />
        ))}
        {triggers.length < LIMIT && (
          <button type="button" className="tool" onClick={add}>
            <Plus aria-hidden />
            {words.add_trigger}
          </button>
        )}
      </div>
    </Part>
  );
};

const keysOf = (triggers: readonly Trigger[]): string[] => triggers.map(({ key }) => key);

interface TriggerBoxProps {
  trigger: Trigger;
  name: string;
  said: DesignSaid;
  set: (trigger: Trigger) => void;
  remove: () => void;
}

const TriggerBox = ({ trigger, name, said, set, remove }: TriggerBoxProps) => (
  <fieldset className="trigger">
    <legend className="unseen">{name}</legend>
    <div className="trigger-head">
      <Select
        aria-label={`${name}: ${words.trigger_when}`}
        allowDeselect={false}
        value={trigger.on}
        data={kindsFor(said.content, trigger.on).map((value) => ({ value, label: said_words.trigger.kinds[value] }))}
        onChange={(on) => on && on !== trigger.on && set(blank(on as TriggerKind, trigger, said))}
      />
      <button type="button" className="icon-button" aria-label={words.remove_part(name)} onClick={remove}>
        <X />
      </button>
    </div>
    <TriggerParams trigger={trigger} said={said} set={set} />
    {trigger.only_if ? (
      <>
        <h3>{words.trigger_only_if}</h3>
        <ConditionField
          condition={trigger.only_if}
          set={(only_if) => set(withCondition(trigger, only_if))}
          said={{ ...said, content: { ...said.content, steps: [] } }}
          index={0}
          subject_only
        />
      </>
    ) : (
      <button type="button" className="tool" onClick={() => set({ ...trigger, only_if: A_CONDITION })}>
        <Plus aria-hidden />
        {words.trigger_add_condition}
      </button>
    )}
  </fieldset>
);

/** What a condition begins with; the check list asks for its value. */
const A_CONDITION = { field: 'subject.kind', is: 'is' } as const;

const withCondition = ({ only_if: _, ...rest }: Trigger, only_if: Trigger['only_if']): Trigger =>
  only_if ? { ...rest, only_if } : rest;

const kindsFor = ({ subject_kinds, settings }: Content, now: TriggerKind): TriggerKind[] =>
  TRIGGER_KINDS.filter((kind) => {
    if (kind === now) return true;
    if (kind === 'converted') return subject_kinds.includes('client');
    return kind !== 'authorization_ends' || settings.refers_to === 'authorization';
  });

const blank = (on: TriggerKind, { key, only_if }: Trigger, said: DesignSaid): Trigger => {
  const common = { key, ...(only_if && { only_if }) };
  switch (on) {
    case 'status':
      return { ...common, on, status: statuses(said.content)[0] ?? 'active' };
    case 'tag':
      return { ...common, on, tag: said.facts?.tags[0]?.id ?? 'none' };
    case 'date':
      return { ...common, on, field: dates(said)[0]?.value ?? 'created_on', days: 0 };
    case 'authorization_ends':
      return { ...common, on, days: 60 };
    case 'run_completed':
      return { ...common, on, workflow: workflows(said)[0]?.value ?? 'none' };
    case 'form_answered':
      return { ...common, on, form: forms(said)[0]?.value ?? 'none' };
    default:
      return { ...common, on };
  }
};

const statuses = ({ subject_kinds }: Content): string[] => [...new Set(subject_kinds.flatMap((kind) => REACHED[kind]))];

const dates = ({ content, facts }: DesignSaid): { value: string; label: string }[] => {
  const known = content.subject_kinds.flatMap((kind) => FIELDS[kind].filter(({ type }) => type === 'date'));
  const own = (facts?.custom_fields ?? []).filter(
    ({ type, kinds }) => type === 'date' && kinds.some((kind) => content.subject_kinds.includes(kind)),
  );
  const all = [
    ...known.map(({ field, label }) => [field, label] as const),
    ...own.map(({ key, label }) => [`custom.${key}`, label] as const),
  ];
  return [...new Map(all)].map(([value, label]) => ({ value, label: capital(label) }));
};

const workflows = ({ content, facts }: DesignSaid): { value: string; label: string }[] =>
  (facts?.workflows ?? [])
    .filter(
      ({ archived, subject_kinds }) => !archived && subject_kinds.some((one) => content.subject_kinds.includes(one)),
    )
    .map(({ key, name }) => ({ value: key, label: name }));

const forms = ({ facts }: DesignSaid): { value: string; label: string }[] =>
  (facts?.forms ?? []).filter(({ archived }) => !archived).map(({ key, title }) => ({ value: key, label: title }));

const TriggerParams = ({ trigger, said, set }: Pick<TriggerBoxProps, 'trigger' | 'said' | 'set'>) => {
  switch (trigger.on) {
    case 'created':
    case 'converted':
      return null;
    case 'status':
      return (
        <Select
          label={words.status}
          allowDeselect={false}
          value={trigger.status}
          data={statuses(said.content).map((value) => ({ value, label: capital(value) }))}
          onChange={(status) => status && set({ ...trigger, status })}
        />
      );
    case 'tag':
      return (
        <Select
          label={words.tag}
          searchable
          allowDeselect={false}
          value={trigger.tag}
          description={said.facts?.tags.length === 0 ? words.no_tags : undefined}
          data={(said.facts?.tags ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(tag) => tag && set({ ...trigger, tag })}
        />
      );
    case 'date':
      return (
        <div className="trigger-date">
          <Select
            label={words.trigger_date}
            allowDeselect={false}
            value={trigger.field}
            data={dates(said)}
            onChange={(field) => field && set({ ...trigger, field })}
          />
          <Days
            label={words.trigger_days}
            hint={words.trigger_days_hint}
            min={-366}
            days={trigger.days}
            set={(days) => set({ ...trigger, days })}
          />
        </div>
      );
    case 'authorization_ends':
      return (
        <Days label={words.trigger_before} min={0} days={trigger.days} set={(days) => set({ ...trigger, days })} />
      );
    case 'run_completed':
      return (
        <Select
          label={words.workflow}
          searchable
          allowDeselect={false}
          value={trigger.workflow}
          data={workflows(said)}
          onChange={(workflow) => workflow && set({ ...trigger, workflow })}
        />
      );
    case 'form_answered':
      return (
        <Select
          label={words.form}
          searchable
          allowDeselect={false}
          value={trigger.form}
          data={forms(said)}
          onChange={(form) => form && set({ ...trigger, form })}
        />
      );
    default:
      return trigger satisfies never;
  }
};

interface DaysProps {
  label: string;
  hint?: string;
  min: number;
  days: number;
  set: (days: number) => void;
}

const Days = ({ label, hint, min, days, set }: DaysProps) => (
  <NumberInput
    label={label}
    description={hint}
    min={min}
    max={366}
    allowDecimal={false}
    clampBehavior="strict"
    value={days}
    onChange={(value) => typeof value === 'number' && set(value)}
  />
);
