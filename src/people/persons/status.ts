import type { Id } from '#ground/id.ts';
import { daysBetween, type PlainDate } from '#ground/time.ts';
import type { Person, RoleHolding, RoleOnPerson, WaitlistEntry } from './model.ts';

export const STATUSES = ['open', 'waitlisted', 'active', 'inactive'] as const;
export type PersonStatus = (typeof STATUSES)[number];

type Named = Pick<Person, 'form' | 'given_name' | 'family_name' | 'organisation_name'>;

/** The name a record goes by: the organisation's, or given and family name (PL-173); empty when it has none (PE-10). */
export const displayName = ({ form, given_name, family_name, organisation_name }: Named): string => {
  const human = [given_name, family_name].filter(Boolean).join(' ');
  return (form === 'organisation' ? organisation_name || human : human || organisation_name) ?? '';
};

/** Derived from facts, never stored: the first line that holds wins (people.md section 2). */
export const personStatus = (
  person: Pick<Person, 'kind' | 'inactive_since'>,
  waitlist: readonly Pick<WaitlistEntry, 'left_on' | 'deleted_at'>[],
): PersonStatus => {
  if (person.inactive_since) return 'inactive';
  if (person.kind === 'client') return 'active';
  return waitlist.some(isOpen) ? 'waitlisted' : 'open';
};

export const isOpen = (entry: Pick<WaitlistEntry, 'left_on' | 'deleted_at'>): boolean =>
  !entry.left_on && !entry.deleted_at;

export const openEntry = (waitlist: readonly WaitlistEntry[]): WaitlistEntry | null => waitlist.find(isOpen) ?? null;

/** Days since the open entry; time before it, on an earlier entry too, does not count (PE-16). */
export const waitingDays = (waitlist: readonly WaitlistEntry[], today: PlainDate): number | null => {
  const entry = openEntry(waitlist);
  return entry && daysBetween(entry.entered_on, today);
};

const covers = (holding: RoleHolding, on: PlainDate): boolean =>
  !holding.deleted_at && holding.since <= on && (holding.until === null || holding.until > on);

/** Who holds each role on a date, past or to come (PE-40, PE-47). */
export const holdersOn = (
  holdings: readonly RoleHolding[],
  on: PlainDate,
): Partial<Record<RoleOnPerson, RoleHolding>> =>
  Object.fromEntries(holdings.filter((holding) => covers(holding, on)).map((holding) => [holding.role, holding]));

/** The members who look after a person on a date. */
export const lookedAfterBy = (holdings: readonly RoleHolding[], on: PlainDate): Id[] => [
  ...new Set(holdings.filter((holding) => covers(holding, on)).map((holding) => holding.member_id)),
];
