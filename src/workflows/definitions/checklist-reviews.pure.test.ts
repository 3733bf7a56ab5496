import { expect, test } from 'vitest';
import { checkList } from './checklist.ts';
import { contentDifference } from './difference.ts';
import { forecast } from './forecast.ts';
import { contentOf, FACTS, task } from './testing.ts';

const review = (more: object = {}) => ({
  key: 'check',
  kind: 'review' as const,
  title: 'Check',
  of: ['calc'],
  reviewers: [['reviewer', 'manager']],
  ...more,
});
const calc = task('calc', { who: ['assignee'] });
const found = (more: object, ...steps: object[]) =>
  checkList(contentOf({ steps: [...((steps.length ? steps : [calc]) as []), review(more)] }), FACTS).map(
    ({ level, code }) => `${level} ${code}`,
  );

test('WF-13 a review of tasks by others than who prepares them is fine', () => {
  expect(found({})).toEqual([]);
  expect(found({ at_least: 2, reviewers: [['reviewer'], ['partner']] })).toEqual([]);
});

test.each<[string, object, string[], object[]?]>([
  ['nothing', { of: [] }, ['error judges_nothing']],
  ['a step that is gone', { of: ['calc', 'gone'] }, ['error judged_missing']],
  [
    'an action',
    { of: ['note'] },
    ['error judged_kind'],
    [{ key: 'note', kind: 'action', title: 'Note', do: 'note', params: { text: 'x' } }],
  ],
  ['another review', { of: ['first'] }, ['error judged_kind'], [calc, review({ key: 'first' })]],
  ['a task after it', { of: ['calc', 'later'] }, ['error circle'], [calc, task('later', { after: ['check'] })]],
  ['with more reviewers than it names', { at_least: 2 }, ['error at_least']],
  ['by a role that is gone', { reviewers: [['role:gone']] }, ['error role_missing', 'warning nobody']],
  ['by nobody', { reviewers: [[]] }, ['warning nobody']],
  ['by a role nobody holds', { reviewers: [['reviewer'], ['role:r-empty']] }, ['warning nobody']],
])('WF-13 a review of %s', (_, more, codes, steps = []) => {
  expect(found(more, ...steps)).toEqual(codes);
});

test.each<[string, object, object]>([
  ['the same role on the client', { reviewers: [['assignee']] }, calc],
  ['whoever finished it', { reviewers: [['finished:calc']] }, calc],
  ['the same member', { reviewers: [['member:m-ben']] }, task('calc', { who: ['member:m-ben'] })],
  ['the only one in the role', { reviewers: [['role:r-admin']] }, task('calc', { who: ['role:r-admin'] })],
])('WF-13 a review that only the preparer could give is a warning: %s', (_, more, step) => {
  expect(found(more, step)).toEqual(['warning own_work']);
  expect(found({ ...more, allow_self: true }, step)).toEqual([]);
});

test('WF-13 nobody found for a review says what happens instead', () => {
  const said = (at_least: number) =>
    checkList(contentOf({ steps: [calc, review({ at_least, reviewers: [[]] })] }), FACTS).map(
      ({ sentence }) => sentence,
    );
  expect(said(0)).toEqual(['«Check» finds nobody now: of the people named, none can act. It would be left out.']);
  expect(said(1)).toEqual([
    '«Check» finds nobody now: of the people named, none can act. The run owner would be asked to name a reviewer.',
  ]);
});

test('WF-135 a review stands behind all it judges, and takes until its due date', () => {
  const due = (n: number) => ({ anchor: 'ready', n, unit: 'day' }) as const;
  const steps = [
    task('long', { due: due(9) }),
    task('short', { after: [], due: due(2) }),
    review({ of: ['long', 'short'], after: ['short'], due: due(3) }),
  ];
  expect(forecast(contentOf({ steps })).steps.get('check')).toEqual({ ready: 9, end: 12 });
});

test('WF-141 a task that becomes a review is one removed and one added', () => {
  const before = contentOf({ steps: [calc, task('check')] });
  const after = contentOf({ steps: [calc, review()] });
  expect(contentDifference(before, after).steps.map(({ key, change }) => `${key} ${change}`)).toEqual([
    'calc kept',
    'check added',
    'check removed',
  ]);
});
