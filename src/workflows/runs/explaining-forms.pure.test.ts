import { expect, test } from 'vitest';
import { explain } from './explaining.ts';
import { plan } from './plan.ts';
import { Played } from './testing.ts';

const FORM = {
  key: 'ask',
  kind: 'form' as const,
  title: 'Your details',
  form: 'client_details',
  who: ['assignee'],
  reminders: [1, 3, 7],
  expires_after: 10,
};

const asked = (): Played => {
  const run = new Played({ steps: [FORM] }, { at: '2026-11-23 10:00' });
  const { id, attempt } = run.row('ask');
  return run.as('machine').does({ do: 'form_asked', task: id, attempt, message: 'm', as: { is: 'planned' } });
};

/** What *Why* says of the form, each with what it saw. */
const why = (run: Played): Record<string, string | null> => {
  const step = plan(run.state, run.context).find(({ key }) => key === 'ask')!;
  return Object.fromEntries(explain(run.state, step, run.context).map(({ says, saw }) => [says, saw]));
};

test('PL-190 WF-57 of each reminder it is told whether it was written, and why not', () => {
  const run = asked().wakes('2026-11-26 09:00');
  expect(why(run)).toMatchObject({
    'Asked, and not answered yet': 'since Mon 23 Nov 2026, 10:00',
    Asked: 'Mon 23 Nov 2026, 10:00',
    'Reminds after 1 day': 'passed over, as a later one was due',
    'Reminds after 3 days': 'written Thu 26 Nov 2026, 09:00',
    'Reminds after 7 days': 'Mon 30 Nov 2026, 09:00',
    'Its link works for 10 days': 'until Thu 3 Dec 2026',
    'Whoever was asked answers, a member enters the answer, or it is skipped with a reason': null,
  });
});

test('PL-190 WF-57 after the answer it is told that no more reminders were sent, and who answered', () => {
  const run = asked();
  run.state = {
    ...run.state,
    sheets: {
      [run.id('ask')]: {
        task_id: run.id('ask'),
        round: 1,
        form: 'client_details',
        title: '',
        intro: '',
        questions: [],
        kept_at: null,
      },
    },
  };
  const answer = { do: 'client_answered', task: run.id('ask'), round: 1, answers: {}, files: [] } as const;
  run.at('2026-11-23 15:00').does(answer);
  expect(why(run)).toMatchObject({
    'Answered by Harbour Bakery': 'Mon 23 Nov 2026, 15:00',
    'Reminds after 3 days': 'not sent, as it was answered Mon 23 Nov 2026, 15:00',
  });
});

test('PL-190 WF-57 when nobody answered it is told since when the link is over, and who has it', () => {
  const run = asked().wakes('2026-12-04 00:00');
  expect(why(run)).toMatchObject({
    'Its link works for 10 days': 'over since Fri 4 Dec 2026, 00:00',
    'Mark, as the run’s owner': null,
  });
});
