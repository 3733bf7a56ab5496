import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Content, Step } from '#workflows/definitions/content.ts';
import { HAND_BACK } from '#workflows/simulation/acting.ts';
import { ClientsField } from '../../cadences/clients-field.tsx';
import { Panel } from '../../cadences/panel.tsx';
import { blank } from '../../cadences/values.ts';
import { RecordSelect } from '../../people/form/record-select.tsx';
import type { WorkflowDetail } from '../facts.ts';
import { type Asked, type Change, NOBODY } from './data.ts';
import { words } from './words.ts';

interface FormProps {
  workflow: WorkflowDetail;
  content: Content;
  asked: Asked;
  set: (more: Partial<Asked>) => void;
}

/** What the simulation begins with, and how people act (WF-156). */
export const Inputs = ({ workflow, content, asked, set }: FormProps) => (
  <form className="form-fields sim-form" onSubmit={(event) => event.preventDefault()}>
    <Select
      label={words.version}
      data={versionsOf(workflow)}
      value={String(asked.version)}
      allowDeselect={false}
      onChange={(to) => to && set({ version: to === 'draft' ? to : Number(to) })}
    />
    {content.subject_kinds.length > 1 && (
      <Select
        label={words.as}
        data={content.subject_kinds.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
        value={asked.as}
        allowDeselect={false}
        onChange={(as) => as && set({ as: as as Asked['as'], subjects: [] })}
      />
    )}
    <Records asked={asked} set={set} />
    <div className="sim-pair">
      <Day label={words.start} value={asked.start} set={(start) => set({ start })} />
      <NumberInput
        label={words.horizon}
        min={1}
        max={730}
        value={asked.horizon}
        onChange={(to) => typeof to === 'number' && to >= 1 && to <= 730 && set({ horizon: Math.round(to) })}
      />
    </div>
    {asked.as === 'client' && <Repeats asked={asked} set={set} />}
    {!asked.repeats && <Anchors content={content} asked={asked} set={set} />}
    <Acting asked={asked} set={set} />
    <Ends content={content} asked={asked} set={set} />
    <Changes asked={asked} set={set} />
  </form>
);

type PartProps = Pick<FormProps, 'asked' | 'set'>;

const Records = ({ asked, set }: PartProps) => {
  if (asked.as === 'client')
    return (
      <ClientsField description={words.record_hint} value={asked.subjects} onChange={(subjects) => set({ subjects })} />
    );
  if (asked.as !== 'prospect') return null;
  const [one] = asked.subjects;
  return (
    <RecordSelect
      label={words.record}
      description={words.record_hint}
      kinds={['prospect']}
      clearable
      chosen={one && { id: one.id, kind: 'prospect', display_name: one.name }}
      choose={(record) => set({ subjects: record ? [{ id: record.id, name: record.display_name }] : [] })}
    />
  );
};

/** Begins a year ahead: what repeats is seldom of interest for a quarter alone. */
const A_YEAR = 365;

const Repeats = ({ asked, set }: PartProps) => (
  <>
    <Checkbox
      label={words.repeats}
      checked={asked.repeats !== null}
      onChange={({ currentTarget: { checked } }) =>
        set(checked ? { repeats: blank(asked.start), horizon: Math.max(asked.horizon, A_YEAR) } : { repeats: null })
      }
    />
    {asked.repeats && (
      <Fold label={words.rhythm} opened>
        <Panel values={asked.repeats} set={(changes) => set({ repeats: { ...asked.repeats!, ...changes } })} />
      </Fold>
    )}
  </>
);

const versionsOf = ({ current_version, has_draft }: WorkflowDetail) => [
  ...(has_draft ? [{ value: 'draft', label: words.draft }] : []),
  ...Array.from({ length: current_version ?? 0 }, (_, n) => (current_version ?? 0) - n).map((n) => ({
    value: String(n),
    label: words.version_n(n),
  })),
];

interface DayProps {
  label: string;
  value: string;
  set: (day: string) => void;
}

const Day = ({ label, value, set }: DayProps) => (
  <TextInput
    type="date"
    label={label}
    value={value}
    onChange={(event) => event.currentTarget.value && set(event.currentTarget.value)}
  />
);

const Anchors = ({ content: { settings }, asked, set }: PartProps & { content: Content }) => (
  <>
    {settings.run_date && (
      <Day label={settings.run_date.label} value={asked.run_date} set={(run_date) => set({ run_date })} />
    )}
    {settings.period === 'ask' && (
      <div className="sim-pair">
        <Day
          label={words.period_start}
          value={asked.period.start}
          set={(start) => set({ period: { ...asked.period, start } })}
        />
        <Day
          label={words.period_end}
          value={asked.period.end}
          set={(end) => set({ period: { ...asked.period, end } })}
        />
      </div>
    )}
  </>
);

const Acting = ({ asked, set }: PartProps) => (
  <>
    <Select
      label={words.act}
      data={Object.entries(words.acts).map(([value, label]) => ({ value, label }))}
      value={asked.act.how}
      allowDeselect={false}
      onChange={(how) =>
        how && set({ act: how === 'after_ready' ? { how, days: 1 } : { how: how as 'on_due' | 'never' } })
      }
    />
    {asked.act.how === 'after_ready' && (
      <NumberInput
        label={words.days}
        min={0}
        max={366}
        value={asked.act.days}
        onChange={(to) =>
          typeof to === 'number' && to >= 0 && set({ act: { how: 'after_ready', days: Math.round(to) } })
        }
      />
    )}
  </>
);

/** Steps that people do: how they end, or that nobody does them. */
const Ends = ({ content, asked, set }: PartProps & { content: Content }) => {
  const steps = content.steps.filter(({ kind }) => kind !== 'action');
  if (!steps.length) return null;
  const end = (key: string, to: string | null) => {
    const { [key]: _, ...others } = asked.ends;
    set({ ends: to ? { ...others, [key]: to } : others });
  };
  return (
    <Fold label={words.steps}>
      {steps.map((step) => (
        <Select
          key={step.key}
          label={step.title}
          data={endsOf(step)}
          value={asked.ends[step.key] ?? ''}
          allowDeselect={false}
          onChange={(to) => end(step.key, to)}
        />
      ))}
    </Fold>
  );
};

/** What one seldom changes, behind its heading. */
const Fold = ({ label, opened, children }: { label: string; opened?: boolean; children: ReactNode }) => (
  <details className="sim-steps" open={opened}>
    <summary>{label}</summary>
    <div className="sim-inside">{children}</div>
  </details>
);

const endsOf = (step: Step): { value: string; label: string }[] => {
  const nobody = { value: NOBODY, label: words.nobody };
  if (step.kind === 'review')
    return [{ value: '', label: words.approve }, { value: HAND_BACK, label: words.hand_back }, nobody];
  const outcomes = step.kind === 'task' ? (step.outcomes ?? []) : [];
  const [first, ...others] = outcomes;
  const usual = { value: '', label: first === undefined ? words.done : words.first(first) };
  return [usual, ...others.map((one) => ({ value: one, label: one })), nobody];
};

const Changes = ({ asked, set }: PartProps) => {
  const kinds = asked.as === 'prospect' ? (['convert', 'inactive'] as const) : (['inactive'] as const);
  const change = (at: number, more: Partial<Change>) =>
    set({ changes: asked.changes.map((one, i) => (i === at ? { ...one, ...more } : one)) });
  return (
    <Fold label={words.changes}>
      {asked.changes.map(({ on, kind }, at) => (
        // changes have nothing else that is theirs alone
        <div key={at} className="sim-change">
          <Day label={words.change_on} value={on} set={(to) => change(at, { on: to })} />
          <Select
            label={words.change}
            data={kinds.map((value) => ({ value, label: words.change_kinds[value] }))}
            value={kind}
            allowDeselect={false}
            onChange={(to) => to && change(at, { kind: to as Change['kind'] })}
          />
          <Button
            variant="subtle"
            aria-label={words.remove_change}
            onClick={() => set({ changes: asked.changes.filter((_, i) => i !== at) })}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          onClick={() => set({ changes: [...asked.changes, { on: asked.start, kind: kinds[0] }] })}
        >
          {words.add_change}
        </Button>
      </div>
    </Fold>
  );
};
