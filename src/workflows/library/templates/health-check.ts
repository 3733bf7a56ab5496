import { lines, on, template, toReview, went } from '../writing.ts';

export const healthCheck = template('health_check', 3, {
  name: 'Annual health check',
  description:
    'Once a year for every client: are facts, roles, services and prices still right, is identity and risk still what it was, how healthy are the books, and a talk about what comes next.',
  subject_kinds: ['client'],
  steps: [
    {
      key: 'facts',
      kind: 'task',
      group: 'Begin',
      title: 'Are contacts, roles, services and prices still right?',
      instructions:
        'Compare the client’s page with the letter, the last bills and what you know. Correct what is plainly wrong; leave what needs a decision for the talk, in a comment.',
      checklist: lines({
        contacts: 'Contacts, addresses and who may sign',
        roles: 'Partner, manager, assignee and reviewers',
        services: 'What we do agrees with the engagement letter',
        prices: 'What we bill agrees with the hours and the price list',
        authorizations: 'Authorizations cover what we file, and do not end soon',
      }),
      who: ['assignee', 'owner'],
      due: on('r+5b'),
    },
    {
      key: 'identity',
      kind: 'task',
      group: 'Begin',
      title: 'Is identity and risk still what it was?',
      instructions:
        'Look at owners and directors in the register, at documents that have run out, and at what the client did this year that you did not expect. «Act» means: new documents, a higher rating, or a word with the person responsible for money laundering; say which in a comment.',
      checklist: lines({
        owners: 'Owners and directors compared with the register',
        documents: 'No identity document has run out',
        lists: 'Sanctions lists and politically exposed persons searched again',
        rating: 'Risk rating looked at, and its date renewed',
      }),
      outcomes: ['fine', 'act'],
      after: [],
      who: ['assignee', 'owner'],
      due: on('r+5b'),
    },
    {
      key: 'books',
      kind: 'task',
      group: 'Work',
      title: 'Check the health of the books',
      instructions:
        'Look as a stranger would. Note what costs you hours at the year end and could be put right during the year.',
      checklist: lines({
        bank: 'Bank and cards reconciled, and how far behind',
        old: 'Old debtors, old creditors and old unreconciled lines',
        suspense: 'Suspense and clearing accounts',
        codes: 'Tax codes used against the rules',
        documents: 'Documents attached where they are needed',
      }),
      after: [],
      who: ['assignee', 'owner'],
      due: on('r+5b'),
    },
    {
      key: 'talk',
      kind: 'task',
      group: 'Work',
      title: 'Talk with the client',
      instructions:
        'Where do they want to be in a year? What of our work do they use, and what not? What changes in the business: staff, premises, buying, selling, retiring? Bring two ideas of your own. «Changes» if services, people, dates or prices will differ.',
      outcomes: ['all stays', 'changes'],
      after: ['facts', 'identity', 'books'],
      who: ['partner', 'manager'],
      due: on('r+15b'),
    },
    {
      key: 'review',
      kind: 'review',
      group: 'Check',
      title: 'Second look at facts, identity and books',
      instructions: toReview(
        'Read what was found and what was agreed.',
        'What was wrong is corrected, or has a date and a name',
        'The risk rating is right, and every «act» has been acted on',
        'What was found in the books has a date and a name',
      ),
      of: ['facts', 'identity', 'books'],
      reviewers: [['manager']],
      due: on('r+3b'),
    },
    {
      key: 'plan',
      kind: 'action',
      group: 'Close',
      title: 'Start «Plan the year’s work»',
      do: 'start_workflow',
      params: { workflow: 'schedule_setup' },
      only_if: went('talk', 'changes'),
    },
    {
      key: 'sum',
      kind: 'action',
      group: 'Close',
      title: 'Send the e-mail: what we agreed',
      instructions:
        'Write into each line what was agreed: what stays, what changes from when, what each side does next, and any new price. If the service changes, a new engagement letter goes with it.',
      after: ['review'],
      do: 'send_email',
      params: { template: 'agreed', to: 'primary_contact' },
      approve_first: true,
      who: ['partner', 'manager'],
    },
  ],
});
