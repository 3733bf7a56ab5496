import type { SubjectKind, Trigger } from './content.ts';

/** Questions about what makes a workflow start by itself (WF-166). */

export type TriggerKind = Trigger['on'];

export const TRIGGER_KINDS = [
  'created',
  'converted',
  'status',
  'tag',
  'date',
  'authorization_ends',
  'run_completed',
  'form_answered',
] as const satisfies readonly TriggerKind[];

/** Those that wait for a day, and are looked at each morning (WF-167). */
export const isOfDays = (on: TriggerKind): boolean => on === 'date' || on === 'authorization_ends';

/** The states a record reaches by an act. What comes with a day alone, a leave or a last day, is a date trigger. */
export const REACHED: Readonly<Record<SubjectKind, readonly string[]>> = {
  prospect: ['open', 'waitlisted', 'inactive'],
  client: ['active', 'inactive'],
  employee: ['onboarding', 'active'],
  invoice: [],
};
