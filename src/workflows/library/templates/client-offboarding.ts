import { ask, lines, on, template, toReview } from '../writing.ts';

export const clientOffboarding = template('client_offboarding', 3, {
  name: 'Client offboarding',
  description:
    'A client leaves, or you let one go: what is unfinished and unpaid, plans stopped, records handed over, authorizations ended, a partner’s look, a closing letter and the end on the agreed day.',
  subject_kinds: ['client'],
  settings: { allow_inactive: true, run_date: { label: 'Last day of service' } },
  steps: [
    {
      key: 'reason',
      kind: 'task',
      group: 'Begin',
      title: 'Write down why, and who takes over',
      instructions:
        'Keep the letter or e-mail that ends the engagement. Ask for the successor’s name and whether you may speak to them. If you end it yourself, check the notice in the engagement letter, and name every deadline that falls within it.',
      asks: [
        ask('reason', 'Reason', 'choice', {
          choices: [
            'Chose another practice',
            'Price',
            'Business closed or sold',
            'Unhappy with our work',
            'We ended it',
            'Other',
          ],
        }),
        ask('details', 'In a sentence', 'text', { required: false }),
        ask('successor', 'Who takes over', 'text', { required: false }),
      ],
      who: ['manager', 'launcher'],
      due: on('run+1b'),
    },
    {
      key: 'open',
      kind: 'task',
      group: 'Begin',
      title: 'List unfinished work, unpaid invoices and papers held',
      instructions:
        'For each piece of unfinished work write down who finishes it: you by the last day, or the successor. Nothing may fall between the two.',
      checklist: lines({
        work: 'Unfinished work listed, each with who finishes it',
        deadlines: 'Every deadline of the next three months listed and told to the client in writing',
        invoices: 'Unpaid invoices and unbilled work listed',
        papers: 'Original papers and client money held listed',
      }),
      who: ['assignee', 'owner'],
      due: on('run+3b'),
    },
    {
      key: 'stop',
      kind: 'task',
      group: 'Work',
      title: 'End plans, repeating workflows and reminders',
      instructions: 'End each with the last day of service, so that what is still owed is done and nothing new begins.',
      checklist: lines({
        plans: 'Plans and repeating workflows ended with the last day',
        reminders: 'Payment reminders agreed with the partner: go on, or stop',
        fees: 'Standing fees and direct debits ended',
      }),
      who: ['manager', 'owner'],
      due: on('run+5b'),
    },
    {
      key: 'records',
      kind: 'task',
      group: 'Work',
      title: 'Hand over the records',
      instructions:
        'Give the client, or the successor with the client’s consent, everything that is theirs: books, returns, payroll records, originals. Keep your own working papers for as long as the law asks. Attach the list of what was handed over, signed if it was paper.',
      checklist: lines({
        consent: 'The client has agreed to whom the records go',
        handed: 'Records handed over, list attached',
        copies: 'Own copies kept with the day on which they may be destroyed',
        software: 'Ownership of accounting and payroll software passed on',
      }),
      files_min: 1,
      after: ['open'],
      who: ['assignee', 'owner'],
      due: on('date+0d'),
    },
    {
      key: 'authority',
      kind: 'task',
      group: 'Work',
      title: 'End the authorizations',
      instructions:
        'Give up agency with the tax office for each tax, and end the authorizations on the client’s page with the same day.',
      checklist: lines({
        agency: 'Agency given up with each authority',
        ended: 'Authorizations ended on the client’s page',
        access: 'Access to bank feeds, software and mailboxes given back',
      }),
      after: ['open'],
      who: ['assignee', 'owner'],
      due: on('date+5b'),
    },
    {
      key: 'ok',
      kind: 'review',
      group: 'Check',
      title: 'Second look by the partner: may this client go?',
      instructions: toReview(
        'Go through the list of open work, what was stopped and what was handed over.',
        'Nothing unfinished is without a name',
        'Nothing of ours goes on after the last day',
        'The client has what is theirs, and the list proves it',
        'What is unpaid is billed, and how it is collected is decided',
      ),
      after: ['stop', 'records'],
      of: ['open', 'stop', 'records'],
      reviewers: [['partner']],
      due: on('r+2b'),
    },
    {
      key: 'bye',
      kind: 'action',
      group: 'Close',
      title: 'Send the closing letter',
      instructions:
        'Before it leaves, write in what you have finished and what you have not, every deadline that is now theirs, where the records went and what is still to be paid. Somebody other than the writer reads it.',
      do: 'send_email',
      params: { template: 'closing_letter', to: 'primary_contact' },
      approve_first: true,
      who: ['manager', 'owner'],
      start: on('date+0d'),
    },
    {
      key: 'off',
      kind: 'action',
      group: 'Close',
      title: 'Make the client inactive',
      do: 'set_status',
      params: { status: 'inactive' },
      after: ['authority', 'bye'],
      start: on('date+1d'),
    },
  ],
});
