/** The editor of a workflow on conditions. */
export const conditions = {
  only_if: 'Only if',
  only_if_hint: 'Looked at when its turn comes. If it does not hold, the step is skipped as «not applicable».',
  finish_if: 'Can be finished only if',
  finish_if_hint: 'Until it holds, the task cannot be finished, and the refusal says what is missing.',
  stop_if: 'The run stops if',
  stop_if_hint:
    'Looked at whenever something happens to the subject. The rest of the run is cancelled with that reason.',
  modes: {
    all: 'all of these hold',
    any: 'any of these holds',
    none: 'none of these holds',
    not_all: 'not all of these hold',
  },
  mode: 'How these count',
  add_condition: 'Condition',
  add_condition_group: 'Group of conditions',
  condition_field: 'What is looked at',
  condition_is: 'How it is compared',
  condition_value: 'With what',
  condition_groups: {
    subject: 'The subject',
    outcomes: 'How a step ended',
    answers: 'Answers',
    states: 'Whether a step is done',
    run: 'The run',
  },
  ended: (title: string) => `«${title}» ended`,
  outcome_is: { is: 'with', is_not: 'not with', in: 'with one of', empty: 'not yet' },
  is_state: (title: string) => `«${title}»`,
  remove_condition: 'Remove this condition',
} as const;
