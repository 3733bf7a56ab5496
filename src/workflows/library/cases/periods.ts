import { type Cases, one } from './writing.ts';

/** Those about a period of a client. */
export const PERIODS: Cases = {
  year_end_accounts: [
    one(
      'The books are ready six weeks after the year end',
      { horizon: 90, period: { start: '2025-04-01', end: '2026-03-31' }, run_date: '2026-12-31' },
      `
      2026-03-02 started
      2026-04-07 ready request 2026-04-28
      2026-04-07 action request
      2026-04-14 action request
      2026-04-21 action request
      2026-04-28 done request 2026-04-28
      2026-04-28 ready books 2026-05-12
      2026-05-12 done books 2026-05-12
      2026-05-12 ready draft 2026-11-05
    `,
    ),
  ],
  tax_return: [
    one(
      'A quarter is ready for its review after 15 days',
      { horizon: 45, period: { start: '2026-01-01', end: '2026-03-31' }, run_date: '2026-05-07' },
      `
      2026-03-02 started
      2026-04-01 action papers
      2026-04-01 ready posted 2026-04-10
      2026-04-10 done posted 2026-04-10
      2026-04-10 ready codes 2026-04-10
      2026-04-10 done codes 2026-04-10
      2026-04-10 ready figures 2026-04-15
      2026-04-15 done figures 2026-04-15
      2026-04-15 ready review 2026-04-17
    `,
    ),
  ],
  payroll_month: [
    one(
      'Ten working days before the pay day to the review',
      { horizon: 20, period: { start: '2026-03-01', end: '2026-03-31' }, run_date: '2026-03-27' },
      `
      2026-03-02 started
      2026-03-13 ready changes 2026-03-19
      2026-03-13 action changes
      2026-03-16 action changes
      2026-03-19 done changes 2026-03-19
      2026-03-19 ready calc 2026-03-20
      2026-03-20 done calc 2026-03-20
      2026-03-20 ready review 2026-03-23
    `,
    ),
  ],
};
