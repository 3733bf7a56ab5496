import { ask, lines, on, template, toReview } from '../writing.ts';

export const scheduleSetup = template('schedule_setup', 3, {
  name: 'Plan the year’s work',
  description:
    'Once a year, or for a new client: which services, how often and from when; who does them; whether the team has the time; and then dates in the calendar instead of good intentions.',
  subject_kinds: ['client'],
  steps: [
    {
      key: 'agree',
      kind: 'task',
      group: 'Begin',
      title: 'Agree services, how often, and from when',
      instructions:
        'Go through the engagement letter line by line with the client. For each service: how often, the first period, when the papers come from them, when they want to have it back. What is not in the letter needs a new one.',
      asks: [
        ask('services', 'Services and how often', 'text'),
        ask('from', 'From when', 'date'),
        ask('papers', 'When papers come from the client', 'text', { required: false }),
      ],
      who: ['manager', 'launcher'],
      due: on('run+3b'),
    },
    {
      key: 'team',
      kind: 'task',
      group: 'Begin',
      title: 'Name partner, manager, assignee and reviewers',
      instructions:
        'The reviewer must be somebody other than the assignee. What you choose here is written on the client and used by every workflow from now on.',
      asks: [
        ask('partner', 'Partner', 'member', { writes: 'role.partner' }),
        ask('manager', 'Manager', 'member', { writes: 'role.manager' }),
        ask('assignee', 'Assignee', 'member', { writes: 'role.assignee' }),
        ask('reviewer', 'Reviewer', 'member', { writes: 'role.reviewer' }),
        ask('second_reviewer', 'Second reviewer', 'member', { writes: 'role.second_reviewer', required: false }),
      ],
      who: ['manager', 'launcher'],
      due: on('r+1b'),
    },
    {
      key: 'room',
      kind: 'task',
      group: 'Work',
      title: 'Does the team have the time?',
      instructions:
        'Lay the hours of each service beside what the people named already have in those weeks, with their leave. «Move dates» if a week is over full: say in a comment which service moves, and by how much.',
      checklist: lines({
        hours: 'Hours per service estimated, from last year where there is one',
        peaks: 'Peak weeks and leave of the people named looked at',
        cover: 'Somebody can stand in for each of them',
      }),
      outcomes: ['fits', 'move dates'],
      who: ['role:Manager'],
      due: on('r+2b'),
    },
    {
      key: 'plan',
      kind: 'task',
      group: 'Work',
      title: 'Put the work into the calendar',
      instructions:
        'One plan per service, with its period, the start, and the last day on which it may be finished. If dates had to move, plan the moved ones. Look at the first three dates of each before you save.',
      checklist: lines({
        services: 'Every service agreed has a plan',
        deadlines: 'Each plan ends before the statutory deadline, with days to spare for the review',
        first: 'The first three dates of each plan looked at',
      }),
      who: ['assignee', 'owner'],
      due: on('r+2b'),
    },
    {
      key: 'ok',
      kind: 'review',
      group: 'Check',
      title: 'Second look by the partner at the year’s plan',
      instructions: toReview(
        'Compare the plans with the engagement letter and with the fee.',
        'Every service in the letter is planned, and nothing else',
        'Dates suit the client and leave room for review',
        'The hours fit the fee',
      ),
      of: ['plan'],
      reviewers: [['partner']],
      due: on('r+2b'),
    },
    {
      key: 'tell',
      kind: 'action',
      group: 'Close',
      title: 'Send the client the dates and names',
      do: 'send_email',
      params: { template: 'year_plan', to: 'primary_contact' },
    },
  ],
});
