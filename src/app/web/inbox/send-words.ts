import { plural } from '#ground/text.ts';

/** What sending to many clients at once says (PL-172). */
export const words = {
  act: 'Send & approve…',
  title: (n: number) => `Send & approve ${plural(n, 'item', 'items')}`,
  too_many: (most: number) => `At most ${most} are sent at once, so that every address can be read first. Tick fewer.`,
  goes: (n: number) =>
    n === 1
      ? '1 e-mail leaves, to the address that its client has:'
      : `${plural(n, 'e-mail leaves', 'e-mails leave')}, each to the address that its client has:`,
  stays: (n: number) => `${plural(n, 'item is', 'items are')} left alone:`,
  verb: (n: number) => (n === 1 ? 'Send to 1 client' : `Send to ${n} clients`),
  nobody: 'None of these can be sent.',
  instructions: 'Instructions for who prepared them',
  optional: 'Optional',
  sent: (done: number, refused: number, because: string | undefined) =>
    [
      done === 1
        ? '1 e-mail is on its way; until it left, its item can take it back.'
        : `${plural(done, 'e-mail is', 'e-mails are')} on their way; until they left, each item can take its own back.`,
      ...(refused ? [`${plural(refused, 'was', 'were')} left alone${because ? `: ${because}` : '.'}`] : []),
    ].join(' '),
};
