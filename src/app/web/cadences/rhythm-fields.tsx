import { Choice, Count, DayField, type PanelProps } from './panel-fields.tsx';
import { words } from './words.ts';

/** A date and how often it comes round; only the date for what happens once. */
export const RhythmFields = ({ values: v, set }: PanelProps) => (
  <>
    <DayField
      label={v.kind === 'one_off' ? words.once_on : words.anchor}
      value={v.anchor}
      set={(anchor) => set({ anchor })}
      error={v.anchor ? undefined : words.needs_day}
    />
    {v.kind === 'scheduled' && (
      <>
        <fieldset className="cadence-line">
          <legend>{words.every}</legend>
          <Count label={words.number} value={v.n} min={1} set={(n) => set({ n })} />
          <Choice
            label={words.unit}
            hide_label
            value={v.unit}
            words={words.units}
            of={['day', 'week', 'month', 'quarter', 'year']}
            set={(unit) => set({ unit })}
          />
        </fieldset>
        {v.unit !== 'day' && v.unit !== 'week' && (
          <Choice label={words.day} value={v.day} words={words.days} set={(day) => set({ day })} />
        )}
      </>
    )}
  </>
);

/** An event of the client's, and how far from it work starts. */
export const EventFields = ({ values: v, set }: PanelProps) => (
  <>
    <Choice label={words.of} value={v.of} words={words.events} set={(of) => set({ of })} />
    <fieldset className="cadence-line">
      <legend>{words.offset}</legend>
      <Count label={words.number} value={v.offset_n} set={(offset_n) => set({ offset_n })} />
      <Choice
        label={words.unit}
        hide_label
        value={v.offset_unit}
        words={words.units}
        of={['day', 'business_day', 'week', 'month']}
        set={(offset_unit) => set({ offset_unit })}
      />
      <Choice
        label={words.offset}
        hide_label
        value={v.offset_way}
        words={words.ways}
        set={(offset_way) => set({ offset_way })}
      />
    </fieldset>
  </>
);
