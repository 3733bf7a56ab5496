import { ask, lines, on, template, toReview } from '../writing.ts';

export const taxReturn = template('tax_return', 3, {
  name: 'VAT or BAS return',
  description:
    'A return for one tax period: what is missing, everything posted, tax codes looked through, the figures explained, reviewed, approved by the client, lodged with a receipt, and the client told what to pay.',
  subject_kinds: ['client'],
  settings: { period: 'ask', run_date: { label: 'Lodgement deadline' } },
  steps: [
    {
      key: 'papers',
      kind: 'action',
      group: 'Begin',
      title: 'Send the e-mail: what is still missing',
      do: 'send_email',
      params: { template: 'records', to: 'primary_contact' },
      start: on('pe+1d'),
    },
    {
      key: 'posted',
      kind: 'task',
      group: 'Work',
      title: 'Check that sales, purchases and bank are complete',
      checklist: lines({
        bank: 'Every bank and card account reconciled to the end of the period',
        sales: 'Sales complete: invoice numbers without gaps, takings agree with the till',
        purchases: 'Purchase invoices held for everything reclaimed',
        cash: 'Cash, private payments and expenses entered',
        late: 'Late entries in earlier periods found and dealt with',
      }),
      instructions:
        'What is not in the books by now is either left for the next period or estimated, and the client decides which.',
      who: ['assignee', 'owner'],
      due: on('pe+10d'),
    },
    {
      key: 'codes',
      kind: 'task',
      group: 'Work',
      title: 'Check tax codes and unusual amounts',
      checklist: lines({
        codes: 'Tax codes looked through, account by account',
        blocked: 'Nothing reclaimed that may not be: entertainment, cars, private use',
        abroad: 'Imports, exports and reverse charge treated right, evidence held',
        large: 'Amounts over the usual looked at, with the invoice',
        numbers: 'Tax numbers on large invoices are valid',
      }),
      instructions:
        'Sort each code by amount and read the top ten and anything round. The mistakes are in what repeats.',
      who: ['assignee', 'owner'],
      due: on('pe+12d'),
    },
    {
      key: 'figures',
      kind: 'task',
      group: 'Work',
      title: 'Prepare the return and explain large changes',
      instructions:
        'Attach the return and the report behind it. Compare with the last four periods, and write one line for each box that moved by more than a fifth. Enter the amount as it will be paid; a refund is negative.',
      asks: [
        ask('amount', 'Amount to pay', 'money'),
        ask('explained', 'What explains large changes', 'text', { required: false }),
      ],
      files_min: 1,
      who: ['assignee', 'owner'],
      due: on('pe+15d'),
    },
    {
      key: 'review',
      kind: 'review',
      group: 'Check',
      title: 'Review the return',
      instructions: toReview(
        'Read the comparison first, then the unusual amounts, then the boxes.',
        'The boxes agree with the books',
        'Large changes are explained and make sense for this business',
        'Unusual amounts and codes were looked at',
      ),
      of: ['posted', 'codes', 'figures'],
      reviewers: [['reviewer', 'manager']],
      due: on('r+2b'),
    },
    {
      key: 'client',
      kind: 'task',
      group: 'Check',
      title: 'Get the client’s approval of the figures',
      instructions:
        'Send the summary to the main contact: the amount, the day it is due, what explains the change, and the sentence by which they approve. Nothing is lodged on silence; call two days before the deadline.',
      checklist: lines({
        sent: 'Summary sent to somebody who may approve',
        approved: 'Approval received in writing, and kept here',
      }),
      who: ['assignee', 'owner'],
      due: on('date-5b'),
    },
    {
      key: 'lodge',
      kind: 'task',
      group: 'Close',
      title: 'Lodge the return, and keep the receipt',
      instructions:
        'Compare the boxes on the screen with what was approved before you lodge. Attach the receipt, and lock the period in the books.',
      checklist: lines({
        same: 'What is lodged is what was approved',
        receipt: 'Receipt attached',
        locked: 'Period locked in the books',
      }),
      files_min: 1,
      who: ['assignee', 'owner'],
      due: on('date-2b'),
    },
    {
      key: 'pay',
      kind: 'action',
      group: 'Close',
      title: 'Send the e-mail: the amount and the last day to pay',
      do: 'send_email',
      params: { template: 'fee', to: 'primary_contact' },
    },
  ],
});
