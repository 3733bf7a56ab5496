import { sortName } from '#ground/text.ts';
import { SHORTEST_RETENTION } from '#kernel/audit/retention.ts';
import type { Context, Decision, Event, Json } from '#kernel/decision/model.ts';
import { accept, changed, changedAmong, difference, invalid, kindOf, problem, ref } from '#kernel/decision/rules.ts';
import { can, writes } from '../roles/rules.ts';
import type { Holiday } from './calendar.ts';
import { decideCalendar } from './calendar-rules.ts';
import type { Practice, PracticeChanges, PracticeCommand } from './model.ts';

export interface PracticeState {
  practice: Practice;
  /** Struck out ones too. */
  holidays: readonly Holiday[];
}

/** What is set of the practice: its calendar, or everything else. */
export const decidePractice = (state: PracticeState, command: PracticeCommand, context: Context): Decision =>
  command.do === 'change' ? decideChange(state, command, context) : decideCalendar(state, command, context);

/**
 * The practice's own settings: settings W; what concerns signing in and how long the audit is kept also `security.manage`.
 * Refuses *relaxed* sessions without a required second factor (PL-42), and to keep the audit under 12 months (PL-106).
 */
const decideChange = (
  { practice }: PracticeState,
  { changes }: Extract<PracticeCommand, { do: 'change' }>,
  context: Context,
): Decision => {
  const security = [changes.mfa, changes.session_mode, changes.retention_months].some((value) => value !== undefined);
  const no =
    can(context.who, writes('settings')) ?? (security ? can(context.who, writes('settings', 'security.manage')) : null);
  if (no) return no;
  const after: Practice = { ...practice, ...tidy(practice, changes) };
  if (after.session_mode === 'relaxed' && after.mfa !== 'required') {
    return invalid(
      problem(
        '/session_mode',
        'relaxed_needs_mfa',
        'Relaxed sessions last a month, so they need a second factor to be required.',
      ),
    );
  }
  if (after.retention_months < SHORTEST_RETENTION) {
    return invalid(
      problem(
        '/retention_months',
        'retention_too_short',
        `What happened is kept for ${SHORTEST_RETENTION} months at least.`,
      ),
    );
  }
  const facts = difference<Practice>(practice, after);
  return accept(
    Object.keys(facts).length ? [{ verb: 'practice.changed', thing: ref('practice', practice.id), facts }] : [],
  );
};

export const evolvePractice = (state: PracticeState, event: Event): PracticeState =>
  kindOf(event.thing) === 'holiday'
    ? { ...state, holidays: changedAmong(state.holidays, event) }
    : { ...state, practice: changed(state.practice, event) };

/** Settings are merged name by name; working days stand once and in order. */
const tidy = (practice: Practice, { settings, working_days, ...rest }: PracticeChanges): Partial<Practice> => ({
  ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<Practice>),
  ...(working_days && { working_days: [...new Set(working_days)].sort() }),
  ...(settings && { settings: { ...practice.settings, ...(settings as Record<string, Json>) } }),
});

/** A short name made of a name: «Harbour & Light Pty» → `harbour-light-pty`; `again` 2 gives `harbour-light-pty-2`. */
export const slugOf = (name: string, again = 1): string => {
  const base = sortName(name)
    .replace(/0+(?=\d)/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '');
  const whole = base.length >= 3 ? base : `practice${base && `-${base}`}`;
  return again === 1 ? whole : `${whole}-${again}`;
};
