import { type Cases, one } from './writing.ts';

/** Those on employees. */
export const EMPLOYEES: Cases = {
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
      2026-03-27 action rules
      2026-03-30 action rules
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
      2026-03-02 action ask
      2026-03-05 action ask
      2026-03-09 done ask 2026-03-09
      2026-03-09 ready apply 2026-03-11
      2026-03-11 done apply 2026-03-11
      2026-03-11 ready bank 2026-03-13
    `,
    ),
  ],
};
