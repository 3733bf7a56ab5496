import { ask, on, template, went } from '../writing.ts';

export const addToWaitlist = template('add_to_waitlist', 3, {
  name: 'Add to waitlist',
  description:
    'A prospect you want but cannot take now: what they wait for, their place on the list, a question after three months whether they still want it, and a decision.',
  subject_kinds: ['prospect'],
  steps: [
    {
      key: 'wish',
      kind: 'task',
      group: 'Begin',
      title: 'Write down what they are waiting for',
      instructions:
        'Note the service, the office or person they would like, and the earliest day they could begin. Tell them honestly how long the list is; promise no date.',
      asks: [
        ask('service', 'Service wanted', 'text', { writes: 'service_wanted' }),
        ask('office', 'Office or person preferred', 'text', { required: false }),
        ask('earliest', 'Earliest start', 'date', { required: false }),
      ],
      who: ['launcher'],
      due: on('r+1b'),
    },
    {
      key: 'enter',
      kind: 'action',
      group: 'Work',
      title: 'Put them on the waitlist',
      do: 'set_status',
      params: { status: 'waitlisted' },
    },
    {
      key: 'tell',
      kind: 'action',
      group: 'Work',
      title: 'Send the e-mail: you are on our list',
      do: 'send_email',
      params: { template: 'waitlist', to: 'subject' },
    },
    {
      key: 'still',
      kind: 'form',
      group: 'Check',
      title: 'Do they still want the place?',
      instructions:
        'Three months have passed, and we ask them ourselves. If no answer comes, call once, and answer for them with what they said.',
      form: 'still_wanted',
      recipient: 'subject',
      reminders: [3, 7],
      who: ['launcher', 'owner'],
      start: on('step:enter+3m'),
      due: on('r+10b'),
    },
    {
      key: 'place',
      kind: 'task',
      group: 'Close',
      title: 'Decide: keep, offer a place, or remove',
      instructions:
        'Look at the answer, the length of the list and who has room. «Keep» leaves them where they stand. «Offer» takes them off the list for a proposal; start «New prospect» for it. «Remove» takes them off without one: send two friendly lines, so that the door stays open.',
      outcomes: ['keep', 'offer', 'remove'],
      who: ['manager', 'owner'],
      due: on('r+3b'),
    },
    {
      key: 'off',
      kind: 'action',
      group: 'Close',
      title: 'Take them off the waitlist',
      do: 'set_status',
      params: { status: 'off_waitlist', outcome_of: 'place' },
      only_if: went('place', 'offer', 'remove'),
    },
  ],
});
