import { type Cases, one } from './writing.ts';

/** Those on clients. */
export const CLIENTS: Cases = {
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
