import { ask, lines, on, template, toReview } from '../writing.ts';

export const payrollMonth = template('payroll_month', 3, {
  name: 'Payroll month',
  description:
    'One payroll, counted from the pay day: starters, leavers and hours in, calculated, reviewed, approved by the client, payslips out, reported to the tax office on time, and posted.',
  subject_kinds: ['client'],
  settings: { period: 'ask', run_date: { label: 'Pay day' } },
  steps: [
    {
      key: 'changes',
      kind: 'form',
      group: 'Begin',
      title: 'Ask the client for starters, leavers and hours',
      instructions:
        'The main contact is asked ten working days before the pay day and reminded after 2 days. «Nothing changed» must be said too, not assumed: without an answer, telephone, and enter what they say.',
      form: 'payroll_changes',
      reminders: [2],
      expires_after: 10,
      who: ['assignee', 'owner'],
      start: on('date-10b'),
      due: on('date-6b'),
    },
    {
      key: 'calc',
      kind: 'task',
      group: 'Work',
      title: 'Calculate the payroll',
      instructions:
        'Enter the changes, apply new tax codes and rates, and calculate. Compare each person with last month, and explain in a comment what moved by more than a tenth. Attach the payroll report.',
      checklist: lines({
        entered: 'Every change entered, with its evidence kept',
        notices: 'Tax codes and notices from the tax office applied',
        minimum: 'Minimum wage and working time looked at',
        pension: 'Pension enrolment and contributions right',
        compared: 'Compared person by person with last month',
      }),
      asks: [
        ask('gross', 'Gross pay', 'money'),
        ask('tax', 'Tax and social contributions', 'money'),
        ask('net', 'Net pay', 'money'),
      ],
      files_min: 1,
      who: ['assignee', 'owner'],
      due: on('date-5b'),
    },
    {
      key: 'review',
      kind: 'review',
      group: 'Check',
      title: 'Review the payroll',
      instructions: toReview(
        'Look at starters, leavers and everybody whose pay moved; then at the totals.',
        'The right people are on it, and nobody else',
        'What moved since last month is explained',
        'Tax codes of starters and final pay of leavers checked',
        'New bank details were confirmed by telephone',
        'Totals agree with the report',
      ),
      of: ['calc'],
      reviewers: [['reviewer', 'manager']],
      due: on('date-4b'),
    },
    {
      key: 'client',
      kind: 'task',
      group: 'Check',
      title: 'Get the client’s approval of the totals',
      instructions:
        'Send gross, deductions, net and the amount per person to the main contact, by a safe way. Nobody is paid on silence: call if there is no answer by the next morning.',
      checklist: lines({
        sent: 'Totals sent to somebody who may approve',
        approved: 'Approval received in writing, and kept here',
      }),
      who: ['assignee', 'owner'],
      due: on('date-3b'),
    },
    {
      key: 'slips',
      kind: 'task',
      group: 'Close',
      title: 'Send the payslips',
      instructions:
        'Through the portal or protected, never as open attachments. Check that the payment file is with the bank.',
      checklist: lines({
        slips: 'Payslips sent or released',
        payment: 'Payment file or list with whoever pays',
        leavers: 'Leavers have their papers',
      }),
      who: ['assignee', 'owner'],
      due: on('date-1b'),
    },
    {
      key: 'report',
      kind: 'task',
      group: 'Close',
      title: 'Report to the tax office',
      instructions:
        'On or before the pay day. Attach the receipt, and tell the client what is to be paid to the tax office and the pension provider, and by when.',
      checklist: lines({
        reported: 'Report accepted, receipt attached',
        told: 'Client told what to pay to whom, and by when',
        pension: 'Pension contributions uploaded',
      }),
      files_min: 1,
      who: ['assignee', 'owner'],
      due: on('date+0d'),
    },
    {
      key: 'post',
      kind: 'task',
      group: 'Close',
      title: 'Post the journal',
      instructions:
        'Post it to the month it belongs to, by department if the client asks for it. Wages control must be nil when everybody has been paid.',
      after: ['slips'],
      who: ['assignee', 'owner'],
      due: on('date+2b'),
    },
  ],
});
