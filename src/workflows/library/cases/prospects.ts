import { type Cases, one } from './writing.ts';

/** Those on prospects. */
export const PROSPECTS: Cases = {
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
};
