import { ask, on, template, toReview } from '../writing.ts';

export const employeeProfile = template('employee_profile', 3, {
  name: 'Update employee profile',
  description:
    'Once a year, or when something changes: the employee says what is new, somebody enters it, and a second person confirms new bank details by telephone before anybody is paid to them.',
  subject_kinds: ['employee'],
  steps: [
    {
      key: 'ask',
      kind: 'form',
      group: 'Begin',
      title: 'Tell us what changed: address, bank, emergency contact, qualifications',
      instructions:
        'The employee is asked by e-mail and reminded after 3 days. If no answer comes, ask them, and enter what they say as their answer.',
      form: 'employee_profile',
      recipient: 'subject',
      reminders: [3],
      who: ['employee_manager', 'launcher'],
      due: on('r+5b'),
    },
    {
      key: 'apply',
      kind: 'task',
      group: 'Work',
      title: 'Check and enter the changes',
      instructions:
        'Enter what changed here and in payroll. An answer left empty changes nothing. New bank details come from the employee’s own mouth, never from an e-mail alone.',
      asks: [
        ask('phone', 'Telephone, if it changed', 'text', { writes: 'phone', required: false }),
        ask('work_email', 'Work e-mail, if it changed', 'text', { writes: 'work_email', required: false }),
        ask('job_title', 'Job title, if it changed', 'text', { writes: 'job_title', required: false }),
        ask('elsewhere', 'What was changed in payroll or on file', 'text', { required: false }),
        ask('bank', 'Did the bank details change', 'yes_no'),
      ],
      who: ['role:Admin'],
      due: on('r+2b'),
    },
    {
      key: 'bank',
      kind: 'review',
      group: 'Check',
      title: 'Second look, with a telephone call about new bank details',
      instructions: toReview(
        'If bank details changed, call the employee on the number you have had all along, never on one from the message, and have the last four digits read to you.',
        'What the employee wrote and what was entered agree',
        'New bank details confirmed by telephone on the known number',
      ),
      of: ['apply'],
      reviewers: [['role:Manager']],
      due: on('r+2b'),
    },
    {
      key: 'tell',
      kind: 'action',
      group: 'Close',
      title: 'Tell the manager',
      do: 'notify',
      params: { to: ['employee_manager'], text: 'The profile of {{employee.name}} is up to date.' },
    },
  ],
});
