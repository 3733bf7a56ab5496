import { plural } from '#ground/text.ts';
import { sayList } from '#ground/words.ts';
import type { DueAfter } from '#inbox/categories/model.ts';
import type { Difference } from '#inbox/triage/differing.ts';

const orList = (all: readonly string[]): string =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;

/** What Settings › Inbox says of triage rules (PL-172). */
export const words = {
  text: 'What comes in gets what these say, before what its address, form, category or client says. They are asked from the top: of each field the first rule that applies has it.',
  empty: 'No rules yet',
  empty_text:
    'A rule gives what comes in a category, an assignee, a date or tags, or sets it aside, by who wrote, to which address, about what, or what a form was answered.',
  add: 'Add rule',
  edit: 'Edit',
  edit_title: (name: string) => `Edit «${name}»`,
  save: 'Save changes',
  added: (name: string) => `Added «${name}», which is off until you try it`,
  saved: (name: string, on: boolean) => (on ? `Saved «${name}»` : `Saved «${name}», which is off until you try it`),
  off: 'Off',
  try: 'Try on what came last',
  try_on: 'Try and switch on…',
  switch_off: 'Switch off',
  switch_on: 'Switch on',
  is_on: (name: string) => `«${name}» is on`,
  is_off: (name: string) => `«${name}» is off`,
  up: 'Move up',
  down: 'Move down',
  moved: (name: string) => `Moved «${name}»`,
  delete: 'Delete',
  delete_title: (name: string) => `Delete «${name}»?`,
  delete_text: 'What comes in is not touched by it any more. Items keep what it gave them.',
  deleted: (name: string) => `Deleted «${name}»`,

  name: 'Name',
  name_missing: 'Give the rule a name.',
  when: 'When all of these hold',
  senders: 'Sender',
  senders_hint: 'Addresses, or domains like example.com with all below them; any of them. Empty: whoever writes.',
  addresses: 'Came to',
  addresses_hint: 'Any of these addresses. Empty: wherever it came to.',
  main: 'the main address',
  words: 'Subject has',
  words_hint: 'Any of these words or phrases. Empty: whatever the subject.',
  form: 'Answers the form',
  form_hint: 'A public form of yours.',
  question: 'Question',
  is: 'Answered',
  add_answer: 'Add an answer',
  remove_answer: 'Take this answer away',
  result: 'Then',
  result_hint: 'What you leave empty is left to the next rule, the address, the category and the client.',
  category: 'Category',
  assignee: 'Goes to',
  due: 'Due after',
  due_hint: 'Counted from the day on which it came.',
  due_wrong: 'Give a whole number from 0 to 366.',
  unit: 'Counted in',
  units: { days: 'Days', business_days: 'Working days' },
  tags: 'Tags',
  aside: 'Set it aside',
  aside_hint: 'It makes no item and waits under «Set aside»; then nothing else is set.',
  none: 'Left open',
  gone: 'something that is gone',

  from: (senders: readonly string[]) => `From ${orList(senders)}`,
  to: (addresses: readonly string[]) => `To ${orList(addresses)}`,
  subject: (some: readonly string[]) => `Subject has ${orList(some.map((one) => `«${one}»`))}`,
  answers: (form: string, answers: readonly { is: string }[]) =>
    answers.length ? `Answers «${form}» with ${sayList(answers.map(({ is }) => `«${is}»`))}` : `Answers «${form}»`,
  due_after: ({ n, unit }: DueAfter) =>
    `due after ${unit === 'days' ? plural(n, 'day', 'days') : plural(n, 'working day', 'working days')}`,
  goes_to: (name: string) => `to ${name}`,
  tagged: (tags: readonly string[]) => `tagged ${sayList(tags)}`,
  sets_aside: 'set aside',

  trial_title: (name: string) => `What «${name}» would change`,
  nothing_came: 'Nothing came yet, so there is nothing to try it on.',
  trial: (looked_at: number, differ: number) =>
    differ
      ? `Of the last ${plural(looked_at, 'mail or answer', 'mails and answers')}, ${differ.toLocaleString('en')} would have become something else. Nothing that is there changes.`
      : `Of the last ${plural(looked_at, 'mail or answer', 'mails and answers')}, none would have become anything else.`,
  fields: {
    set_aside: 'Set aside',
    category: 'Category',
    assignee: 'Goes to',
    due: 'Due',
    tags: 'Tags',
  } satisfies Record<Difference['field'], string>,
  by: (rule: string) => `by «${rule}»`,
  an_item: 'makes an item',
  nothing: 'nothing',
  nobody: 'nobody',
  done: 'Done',
} as const;
