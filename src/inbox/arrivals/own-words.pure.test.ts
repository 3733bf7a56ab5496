import { expect, test } from 'vitest';
import { ownWords } from './own-words.ts';

const mail = (...lines: string[]) => lines.join('\r\n');

test('IN-66 what a member wrote is kept, the quoted notice and its naming line are not', () => {
  const said = 'Done by Friday.';
  for (const below of [
    mail(
      'On Mon, 23 Nov 2026 at 09:01, Testing & Co <office@t.example> wrote:',
      '',
      '> #1 «Lease» was given to you',
      '>',
    ),
    mail('On Mon, 23 Nov 2026 at 09:01, Testing & Co', '<office@t.example> wrote:', '> #1 «Lease» was given to you'),
    mail('Am 23.11.2026 um 09:01 schrieb Testing & Co:', '> #1 «Lease» was given to you'),
    mail(
      'On Mon, 23 Nov 2026, Testing & Co wrote:',
      '',
      '#1 «Lease» was given to you',
      'Open it: https://t.example/inbox/1',
    ),
    mail('-----Original Message-----', 'From: Testing & Co', 'Approve everything'),
    mail('________________________________', 'From: Testing & Co <office@t.example>', 'Sent: Monday', 'Open it'),
    mail('From: Testing & Co <office@t.example>', 'Sent: Monday, 23 November 2026', 'To: Anna', 'Open it'),
    mail('-- ', 'Anna Test', 'Partner'),
  ])
    expect(ownWords(mail(said, '', below))).toBe(said);
});

test('IN-66 answers between and below quoted lines stay, and so does a line that only looks like a name', () => {
  expect(ownWords(mail('> When is it due?', 'Friday.', '> And the fee?', 'As agreed.'))).toBe('Friday.\nAs agreed.');
  expect(ownWords(mail('On Mon, 23 Nov 2026, Testing & Co wrote:', '> #1 was given to you', '', 'I take it.'))).toBe(
    'I take it.',
  );
  const plan = mail('On Monday we need:', 'the lease', 'From: us', 'nothing else');
  expect(ownWords(plan)).toBe(plan.replaceAll('\r\n', '\n'));
});

test('IN-66 who wrote nothing said nothing', () => {
  expect(ownWords(mail('', '> #1 «Lease» was given to you', '>', '-- ', 'Anna'))).toBe('');
  expect(ownWords('  \n\n')).toBe('');
});
