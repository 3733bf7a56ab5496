import { sayDay, sayList } from '#ground/words.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';

/** What happened to an employee, as a timeline says it behind the actor's name (PE-105). */
export const SENTENCES: Record<string, (facts: Facts, name: (id: string) => string) => string> = {
  'employee.added': (facts) => `added the employee ${after(facts, 'number') ?? ''}`.trim(),
  'employee.changed': (facts) => `changed ${sayList(Object.keys(facts).map(fieldName))}`,
  'employee.onboarded': () => 'marked the onboarding as done',
  'employee.leave_started': () => 'entered a leave',
  'employee.leave_ended': () => 'ended a leave',
  'employee.last_day_set': (facts) => `set the last day${on(facts, 'end_on')}`,
  'employee.rehired': (facts) => `rehired them${on(facts, 'start_on')}`,
  'employee.tagged': () => 'put a tag on it',
  'employee.untagged': () => 'took a tag off it',
  'employee.deleted': () => 'deleted it',
  'employee.restored': () => 'brought it back',
  'employee.erased': () => 'erased everything personal',
  'employees.exported': (facts) => `took ${Number(after(facts, 'rows') ?? 0).toLocaleString('en')} employees as a file`,
  'employee.merged': (facts, name) => `merged it into ${name(String(after(facts, 'merged_into')))}`,
  'employee.absorbed': () => 'merged another record into it',
  'employee.unmerged': () => 'reversed a merge',
  'employee.undone': (facts) => (after(facts, 'deleted_at') ? 'took back adding it' : 'took back a change'),
};

const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;
const on = (facts: Facts, field: string): string =>
  after(facts, field) ? ` to ${sayDay(String(after(facts, field)))}` : '';
const FIELD_NAMES: Record<string, string> = {
  manager_id: 'the manager',
  member_id: 'who signs in for them',
  custom: 'the practice’s own fields',
  start_on: 'the first day',
  end_on: 'the last day',
};
const fieldName = (field: string): string => FIELD_NAMES[field] ?? `the ${field.replaceAll('_', ' ')}`;
