import type { PlainDate } from '#ground/time.ts';
import type { Cadence, CadenceTyped } from '#workflows/cadence/model.ts';
import { words } from './words.ts';

/** The cadence panel's fields, flat as a form wants them, and the cadence they mean. */
export interface PanelValues {
  kind: Cadence['kind'];
  anchor: PlainDate | null;
  n: number;
  unit: 'day' | 'week' | 'month' | 'quarter' | 'year';
  day: 'same' | 'last' | 'first_business' | 'last_business';
  of: 'year_end' | 'tax_period';
  offset_n: number;
  offset_unit: Unit;
  offset_way: 'after' | 'before';
  due: 'within' | 'before_next' | 'after_period' | 'date';
  due_n: number;
  due_unit: Unit;
  due_months: number;
  due_days: number;
  due_on: PlainDate | null;
  period: string;
  shift_start: 'none' | 'previous' | 'next';
  shift_due: 'none' | 'previous' | 'next';
  lead_n: number;
  lead_unit: 'day' | 'business_day';
  end: 'never' | 'on' | 'after';
  end_date: PlainDate | null;
  end_n: number;
  wait: boolean;
  by_hand: boolean;
}
type Unit = 'day' | 'business_day' | 'week' | 'month';

export const blank = (today: PlainDate): PanelValues => ({
  kind: 'scheduled',
  anchor: today,
  n: 1,
  unit: 'month',
  day: 'same',
  of: 'year_end',
  offset_n: 0,
  offset_unit: 'day',
  offset_way: 'after',
  due: 'within',
  due_n: 2,
  due_unit: 'week',
  due_months: 1,
  due_days: 0,
  due_on: null,
  period: 'last_complete_month',
  shift_start: 'none',
  shift_due: 'none',
  lead_n: 0,
  lead_unit: 'day',
  end: 'never',
  end_date: null,
  end_n: 12,
  wait: false,
  by_hand: false,
});

/** The period that fits the kind by default (CA-27). */
export const kindChanged = (v: PanelValues, kind: PanelValues['kind']): Partial<PanelValues> => ({
  kind,
  period: kind === 'event' ? 'event_period' : periodsOf(kind).includes(v.period) ? v.period : 'last_complete_month',
  ...(kind === 'one_off' && v.due === 'before_next' && { due: 'within' as const }),
  ...(kind === 'one_off' && { end: 'never' as const }),
});

/** The periods that a kind offers, in the order in which they are offered (CA-27). */
export const periodsOf = (kind: PanelValues['kind']): string[] =>
  Object.keys(words.periods).filter((period) => {
    if (period === 'event_period') return kind === 'event';
    return kind !== 'one_off' || !period.endsWith('interval');
  });

const DAYS = {
  same: { kind: 'same' },
  last: { kind: 'last' },
  first_business: { kind: 'business_day', nth: 1 },
  last_business: { kind: 'business_day', nth: -1 },
} as const;

/** What the fields mean; null while a date that is needed is not chosen. `was` keeps what the panel has no field for. */
export const cadenceOf = (v: PanelValues, was?: Cadence): CadenceTyped | null => {
  const common = {
    ...(was && { catch_up: was.catch_up, begin: was.begin }),
    period: v.period === 'none' ? null : was?.period?.kind === v.period ? was.period : ({ kind: v.period } as never),
    shift: { start: was?.shift.start === 'skip' ? ('skip' as const) : v.shift_start, due: v.shift_due },
    lead: { n: v.lead_n, unit: v.lead_unit },
    wait_for_previous: v.wait,
    mode: v.by_hand ? ('manual' as const) : ('automatic' as const),
  };
  const due = dueOf(v);
  const end = endOf(v);
  if (!due || !end) return null;
  const all = { ...common, due, end };
  if (v.kind === 'event') {
    const n = v.offset_way === 'before' ? -v.offset_n : v.offset_n;
    return { kind: 'event', of: v.of, offset: { n, unit: v.offset_unit }, ...all };
  }
  if (!v.anchor) return null;
  if (v.kind === 'one_off') return { kind: 'one_off', start: v.anchor, ...all };
  const byDays = v.unit === 'day' || v.unit === 'week';
  const day = byDays ? DAYS.same : DAYS[v.day];
  const kept = was?.kind === 'scheduled' && was.anchor === v.anchor && was.anchor_day && v.day === 'same' && !byDays;
  const every = { n: v.n, unit: v.unit };
  return { kind: 'scheduled', anchor: v.anchor, ...(kept && { anchor_day: was.anchor_day }), every, day, ...all };
};

const dueOf = (v: PanelValues): CadenceTyped['due'] | null => {
  if (v.due === 'within') return { kind: 'within', n: v.due_n, unit: v.due_unit };
  if (v.due === 'after_period') return { kind: 'after_period', months: v.due_months, days: v.due_days };
  if (v.due === 'date') return v.due_on ? { kind: 'date', date: v.due_on } : null;
  return { kind: 'before_next' };
};

const endOf = (v: PanelValues): CadenceTyped['end'] | null => {
  if (v.end === 'on') return v.end_date ? { kind: 'on', date: v.end_date } : null;
  return v.end === 'after' ? { kind: 'after', n: v.end_n } : { kind: 'never' };
};

/** The fields of a cadence in force. */
export const valuesOf = (cadence: Cadence, today: PlainDate): PanelValues => {
  const { due, period, shift, lead, end } = cadence;
  return {
    ...blank(today),
    kind: cadence.kind,
    ...(cadence.kind === 'one_off' && { anchor: cadence.start ?? today }),
    ...(cadence.kind === 'scheduled' && {
      anchor: cadence.anchor,
      n: cadence.every.n,
      unit: cadence.every.unit,
      day: dayName(cadence.day),
    }),
    ...(cadence.kind === 'event' && {
      of: cadence.of,
      offset_n: Math.abs(cadence.offset.n),
      offset_unit: cadence.offset.unit,
      offset_way: cadence.offset.n < 0 ? ('before' as const) : ('after' as const),
    }),
    ...(due.kind === 'within' && { due: 'within', due_n: due.n, due_unit: due.unit }),
    ...(due.kind === 'after_period' && { due: 'after_period', due_months: due.months, due_days: due.days }),
    ...(due.kind === 'date' && { due: 'date', due_on: due.date }),
    ...(due.kind === 'before_next' && { due: 'before_next' }),
    period: period?.kind ?? 'none',
    shift_start: shift.start === 'skip' ? 'none' : shift.start,
    shift_due: shift.due,
    lead_n: lead.n,
    lead_unit: lead.unit,
    ...(end.kind === 'on' && { end: 'on', end_date: end.date }),
    ...(end.kind === 'after' && { end: 'after', end_n: end.n }),
    wait: cadence.wait_for_previous,
    by_hand: cadence.mode === 'manual',
  };
};

const dayName = (day: Extract<Cadence, { kind: 'scheduled' }>['day']): PanelValues['day'] => {
  if (day.kind === 'last') return 'last';
  if (day.kind === 'business_day') return day.nth < 0 ? 'last_business' : 'first_business';
  return 'same';
};
