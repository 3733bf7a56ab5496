import { ask, lines, on, template, toReview } from '../writing.ts';

const NO_SIGN_IN = { field: 'subject.member', is: 'empty' } as const;

export const employeeOffboarding = template('employee_offboarding', 2, {
  name: 'Offboard employee',
  description:
    'Somebody leaves: the last day in writing, final pay, roles and tasks handed over, a leaving talk, devices back, the sign-in closed on the day, and a second person who checks that it is.',
  subject_kinds: ['employee'],
  settings: { allow_inactive: true, run_date: { label: 'Last working day', default_field: 'end_on' } },
  steps: [
    {
      key: 'last',
      kind: 'task',
      group: 'Begin',
      title: 'Get the last day in writing',
      instructions:
        'Keep the notice, or your letter, here. Count the notice period and the leave that is owed: the last working day may come before the last day of employment. Agree who tells the team and the clients, and when.',
      asks: [
        ask('end_on', 'Last day', 'date', { writes: 'end_on' }),
        ask('reason', 'Reason for leaving', 'text', { writes: 'end_reason', required: false }),
      ],
      files_min: 1,
      who: ['employee_manager', 'launcher'],
      due: on('run+1b'),
    },
    {
      key: 'pay',
      kind: 'task',
      group: 'Begin',
      title: 'Tell payroll: final pay and leave owed',
      checklist: lines({
        date: 'Last day told to payroll',
        leave: 'Leave owed or overtaken counted',
        expenses: 'Expenses, loans and season tickets settled',
        papers: 'Papers for the last day ordered: tax form, reference, certificate',
      }),
      instructions: 'Payroll needs this before its cut-off, or the final pay is late.',
      who: ['role:Admin'],
      due: on('date-5b'),
    },
    {
      key: 'hand',
      kind: 'task',
      group: 'Work',
      title: 'Hand over roles and tasks',
      instructions:
        'Go through the clients with whoever takes them over; tell each client the new name before the old one is gone. Pass on roles and open tasks on the member’s page. This can be finished once the member holds none.',
      checklist: lines({
        clients: 'Each client handed over in a talk, not only on paper',
        told: 'Clients know the new name',
        knowledge: 'What only this person knows is written down',
      }),
      finish_if: {
        any: [
          NO_SIGN_IN,
          {
            all: [
              { field: 'subject.member_roles', is: 'is', value: 0 },
              { field: 'subject.member_open_tasks', is: 'is', value: 0 },
            ],
          },
        ],
      },
      after: ['last'],
      who: ['employee_manager', 'launcher'],
      due: on('date-5b'),
    },
    {
      key: 'talk',
      kind: 'task',
      group: 'Work',
      title: 'Hold the leaving talk',
      instructions:
        'Somebody they did not report to asks: why now, what would have kept you, what should we change? Keep what is said in confidence in confidence.',
      required: false,
      after: ['last'],
      who: ['role:Manager'],
      due: on('date-2b'),
    },
    {
      key: 'kit',
      kind: 'task',
      group: 'Work',
      title: 'Get devices, keys and cards back',
      instructions:
        'Compare serial numbers with those noted on the first day, and give a receipt. What is kept with your consent is written down too.',
      checklist: lines({
        device: 'Computer and accessories back, serial numbers compared',
        phone: 'Telephone back, number passed on',
        keys: 'Keys and door card back',
        cards: 'Payment cards back and cancelled',
        papers: 'Client papers at home brought back',
      }),
      after: ['last'],
      who: ['employee_manager', 'launcher'],
      due: on('date+0d'),
    },
    {
      key: 'lock',
      kind: 'task',
      group: 'Check',
      title: 'Close the sign-in',
      instructions:
        'Deactivate the member here, then everywhere else: mail, tax office, banks, clients’ software, password manager. Set an automatic answer that names the successor. This can be finished once the member is no longer active.',
      checklist: lines({
        member: 'Member deactivated',
        mail: 'Mailbox closed, automatic answer names the successor',
        agents: 'Access at tax offices and banks removed',
        software: 'Access to clients’ software removed',
        shared: 'Shared passwords changed',
      }),
      finish_if: { any: [NO_SIGN_IN, { field: 'subject.member_active', is: 'is', value: false }] },
      after: ['hand'],
      who: ['role:Admin'],
      start: on('date+0d'),
      due: on('date+0d'),
    },
    {
      key: 'ok',
      kind: 'review',
      group: 'Close',
      title: 'Second look: handed over, returned and closed?',
      instructions: toReview(
        'Try it rather than believe it: open a client that was handed over, count the devices, look at the member list.',
        'No client, role or task is left without a name',
        'Everything on the list of devices is back',
        'The sign-in is closed everywhere',
      ),
      after: ['lock', 'kit'],
      of: ['hand', 'kit', 'lock'],
      reviewers: [['role:Manager']],
      due: on('r+2b'),
    },
  ],
});
