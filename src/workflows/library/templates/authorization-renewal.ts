import { ask, on, template, toReview, went } from '../writing.ts';

export const authorizationRenewal = template('authorization_renewal', 3, {
  name: 'Authorization renewal',
  description:
    'An authorization is about to end: is it still needed, get the renewal signed, record the new one before the old one ends, or let it lapse and tell those who rely on it.',
  subject_kinds: ['client'],
  settings: { refers_to: 'authorization' },
  triggers: [{ key: 'ends', on: 'authorization_ends', days: 60 }],
  steps: [
    {
      key: 'needed',
      kind: 'task',
      group: 'Begin',
      title: 'Is this authorization still needed?',
      instructions:
        'Look at the services of the engagement and at the work planned after the last day. «Renew» if anything planned relies on it. «Let lapse» if nothing does; say why in a comment, for the next person will ask.',
      outcomes: ['renew', 'let lapse'],
      who: ['assignee', 'owner'],
      due: on('r+5b'),
    },
    {
      key: 'sign',
      kind: 'form',
      group: 'Work',
      title: 'The client signs the renewal',
      instructions:
        'Their main contact signs that we go on acting as before. If they want something changed, or the tax office has a form of its own, settle that with them and keep the signed form in the next step.',
      form: 'authorization_to_sign',
      reminders: [5, 10],
      only_if: went('needed', 'renew'),
      who: ['assignee', 'owner'],
      due: on('r+10b'),
    },
    {
      key: 'record',
      kind: 'task',
      group: 'Work',
      title: 'Record the new authorization',
      instructions:
        'Lodge it where it has to be lodged, and record it as renewing the old one: valid from the day after the old one ends, so that no day is uncovered. Number and dates come from the confirmation, not from the form.',
      asks: [ask('authorization', 'New authorization', 'authorization')],
      only_if: went('needed', 'renew'),
      who: ['assignee', 'owner'],
      due: on('record:valid_to-10b'),
    },
    {
      key: 'checked',
      kind: 'review',
      group: 'Check',
      title: 'Second look at the new authorization',
      instructions: toReview(
        'Compare the record with the confirmation.',
        'Number and scope are as confirmed',
        'It begins the day after the old one ends; any gap is explained',
        'The signed form is kept with it',
      ),
      of: ['record'],
      reviewers: [['reviewer', 'manager']],
      due: on('r+3b'),
    },
    {
      key: 'lapse',
      kind: 'action',
      group: 'Close',
      title: 'Tell partner and assignee that it has ended',
      do: 'notify',
      params: {
        to: ['partner', 'assignee'],
        text: 'The authorization of {{client.name}} ends today and was not renewed. Nothing may be filed under it from tomorrow.',
      },
      after: ['needed'],
      only_if: went('needed', 'let lapse'),
      start: on('record:valid_to+0d'),
    },
  ],
});
