import { type Ask, type Condition, content, type Offset, type WrittenContent } from '#workflows/definitions/content.ts';
import type { Template } from './model.ts';

/** How templates are written down: short, and checked by the schema as they are read. */
export const template = (key: string, n: number, written: WrittenContent): Template => ({
  key,
  n,
  content: content.parse(written),
});

const ANCHORS: Record<string, string> = { r: 'ready', run: 'run', date: 'run_date', pe: 'period_end' };
const UNITS: Record<string, Offset['unit']> = { b: 'business_day', d: 'day', m: 'month' };

/** `r+5b`: five business days after it is ready; also run, date, pe, `step:<key>` and `record:<field>`; b, d or m. */
export const on = (text: string): Offset => {
  const [, anchor, n, unit] = /^([a-z_:]+)([+-]\d+)([bdm])$/.exec(text) ?? [];
  if (!anchor || !n || !unit) throw new Error(`«${text}» is no offset`);
  return { anchor: ANCHORS[anchor] ?? anchor, n: Number(n), unit: UNITS[unit]! };
};

/** What leaves the same day. */
export const TODAY = on('r+0b');

/** Checklist lines, all of them required. */
export const lines = (texts: Record<string, string>) => Object.entries(texts).map(([key, text]) => ({ key, text }));

/** Checklist lines that may stay open. */
export const optional = (texts: Record<string, string>) => lines(texts).map((line) => ({ ...line, required: false }));

export const ask = (
  key: string,
  label: string,
  type: Ask['type'],
  more: Partial<Omit<Ask, 'key' | 'label' | 'type'>> = {},
) => ({ key, label, type, ...more });

/** The step ended with one of these outcomes. */
export const went = (step: string, ...outcomes: string[]): Condition =>
  outcomes.length === 1
    ? { field: `steps.${step}.outcome`, is: 'is', value: outcomes[0]! }
    : { field: `steps.${step}.outcome`, is: 'in', value: outcomes };

/** What a reviewer reads and looks at, a line each. */
export const toReview = (first: string, ...looks: readonly string[]): string =>
  [first, '', ...looks.map((look) => `– ${look}`)].join('\n');
