import type { Question } from './model.ts';

/** Forms that workflow templates ask with (WF section 13): each is copied and becomes the practice's own (WF-4). */

export interface LibraryForm {
  key: string;
  title: string;
  intro: string;
  questions: readonly Question[];
}

type More = Partial<Pick<Question, 'help' | 'required' | 'choices' | 'shown_if'>>;
const asks = (key: string, kind: Question['kind'], label: string, more: More = {}): Question => ({
  key,
  kind,
  label,
  required: true,
  ...more,
});
const optional = { required: false } as const;

/** Yes, or no and why: what somebody approves before it leaves. */
const approval = (what: string, statement: string): Question[] => [
  asks('approved', 'yes_no', `Do you approve ${what}?`),
  asks('changes', 'long_text', 'What should be changed?', { shown_if: { question: 'approved', is: 'no' } }),
  asks('signed', 'statement', statement, { shown_if: { question: 'approved', is: 'yes' } }),
];

export const LIBRARY: readonly LibraryForm[] = [
  {
    key: 'still_wanted',
    title: 'Do you still want a place?',
    intro: 'You asked for a place on our list. Tell us whether that still holds, so that we keep it for you.',
    questions: [
      asks('wanted', 'yes_no', 'Do you still want to become our client?'),
      asks('when', 'date', 'From when?', { ...optional, shown_if: { question: 'wanted', is: 'yes' } }),
      asks('note', 'long_text', 'Anything we should know?', optional),
    ],
  },
  {
    key: 'client_details',
    title: 'Your details',
    intro: 'We need these to set up your records and your deadlines. It takes about five minutes.',
    questions: [
      asks('contact_name', 'short_text', 'Who should we talk to?'),
      asks('contact_email', 'email', 'Their e-mail address'),
      asks('contact_phone', 'phone', 'Their phone number', optional),
      asks('signs', 'short_text', 'Who approves figures and signs for you?', optional),
      asks('year_end', 'short_text', 'When does your year end?', {
        help: 'The day and the month, for example 30 June.',
      }),
      asks('tax_periods', 'one_of', 'How often do you file VAT, GST or sales tax?', {
        choices: ['Monthly', 'Quarterly', 'Yearly', 'Not at all'],
      }),
      asks('tax_numbers', 'short_text', 'Your tax and business numbers', optional),
      asks('staff', 'yes_no', 'Do you pay anybody a salary?'),
      asks('staff_count', 'number', 'How many people?', { shown_if: { question: 'staff', is: 'yes' } }),
    ],
  },
  {
    key: 'authorization_to_sign',
    title: 'Renewal of our authorization',
    intro: 'Our authorization to act for you ends soon. Sign here to renew it.',
    questions: [
      asks('signed', 'statement', 'I authorize you to go on acting for us towards the tax office, as before.'),
      asks('note', 'long_text', 'Anything that should change?', optional),
    ],
  },
  {
    key: 'policies_read',
    title: 'Our policies',
    intro: 'Please read the policies that came with your contract, and sign each below.',
    questions: [
      asks('confidential', 'statement', 'I have read the policy on confidentiality and keep to it.'),
      asks('security', 'statement', 'I have read the policy on devices, passwords and data, and keep to it.'),
      asks('laundering', 'statement', 'I have read what to look for as to money laundering, and whom to tell.'),
      asks('independence', 'statement', 'I have read the policy on independence and gifts, and keep to it.'),
    ],
  },
  {
    key: 'employee_profile',
    title: 'Tell us what changed',
    intro: 'Only fill in what changed. Before we pay to a new account, we call you.',
    questions: [
      asks('changed', 'several_of', 'What changed?', {
        choices: ['Address', 'Bank account', 'Emergency contact', 'Qualifications', 'Nothing'],
      }),
      asks('address', 'long_text', 'Your new address', { shown_if: { question: 'changed', is: 'Address' } }),
      asks('bank', 'short_text', 'Your new account number', { shown_if: { question: 'changed', is: 'Bank account' } }),
      asks('emergency', 'long_text', 'Who to call, and their number', {
        shown_if: { question: 'changed', is: 'Emergency contact' },
      }),
      asks('qualifications', 'long_text', 'Your new qualifications', {
        shown_if: { question: 'changed', is: 'Qualifications' },
      }),
      asks('proofs', 'file', 'Their certificates', {
        ...optional,
        shown_if: { question: 'changed', is: 'Qualifications' },
      }),
    ],
  },
  {
    key: 'year_end_records',
    title: 'Records for your year end',
    intro: 'Upload what you have; you can keep it for later and go on another day.',
    questions: [
      asks('bank_statements', 'file', 'Bank statements up to the last day of the year'),
      asks('loans', 'yes_no', 'Do you have loans or leases?'),
      asks('loan_papers', 'file', 'Their statements', { shown_if: { question: 'loans', is: 'yes' } }),
      asks('stock', 'money', 'Value of stock on the last day', optional),
      asks('unpaid', 'file', 'Invoices that were unpaid on the last day, yours and your suppliers’', optional),
      asks('assets', 'file', 'Invoices for equipment and vehicles bought or sold', optional),
      asks('other', 'file', 'Anything else', optional),
      asks('note', 'long_text', 'What was unusual this year?', optional),
    ],
  },
  {
    key: 'accounts_approval',
    title: 'Approve your accounts',
    intro: 'The accounts came with our message. Please read them before you sign.',
    questions: approval('these accounts', 'I have read the accounts, and approve them.'),
  },
  {
    key: 'figures_approval',
    title: 'Approve your figures',
    intro: 'The figures of your return came with our message. We file it once you approve them.',
    questions: approval('these figures', 'The figures are complete and correct as far as I know.'),
  },
  {
    key: 'payroll_changes',
    title: 'Changes for this payroll',
    intro: 'Tell us who started, who left and what hours are different.',
    questions: [
      asks('any', 'yes_no', 'Did anything change since the last payroll?'),
      asks('starters', 'long_text', 'Who started, when and for what pay?', {
        ...optional,
        shown_if: { question: 'any', is: 'yes' },
      }),
      asks('leavers', 'long_text', 'Who left, and on which day?', {
        ...optional,
        shown_if: { question: 'any', is: 'yes' },
      }),
      asks('hours', 'long_text', 'Hours, overtime, days off', {
        ...optional,
        shown_if: { question: 'any', is: 'yes' },
      }),
      asks('sheets', 'file', 'Time sheets', { ...optional, shown_if: { question: 'any', is: 'yes' } }),
    ],
  },
  {
    key: 'payroll_approval',
    title: 'Approve this payroll',
    intro: 'The totals came with our message. Pay slips leave once you approve them.',
    questions: approval('these totals', 'Please pay these wages.'),
  },
];
