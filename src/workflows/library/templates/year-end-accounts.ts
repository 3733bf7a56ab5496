import { lines, on, template, toReview } from '../writing.ts';

export const yearEndAccounts = template('year_end_accounts', 3, {
  name: 'Year-end accounts',
  description:
    'Accounts and tax for a year: records in, books complete, draft, questions cleared, two reviews, the client’s signature, filed before the deadline, billed, and the points for next year kept.',
  subject_kinds: ['client'],
  settings: { period: 'ask', run_date: { label: 'Filing deadline' } },
  steps: [
    {
      key: 'request',
      kind: 'form',
      group: 'Begin',
      title: 'Ask the client for the year’s records',
      instructions:
        'The main contact uploads the records on a page of their own, in as many goes as they need, and is reminded after 7 and 14 days. What comes another way is attached here by entering the answer for them.',
      form: 'year_end_records',
      reminders: [7, 14],
      who: ['assignee', 'owner'],
      start: on('pe+7d'),
      due: on('pe+28d'),
    },
    {
      key: 'books',
      kind: 'task',
      group: 'Work',
      title: 'Check that the books are reconciled and complete',
      instructions:
        'Begin with what can be proved from outside. What you cannot prove goes onto the list of questions, with the amount.',
      checklist: lines({
        bank: 'Every bank and card account agrees with the statement at the year end',
        debtors: 'Debtors and creditors agree with their lists; old items looked into',
        tax: 'VAT and payroll taxes agree with the returns',
        suspense: 'Suspense and wages control are nil or explained',
        opening: 'Opening balances agree with last year’s signed accounts',
        cutoff: 'Invoices on both sides of the year end are in the right year',
      }),
      who: ['assignee', 'owner'],
      due: on('r+10b'),
    },
    {
      key: 'draft',
      kind: 'task',
      group: 'Work',
      title: 'Draft the accounts and the tax',
      instructions:
        'Post the adjustments with a working paper behind each. Compare with last year and explain every line that moved by more than a tenth. Attach the draft accounts, the tax computation and the list of questions.',
      checklist: lines({
        adjustments: 'Depreciation, accruals, prepayments, stock and provisions posted',
        compared: 'Compared with last year and with what the client told us',
        tax: 'Tax computed, reliefs and losses considered, payments on account taken off',
        disclosure: 'Notes and disclosures complete for the size of the company',
        events: 'Events after the year end and going concern considered',
      }),
      files_min: 1,
      who: ['assignee', 'owner'],
      due: on('date-40b'),
    },
    {
      key: 'queries',
      kind: 'task',
      group: 'Work',
      title: 'Clear the questions with the client',
      instructions:
        'Send all questions at once, numbered, each answerable in a line. Call for what is still open after three days. Write the answers into the working papers, with who said it and when.',
      checklist: lines({
        sent: 'All questions sent at once',
        answered: 'Every question answered, or agreed to be left as it is',
        posted: 'Changes posted to the draft and to the tax',
      }),
      who: ['assignee', 'owner'],
      due: on('r+5b'),
    },
    {
      key: 'review',
      kind: 'review',
      group: 'Check',
      title: 'Review books, draft and questions',
      instructions: toReview(
        'The reviewer reads first, then the second reviewer, where the client has one.',
        'Working papers support every material figure',
        'Estimates and judgements are reasonable and written down',
        'Tax computation checked, including reliefs and dates',
        'No question is open that could change the figures',
      ),
      of: ['books', 'draft', 'queries'],
      reviewers: [['reviewer'], ['second_reviewer']],
      due: on('r+5b'),
    },
    {
      key: 'sign',
      kind: 'task',
      group: 'Close',
      title: 'Get the client’s approval and signature',
      instructions:
        'Send accounts and return to somebody who may sign, with a page in plain words: profit, tax, what to pay and when, what changed since last year. Walk them through it if they wish. Keep the signed copies here.',
      checklist: lines({
        explained: 'Result, tax and payment dates explained in plain words',
        accounts: 'Accounts approved and signed, with the date',
        tax: 'Return approved in writing',
      }),
      who: ['assignee', 'owner'],
      due: on('r+5b'),
    },
    {
      key: 'file',
      kind: 'task',
      group: 'Close',
      title: 'File, and keep the receipts',
      checklist: lines({
        accounts: 'Accounts filed, receipt attached',
        tax: 'Return filed, receipt attached',
        told: 'Client told that it is filed, with the amount and the last day to pay',
      }),
      instructions: 'What is filed must be what was signed: compare the two before you press the button.',
      files_min: 1,
      who: ['assignee', 'owner'],
      due: on('date-5b'),
    },
    {
      key: 'bill',
      kind: 'task',
      group: 'Close',
      title: 'Raise the final bill',
      instructions:
        'Compare the hours with the fee. Extra work is billed only if it was agreed before; if it was not, note it for next year’s letter.',
      after: ['sign'],
      who: ['manager', 'owner'],
      due: on('r+3b'),
    },
    {
      key: 'next',
      kind: 'task',
      group: 'Close',
      title: 'Write down the points for next year',
      instructions:
        'What was late, what was asked twice, what should be done in the books during the year, what to advise them about. Three lines are enough.',
      required: false,
      who: ['assignee', 'owner'],
      due: on('r+5b'),
    },
  ],
});
