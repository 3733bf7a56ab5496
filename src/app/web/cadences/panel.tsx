import { Checkbox } from '@mantine/core';
import { Choice, Count, DayField, type PanelProps } from './panel-fields.tsx';
import { EventFields, RhythmFields } from './rhythm-fields.tsx';
import { kindChanged, periodsOf } from './values.ts';
import { words } from './words.ts';
import './cadences.css';

const OFFSETS = ['day', 'business_day', 'week', 'month'] as const;

/** The cadence panel (CA section 4): one and the same in every place where something is put on a cadence. */
export const Panel = (props: PanelProps) => {
  const { values: v, set } = props;
  return (
    <div className="cadence-panel">
      <Choice label={words.kind} value={v.kind} words={words.kinds} set={(kind) => set(kindChanged(v, kind))} />
      {v.kind === 'event' ? <EventFields {...props} /> : <RhythmFields {...props} />}
      <DueFields {...props} />
      <Choice
        label={words.about}
        value={v.period}
        words={words.periods}
        of={periodsOf(v.kind)}
        set={(period) => set({ period })}
      />
      <div className="cadence-pair">
        <Choice
          label={words.shift_start}
          value={v.shift_start}
          words={words.shifts}
          set={(shift_start) => set({ shift_start })}
        />
        <Choice
          label={words.shift_due}
          value={v.shift_due}
          words={words.shifts}
          set={(shift_due) => set({ shift_due })}
        />
      </div>
      <fieldset className="cadence-line">
        <legend>{words.lead}</legend>
        <Count label={words.number} value={v.lead_n} set={(lead_n) => set({ lead_n })} />
        <Choice
          label={words.unit}
          hide_label
          value={v.lead_unit}
          words={words.units}
          of={['day', 'business_day']}
          set={(lead_unit) => set({ lead_unit })}
        />
      </fieldset>
      {v.kind !== 'one_off' && <EndFields {...props} />}
      {v.kind !== 'one_off' && (
        <Checkbox label={words.wait} checked={v.wait} onChange={(e) => set({ wait: e.currentTarget.checked })} />
      )}
      <Checkbox label={words.by_hand} checked={v.by_hand} onChange={(e) => set({ by_hand: e.currentTarget.checked })} />
    </div>
  );
};

const DueFields = ({ values: v, set }: PanelProps) => (
  <>
    <Choice
      label={words.due_rule}
      value={v.due}
      words={words.dues}
      of={v.kind === 'one_off' ? ['within', 'after_period', 'date'] : ['within', 'before_next', 'after_period']}
      set={(due) => set({ due })}
    />
    {v.due === 'within' && (
      <fieldset className="cadence-line">
        <legend>{words.due_in}</legend>
        <Count label={words.number} value={v.due_n} set={(due_n) => set({ due_n })} />
        <Choice
          label={words.unit}
          hide_label
          value={v.due_unit}
          words={words.units}
          of={OFFSETS}
          set={(due_unit) => set({ due_unit })}
        />
      </fieldset>
    )}
    {v.due === 'after_period' && (
      <fieldset className="cadence-line">
        <legend>{words.due_months}</legend>
        <Count label={words.due_months} value={v.due_months} max={120} set={(due_months) => set({ due_months })} />
        <span>{words.due_days}</span>
        <Count label={words.due_days} value={v.due_days} set={(due_days) => set({ due_days })} />
      </fieldset>
    )}
    {v.due === 'date' && <DayField label={words.due_on} value={v.due_on} set={(due_on) => set({ due_on })} />}
  </>
);

const EndFields = ({ values: v, set }: PanelProps) => (
  <>
    <Choice label={words.ends} value={v.end} words={words.ends_how} set={(end) => set({ end })} />
    {v.end === 'on' && <DayField label={words.end_date} value={v.end_date} set={(end_date) => set({ end_date })} />}
    {v.end === 'after' && (
      <fieldset className="cadence-line">
        <legend>{words.end_n}</legend>
        <Count label={words.end_n} value={v.end_n} min={1} max={1_000} set={(end_n) => set({ end_n })} />
      </fieldset>
    )}
  </>
);
