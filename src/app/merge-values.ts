import type { Desk } from '#kernel/database/practice.ts';
import type { RunState } from '#workflows/runs/model.ts';

const text = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));

/** The values of the merge fields a run's texts may ask for (ME-20), under the names of `definitions/merge.ts`. */
export const mergeValues = (
  { practice, today }: Pick<Desk, 'practice' | 'today'>,
  { subject, content }: Pick<RunState, 'subject' | 'content'>,
): Record<string, string | null> => {
  const { fields } = subject;
  const group = {
    name: subject.name,
    first_name: text(fields.given_name),
    last_name: text(fields.family_name),
    email: text(fields.email ?? fields.work_email),
    phone: text(fields.phone),
    client_number: text(fields.client_number),
  };
  return {
    ...Object.fromEntries(Object.entries(group).map(([field, value]) => [`${subject.kind}.${field}`, value])),
    'practice.name': practice.name,
    'run.name': content.name,
    today,
  };
};
