import type { ExpectedCase } from '#workflows/definitions/expect.ts';

/**
 * What each ready-made workflow is held to (WF-165): a line each of the day, what happens, the step and when it is due. They go
 * no further than a review, which wants a second person, and fit any practice that is open on these days.
 */
const START = '2026-03-02';

const LINE = /^([\d-]{10}) ([a-z_]+)(?: ([a-z]\w*))?(?: ([\d-]{10}))?$/;

const one = (name: string, given: Partial<ExpectedCase['given']>, list: string): ExpectedCase => ({
  name,
  given: { start: START, fields: {}, horizon: 30, act: { how: 'on_due' }, steps: {}, changes: [], ...given },
  follows: list.trim().split('\n').map(lineOf),
});

const lineOf = (line: string): ExpectedCase['follows'][number] => {
  const [, on, what, step, due_on] = LINE.exec(line.trim()) ?? [];
  if (!on) throw new Error(`«${line}» is no line of a case`);
  return {
    on,
    what: what as ExpectedCase['follows'][number]['what'],
    ...(step && { step }),
    ...(due_on && { due_on }),
  };
};

export const CASES: Readonly<Record<string, readonly ExpectedCase[]>> = {
  new_prospect: [
    one(
      'They accept: from the first call to a client in 18 working days',
      { horizon: 40 },
      `
      2026-03-02 started
      2026-03-02 ready need 2026-03-03
      2026-03-03 done need 2026-03-03
      2026-03-03 ready conflict 2026-03-04
      2026-03-04 done conflict 2026-03-04
      2026-03-04 action thanks
      2026-03-04 ready talk 2026-03-09
      2026-03-09 done talk 2026-03-09
      2026-03-09 ready offer 2026-03-12
      2026-03-12 done offer 2026-03-12
      2026-03-12 ready answer 2026-03-26
      2026-03-26 done answer 2026-03-26
      2026-03-26 left_out to_list
      2026-03-26 left_out to_end
      2026-03-26 action to_client
      2026-03-26 completed
    `,
    ),
    one(
      'They decline: the enquiry is closed by «Deactivate prospect»',
      { horizon: 28, steps: { answer: { outcome: 'declined' } } },
      `
      2026-03-02 started
      2026-03-02 ready need 2026-03-03
      2026-03-03 done need 2026-03-03
      2026-03-03 ready conflict 2026-03-04
      2026-03-04 done conflict 2026-03-04
      2026-03-04 action thanks
      2026-03-04 ready talk 2026-03-09
      2026-03-09 done talk 2026-03-09
      2026-03-09 ready offer 2026-03-12
      2026-03-12 done offer 2026-03-12
      2026-03-12 ready answer 2026-03-26
      2026-03-26 done answer 2026-03-26
      2026-03-26 left_out to_client
      2026-03-26 left_out to_list
      2026-03-26 started
      2026-03-26 ready why 2026-03-27
      2026-03-26 action to_end
      2026-03-26 completed
      2026-03-27 done why 2026-03-27
      2026-03-27 ready tidy 2026-03-31
    `,
    ),
  ],
  add_to_waitlist: [
    one(
      'Asked after three months, twice again, and offered a place',
      { horizon: 150, steps: { place: { outcome: 'offer' } } },
      `
      2026-03-02 started
      2026-03-02 ready wish 2026-03-03
      2026-03-03 done wish 2026-03-03
      2026-03-03 action enter
      2026-03-03 action tell
      2026-06-03 ready still 2026-06-17
      2026-06-03 action still
      2026-06-08 action still
      2026-06-10 action still
      2026-06-17 done still 2026-06-17
      2026-06-17 ready place 2026-06-22
      2026-06-22 done place 2026-06-22
      2026-06-22 action off
      2026-06-22 completed
    `,
    ),
  ],
  deactivate_prospect: [
    one(
      'Closed at once, looked at again after a year',
      { horizon: 400 },
      `
      2026-03-02 started
      2026-03-02 ready why 2026-03-03
      2026-03-03 done why 2026-03-03
      2026-03-03 ready tidy 2026-03-05
      2026-03-05 done tidy 2026-03-05
      2026-03-05 action bye
      2026-03-05 left_out sure
      2026-03-05 action off
      2027-03-05 ready papers 2027-03-19
      2027-03-19 done papers 2027-03-19
      2027-03-19 completed
    `,
    ),
  ],
  client_onboarding: [
    one(
      'Letter and identity come before the partner’s look',
      { as: 'client', horizon: 6 },
      `
      2026-03-02 started
      2026-03-02 ready letter 2026-03-05
      2026-03-02 ready identity 2026-03-05
      2026-03-05 done letter 2026-03-05
      2026-03-05 done identity 2026-03-05
      2026-03-05 ready accept 2026-03-09
    `,
    ),
  ],
  client_offboarding: [
    one(
      'The records go on the last day of service',
      { horizon: 27, run_date: '2026-03-27' },
      `
      2026-03-02 started
      2026-03-02 ready reason 2026-03-03
      2026-03-03 done reason 2026-03-03
      2026-03-03 ready open 2026-03-05
      2026-03-05 done open 2026-03-05
      2026-03-05 ready stop 2026-03-09
      2026-03-05 ready records 2026-03-27
      2026-03-05 ready authority 2026-04-03
      2026-03-09 done stop 2026-03-09
      2026-03-27 done records 2026-03-27
      2026-03-27 ready ok 2026-03-31
    `,
    ),
  ],
  authorization_renewal: [
    one(
      'Signed well before it ends',
      { horizon: 30 },
      `
      2026-03-02 started
      2026-03-02 ready needed 2026-03-09
      2026-03-09 done needed 2026-03-09
      2026-03-09 ready sign 2026-03-23
      2026-03-09 action sign
      2026-03-16 action sign
      2026-03-19 action sign
      2026-03-23 done sign 2026-03-23
      2026-03-23 ready record 2027-02-16
    `,
    ),
    one(
      'Let lapse: somebody is told on the day it ends',
      { horizon: 370, steps: { needed: { outcome: 'let lapse' } } },
      `
      2026-03-02 started
      2026-03-02 ready needed 2026-03-09
      2026-03-09 done needed 2026-03-09
      2026-03-09 left_out sign
      2026-03-09 left_out record
      2026-03-09 left_out checked
      2027-03-02 action lapse
      2027-03-02 completed
    `,
    ),
  ],
  schedule_setup: [
    one(
      'A week and a half from the talk to the plan',
      { horizon: 13 },
      `
      2026-03-02 started
      2026-03-02 ready agree 2026-03-05
      2026-03-05 done agree 2026-03-05
      2026-03-05 ready team 2026-03-06
      2026-03-06 done team 2026-03-06
      2026-03-06 ready room 2026-03-10
      2026-03-10 done room 2026-03-10
      2026-03-10 ready plan 2026-03-12
      2026-03-12 done plan 2026-03-12
      2026-03-12 ready ok 2026-03-16
    `,
    ),
  ],
  employee_onboarding: [
    one(
      'From the contract to the talk after a month',
      { horizon: 90, run_date: '2026-03-27' },
      `
      2026-03-02 started
      2026-03-02 ready contract 2026-03-13
      2026-03-02 ready kit 2026-03-18
      2026-03-02 ready access 2026-03-24
      2026-03-13 done contract 2026-03-13
      2026-03-18 done kit 2026-03-18
      2026-03-24 done access 2026-03-24
      2026-03-24 ready first 2026-03-27
      2026-03-27 done first 2026-03-27
      2026-03-27 ready rules 2026-04-03
      2026-03-27 ready train 2026-04-10
      2026-04-03 done rules 2026-04-03
      2026-04-10 done train 2026-04-10
      2026-04-27 ready month 2026-05-04
      2026-05-04 done month 2026-05-04
      2026-05-04 action done
      2026-05-04 completed
    `,
    ),
  ],
  employee_offboarding: [
    one(
      'Everything before the last day is asked for at once',
      { horizon: 17, run_date: '2026-03-27' },
      `
      2026-03-02 started
      2026-03-02 ready last 2026-03-03
      2026-03-03 done last 2026-03-03
      2026-03-03 ready pay 2026-03-20
      2026-03-03 ready hand 2026-03-20
      2026-03-03 ready talk 2026-03-25
      2026-03-03 ready kit 2026-03-27
    `,
    ),
  ],
  employee_profile: [
    one(
      'Asked, entered, and looked at by a second person',
      { horizon: 10 },
      `
      2026-03-02 started
      2026-03-02 ready ask 2026-03-09
      2026-03-09 done ask 2026-03-09
      2026-03-09 ready apply 2026-03-11
      2026-03-11 done apply 2026-03-11
      2026-03-11 ready bank 2026-03-13
    `,
    ),
  ],
  year_end_accounts: [
    one(
      'The books are ready six weeks after the year end',
      { horizon: 90, period: { start: '2025-04-01', end: '2026-03-31' }, run_date: '2026-12-31' },
      `
      2026-03-02 started
      2026-04-07 ready request 2026-04-28
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
      2026-03-19 done changes 2026-03-19
      2026-03-19 ready calc 2026-03-20
      2026-03-20 done calc 2026-03-20
      2026-03-20 ready review 2026-03-23
    `,
    ),
  ],
  health_check: [
    one(
      'Everything looked at within a week, then talked about',
      { horizon: 30 },
      `
      2026-03-02 started
      2026-03-02 ready facts 2026-03-09
      2026-03-02 ready identity 2026-03-09
      2026-03-02 ready books 2026-03-09
      2026-03-09 done facts 2026-03-09
      2026-03-09 done identity 2026-03-09
      2026-03-09 done books 2026-03-09
      2026-03-09 ready talk 2026-03-30
      2026-03-30 done talk 2026-03-30
      2026-03-30 ready review 2026-04-02
    `,
    ),
  ],
  complaint: [
    one(
      'Answered within 12 working days',
      { horizon: 16 },
      `
      2026-03-02 started
      2026-03-02 ready log 2026-03-03
      2026-03-03 done log 2026-03-03
      2026-03-03 ready find 2026-03-16
      2026-03-03 ready 2026-03-03
      2026-03-03 action warn
      2026-03-03 done 2026-03-03
      2026-03-03 action ack
      2026-03-16 done find 2026-03-16
      2026-03-16 ready reply 2026-03-18
      2026-03-18 done reply 2026-03-18
      2026-03-18 ready review 2026-03-23
    `,
    ),
  ],
};
