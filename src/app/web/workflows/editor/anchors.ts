import type { Content, Offset, Settings } from '#workflows/definitions/content.ts';
import { anchorInWords } from '#workflows/definitions/days.ts';
import { FIELDS, RECORD_FIELDS } from '#workflows/definitions/fields.ts';
import { words } from './words.ts';

/** What a date can count from, as the designer chooses it. `asks`: choosing it makes the workflow ask for it at the start. */
export interface AnchorChoice {
  value: string;
  label: string;
}

interface Group {
  group: string;
  items: AnchorChoice[];
}

const ASKS: Readonly<Record<string, { anchor: string; settings: Partial<Settings> }>> = {
  'ask:date': { anchor: 'run_date', settings: { run_date: { label: words.deadline, required: true } } },
  'ask:period_start': { anchor: 'period_start', settings: { period: 'ask' } },
  'ask:period_end': { anchor: 'period_end', settings: { period: 'ask' } },
};

/** The anchors a step may count from, grouped; `on`: they follow «on», not «after» or «before». Pure. */
export const anchorChoices = (content: Content, step: string, which: 'start' | 'due', on: boolean): Group[] => {
  const { settings } = content;
  const run = which === 'due' ? (['ready', 'run'] as const) : (['run'] as const);
  const asked: AnchorChoice[] = [
    settings.run_date
      ? { value: 'run_date', label: anchorInWords('run_date', content) }
      : { value: 'ask:date', label: words.anchors.ask_date },
    ...(['period_start', 'period_end'] as const).map((value) =>
      settings.period === 'ask'
        ? { value, label: words.anchors[value] }
        : { value: `ask:${value}`, label: words.anchors[`ask_${value}`] },
    ),
    ...(settings.refers_to
      ? RECORD_FIELDS.map(({ field, label }) => ({ value: `record:${field}`, label: words.anchors.record(label) }))
      : []),
  ];
  const steps = content.steps
    .filter(({ key }) => key !== step)
    .map(({ key, title }) => ({ value: `step:${key}`, label: words.anchors.step(title) }));
  return [
    {
      group: words.anchor_groups.run,
      items: run.map((value) => ({ value, label: (on ? words.anchors_on : words.anchors)[value] })),
    },
    { group: words.anchor_groups.asked, items: asked },
    { group: words.anchor_groups.subject, items: subjectDates(content) },
    { group: words.anchor_groups.steps, items: steps },
  ].filter(({ items }) => items.length > 0);
};

/** The offset with the chosen anchor, and the settings it needs. Pure. */
export const chosen = (offset: Offset, { value }: AnchorChoice, content: Content): [Offset, Partial<Settings>?] => {
  const asks = ASKS[value];
  if (!asks) return [{ ...offset, anchor: value }];
  const settings = asks.settings.run_date && content.settings.run_date ? {} : asks.settings;
  return [{ ...offset, anchor: asks.anchor }, settings];
};

const subjectDates = ({ subject_kinds }: Content): AnchorChoice[] => {
  const dates = subject_kinds.flatMap((kind) => FIELDS[kind].filter(({ type }) => type === 'date'));
  return [...new Map(dates.map(({ field, label }) => [field, label]))].map(([field, label]) => ({
    value: `subject:${field}`,
    label: `the ${label}`,
  }));
};
