/** The editor of a workflow on reviews. */
export const reviews = {
  judges: 'What is reviewed',
  judges_hint: 'It begins when all of these are finished. Until it is decided, they cannot be changed.',
  looks: (n: number) => (n === 1 ? 'Who reviews it' : 'Who reviews it, one after the other'),
  look_n: ['First look', 'Second look'],
  second_look: 'A second look by somebody else',
  reviewers_hint: 'The first one who is there and did not prepare it gets the review.',
  nobody_reviews: 'Nobody named',
  at_least: 'Reviewers needed',
  at_least_n: { 0: 'None', 1: 'One', 2: 'Both' },
  at_least_hint: {
    0: 'Where nobody is found, the review is left out.',
    1: 'Where nobody is found, the run’s owner is asked to name somebody.',
    2: 'Where one is missing, the run’s owner is asked to name somebody.',
  },
  allow_self: 'Whoever prepared it may review it',
  allow_self_hint: 'Otherwise nobody reviews their own work, not even as a deputy.',
} as const;
