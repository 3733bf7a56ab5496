import { plural } from '#ground/text.ts';

/** The editor of a workflow on forms. */
export const forms = {
  form_part: 'What is asked',
  form: 'Form',
  choose_form: 'Choose a form',
  no_forms: 'There is no form yet.',
  to_forms: 'Write one under Forms.',
  form_asks: (labels: readonly string[]) =>
    `${plural(labels.length, 'question', 'questions')}: ${labels.slice(0, 3).join(' · ')}${labels.length > 3 ? ' …' : ''}`,
  answers_it: 'Who answers',
  approve_form_hint: 'It becomes a task «Check and send» of whoever looks after it. Reminders leave by themselves.',
  reminders: 'Reminders and end',
  reminders_hint: 'Whoever has answered is not reminded. When the link is over, the run’s owner is asked what to do.',
  reminder_days: 'Remind after so many days',
  reminders_none: 'None, or for example 3, 7',
  expires_after: 'The link works for so many days',
  looks_after: 'Who looks after it',
  looks_after_hint: 'Is told of the answer, and may enter it for them.',
  own_words: 'Words of the letter',
  own_words_hint: 'The link and its last day stand below them.',
  letter_subject: 'Subject',
  usual_words: (title: string) => `Please answer «${title}» on this page. You can stop at any time and go on later.`,
} as const;
