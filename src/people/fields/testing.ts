import type { Id } from '#ground/id.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import type { Acceptance, Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';

/** What the rules tests of people share: a practice, somebody who acts, and what a decision answered. */
export const NOW = '2026-11-23T09:00:00.000Z';
export const TODAY = '2026-11-23';

let made = 0;

export const contextAs = (
  role: BuiltIn = 'Manager',
  more: { member?: Id; now?: string; today?: string; settings?: Context['practice']['settings'] } = {},
): Context => {
  const { id, name, levels, reach, abilities } = builtIn(role);
  const member = more.member ?? 'm-anna';
  return {
    now: more.now ?? (more.today ? `${more.today}T09:00:00.000Z` : NOW),
    today: more.today ?? TODAY,
    practice: {
      id: 'practice',
      name: 'Tern & Partners',
      kind: 'live',
      time_zone: 'Europe/London',
      country: 'GB',
      locale: 'en-GB',
      currency: 'GBP',
      working_days: [1, 2, 3, 4, 5],
      holidays: [],
      send_hour: '09:00',
      start_hour: 6,
      settings: more.settings ?? {},
    },
    who: {
      actor: `member:${member}`,
      member_id: member,
      role_id: id,
      role_name: name,
      levels,
      reach,
      abilities,
      deputy_for: [],
    },
    newId: () => {
      made += 1;
      return `id-${made}`;
    },
  };
};

export const accepted = (decision: Decision): Acceptance => {
  if (!decision.yes) throw new Error(`refused: ${decision.code}: ${decision.because}`);
  return decision;
};

export const refusal = (decision: Decision): Refusal => {
  if (decision.yes) throw new Error('accepted');
  return decision;
};

export const verbs = (decision: Decision): string[] => accepted(decision).events.map((event) => event.verb);

/** The state after events, each row that one names counting its version as the loop does. */
export const evolved = <S>(
  state: S,
  events: readonly Event[],
  evolve: (state: S, event: Event) => S,
  rows: (state: S) => { version: number }[],
): S => {
  const next = events.reduce(evolve, structuredClone(state));
  for (const row of rows(next)) row.version += 1;
  return next;
};
