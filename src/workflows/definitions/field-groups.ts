import type { FieldGroup } from '#messages/fields/model.ts';

const places = ['prospect', 'client', 'employee'] as const;

/** What a run and its tasks bring to messages (ME-20, ME-88); missing in a message about no run. */
export const RUN_GROUPS: readonly FieldGroup[] = [
  {
    name: 'run',
    label: 'Run',
    places,
    fields: [
      { name: 'name', label: 'Name of the run', format: 'text', may_be_missing: true, sample: 'Client onboarding' },
    ],
  },
  {
    name: 'task',
    label: 'Task',
    places,
    fields: [
      { name: 'title', label: 'Title', format: 'text', may_be_missing: true, sample: 'Send the engagement letter' },
      { name: 'due_date', label: 'Due date', format: 'date', may_be_missing: true, sample: '2026-08-31' },
      { name: 'link', label: 'Link', format: 'link', may_be_missing: true, sample: 'https://example.com/tasks/1' },
    ],
  },
];
