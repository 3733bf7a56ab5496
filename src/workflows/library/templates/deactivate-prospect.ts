import { ask, lines, on, template, toReview } from '../writing.ts';

export const deactivateProspect = template('deactivate_prospect', 3, {
  name: 'Deactivate prospect',
  description:
    'Close an enquiry properly: the reason, whether you may stay in touch, loose ends tied up, a friendly goodbye, and a year later the question what happens to their papers.',
  subject_kinds: ['prospect'],
  steps: [
    {
      key: 'why',
      kind: 'task',
      group: 'Begin',
      title: 'Write down why it ends here',
      instructions:
        'One honest sentence helps whoever reads this in two years. If the reason is a conflict of interest or a doubt about the person, name no details that belong in a confidential file; say only that you decided not to act.',
      asks: [
        ask('reason', 'Reason', 'choice', {
          choices: [
            'Chose another practice',
            'Price',
            'No need after all',
            'Does not suit us',
            'Conflict of interest',
            'No answer',
          ],
        }),
        ask('details', 'In a sentence', 'text', { required: false }),
        ask('stay', 'May we stay in touch', 'yes_no'),
      ],
      who: ['launcher'],
      due: on('r+1b'),
    },
    {
      key: 'tidy',
      kind: 'task',
      group: 'Work',
      title: 'Withdraw proposals, drafts and appointments',
      instructions:
        'Nothing should go out after the goodbye, and nobody should hold an hour free for someone who will not come.',
      checklist: lines({
        proposals: 'Open proposals withdrawn',
        drafts: 'Drafts and planned messages removed',
        appointments: 'Appointments cancelled and the other side told',
        access: 'Access they gave us to software or documents handed back',
      }),
      who: ['launcher'],
      due: on('r+2b'),
    },
    {
      key: 'bye',
      kind: 'action',
      group: 'Work',
      title: 'Send the closing e-mail',
      only_if: { field: 'answers.why.stay', is: 'is', value: true },
      do: 'send_email',
      params: { template: 'enquiry_closed', to: 'subject' },
    },
    {
      key: 'sure',
      kind: 'review',
      group: 'Check',
      title: 'Second look: is it right to close this one?',
      instructions: toReview(
        'Read the reason and look through what was tidied up. Where nobody is named as manager, this is left out.',
        'The reason holds, and nobody else in the practice is still talking to them',
        'Proposals, drafts and appointments are withdrawn',
      ),
      of: ['why', 'tidy'],
      reviewers: [['manager']],
      at_least: 0,
      due: on('r+2b'),
    },
    {
      key: 'off',
      kind: 'action',
      group: 'Close',
      title: 'Make the prospect inactive',
      do: 'set_status',
      params: { status: 'inactive' },
    },
    {
      key: 'papers',
      kind: 'task',
      group: 'Close',
      title: 'Decide what happens to their papers',
      instructions:
        'A year has passed. Keep papers only as long as you have a reason: a claim that may still come, a rule that asks you to show why you declined, or their wish. «Keep» needs that reason in a comment. «Erase»: erase the record from its own page; it cannot be taken back.',
      outcomes: ['keep', 'erase'],
      who: ['role:Admin'],
      start: on('step:off+12m'),
      due: on('r+10b'),
    },
  ],
});
