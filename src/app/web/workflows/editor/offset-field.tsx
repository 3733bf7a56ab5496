import { NumberInput, Select } from '@mantine/core';
import type { Content, Offset } from '#workflows/definitions/content.ts';
import { words as said } from '../say/words.ts';
import { type AnchorChoice, anchorChoices, chosen } from './anchors.ts';
import { words } from './words.ts';

interface OffsetFieldProps {
  offset: Offset;
  /** The step it belongs to; only a due date can count from the day it becomes ready. */
  step: string;
  which: 'start' | 'due';
  content: Content;
  /** Some choices ask for something at the start, which is the workflow's own setting. */
  set: (offset: Offset, settings?: Partial<Content['settings']>) => void;
  /** An action has a time of day. */
  timed?: boolean;
}

const MOST = 1826;

/** A date in words: [3] [business days] [after] [it becomes ready] (WF-36, WF-37). */
export const OffsetField = ({ offset, step, which, content, set, timed }: OffsetFieldProps) => {
  const { n, unit, anchor, roll, at } = offset;
  const way = n === 0 ? 'on' : n < 0 ? 'before' : 'after';
  const choices = anchorChoices(content, step, which, way === 'on');
  const turn = (to: string | null) => {
    const size = Math.abs(n) || 1;
    set({ ...offset, n: to === 'on' ? 0 : to === 'before' ? -size : size });
  };
  const count = (value: number | string) => {
    const size = Math.min(MOST, Math.max(0, Math.round(Number(value) || 0)));
    set({ ...offset, n: n < 0 ? -Math.min(size, 366) : size });
  };
  const from = (value: string | null) => {
    const choice = choices.flatMap(({ items }) => items).find((one) => one.value === value);
    if (choice) set(...chosen(offset, choice, content));
  };
  return (
    <div className="offset">
      {way !== 'on' && (
        <>
          <NumberInput
            className="offset-n"
            aria-label={words.number}
            hideControls
            min={0}
            max={MOST}
            value={Math.abs(n)}
            onChange={count}
          />
          <Select
            className="offset-unit"
            aria-label={words.unit}
            allowDeselect={false}
            value={unit}
            data={Object.entries(words.unit_words).map(([value, label]) => ({ value, label }))}
            onChange={(to) => to && set({ ...offset, unit: to as Offset['unit'] })}
          />
        </>
      )}
      <Select
        className="offset-way"
        aria-label={words.direction}
        allowDeselect={false}
        value={way}
        data={(['after', 'before', 'on'] as const).map((value) => ({ value, label: words[value] }))}
        onChange={turn}
      />
      <Select
        className="offset-anchor"
        aria-label={words.anchor}
        allowDeselect={false}
        searchable={choices.flatMap(({ items }) => items).length > 8}
        value={anchor}
        data={choices.map(({ group, items }) => ({ group, items: items.map((one: AnchorChoice) => ({ ...one })) }))}
        onChange={from}
      />
      {timed && (
        <label className="offset-time">
          {words.at}
          <input
            type="time"
            className="time-bare"
            aria-label={words.at_label}
            value={at ?? ''}
            onChange={(event) => set(without({ ...offset, at: event.currentTarget.value || undefined }))}
          />
        </label>
      )}
      {unit !== 'business_day' && (
        <div className="offset-roll">
          <span className="caption">{words.roll}</span>
          <Select
            aria-label={words.roll}
            allowDeselect={false}
            value={roll ?? (which === 'due' ? 'previous' : 'none')}
            data={Object.entries(said.roll).map(([value, label]) => ({ value, label: `it ${label}` }))}
            onChange={(to) => to && set({ ...offset, roll: to as NonNullable<Offset['roll']> })}
          />
        </div>
      )}
    </div>
  );
};

const without = (offset: { [K in keyof Offset]?: Offset[K] | undefined }): Offset =>
  Object.fromEntries(Object.entries(offset).filter(([, value]) => value !== undefined)) as unknown as Offset;
