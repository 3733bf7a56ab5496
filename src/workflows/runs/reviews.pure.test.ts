import { describe, expect, test } from 'vitest';
import { CLIENT, Played, review, type Setting, task } from './testing.ts';

/** Anna prepares, Ben reviews, Mark manages and owns the run, Paula is the partner. */
const payroll = (more: object = {}, setting: Setting = {}) =>
  new Played({ steps: [task('calc'), review('check', ['calc'], more), task('pay')] }, setting);
const two = (more: object = {}, setting: Setting = {}) =>
  payroll({ reviewers: [['reviewer'], ['partner', 'manager']], ...more }, setting);

const approve = (played: Played, by: string) => played.as(by).does({ do: 'approve', task: played.id('check') });
const back = (played: Played, by: string, steps?: string[]) =>
  played.as(by).does({ do: 'hand_back', task: played.id('check'), comment: 'Tax code of two starters', steps });
const told = (played: Played) =>
  played.effects.flatMap((one) => (one.do === 'notify' ? [`${one.member} ${one.verb}`] : []));

describe('WF-135 a review is ready when all it judges is finished', () => {
  test('WF-135 it waits for all of them, also where they stand before the step above it', () => {
    const played = new Played({
      steps: [task('books'), task('draft', { after: [] }), review('check', ['books', 'draft'])],
    });
    played.as('anna').finish('draft');
    expect(played.has('check')).toBe(false);
    played.finish('books');
    expect(played.row('check')).toMatchObject({ kind: 'review', state: 'ready', assignee_id: 'ben', turn: 1 });
    expect(told(played)).toEqual(['ben task.review_asked']);
  });

  test('WF-135 what is being reviewed is locked: not opened again, no file added', () => {
    const played = payroll().as('anna').finish('calc');
    const calc = played.id('calc');
    expect(played.refuses({ do: 'reopen_task', task: calc, reason: 'wrong' }).code).toBe('under_review');
    expect(played.refuses({ do: 'attach_files', task: calc, files: ['f'] }).code).toBe('under_review');
    expect(played.as('mark').refuses({ do: 'reopen_task', task: calc, reason: 'wrong' }).code).toBe('under_review');
  });

  test('WF-135 who submitted it withdraws it until the first approval; nobody else does', () => {
    const played = two().as('anna').finish('calc');
    expect(played.as('ben').refuses({ do: 'withdraw', task: played.id('check') }).code).toBe('not_allowed');
    played.as('ben').does({ do: 'start_task', task: played.id('check') });
    played.as('anna').does({ do: 'withdraw', task: played.id('check') });
    expect(played.row('calc')).toMatchObject({ state: 'ready', round: 2, assignee_id: 'anna' });
    expect(played.row('check')).toMatchObject({ state: 'waiting', assignee_id: null, turn: null });
    played.finish('calc');
    approve(played, 'ben');
    expect(played.as('anna').refuses({ do: 'withdraw', task: played.id('calc') })).toMatchObject({
      code: 'decided',
      because: 'Ben has approved it already. Ask for it to be handed back.',
    });
  });

  test('WF-135 where nothing it judges applied, neither does the review', () => {
    const never = { only_if: { field: 'subject.status', is: 'is' as const, value: 'gone' } };
    const played = new Played({ steps: [task('calc', never), review('check', ['calc']), task('pay')] });
    expect(played.row('check')).toMatchObject({ state: 'skipped', skipped_how: 'not_applicable' });
    expect(played.row('pay').state).toBe('ready');
  });
});

describe('WF-136 reviewers approve one after the other', () => {
  test('WF-136 after the first the second has it, after the last the run goes on', () => {
    const played = two().as('anna').finish('calc');
    approve(played, 'ben');
    expect(played.row('check')).toMatchObject({ state: 'ready', assignee_id: 'paula', turn: 2 });
    expect(told(played)).toEqual(['paula task.review_asked']);
    expect(played.has('pay')).toBe(false);
    approve(played, 'paula');
    expect(played.row('check')).toMatchObject({ state: 'done', finished_by: 'paula', turn: null });
    expect(played.row('check').verdicts.map(({ is, look, by }) => [is, look, by])).toEqual([
      ['approved', 1, 'ben'],
      ['approved', 2, 'paula'],
    ]);
    expect(played.row('pay').state).toBe('ready');
    expect(told(played)).toEqual(['anna task.approved', 'anna task.ready']);
  });

  test('WF-136 it is never finished like a task, and only who holds it decides', () => {
    const played = payroll().as('anna').finish('calc');
    const check = played.id('check');
    expect(played.as('ben').refuses({ do: 'finish_task', task: check }).code).toBe('bad_move');
    expect(played.as('mark').refuses({ do: 'approve', task: check }).code).toBe('not_allowed');
    expect(played.as('ben').refuses({ do: 'approve', task: played.id('calc') }).code).toBe('not_allowed');
  });

  test('WF-136 nobody gives both looks', () => {
    const played = payroll({ reviewers: [['member:ben'], ['member:ben', 'member:cora']] })
      .as('anna')
      .finish('calc');
    expect(played.row('check').reviewers.map((one) => one?.assignee_id)).toEqual(['ben', 'cora']);
    approve(played, 'ben');
    expect(played.as('ben').refuses({ do: 'approve', task: played.id('check') })).toMatchObject({ code: 'own_work' });
  });

  test('WF-119 the second of two who approve reads who was first', () => {
    const played = payroll().as('anna').finish('calc');
    const seen = played.row('check').version;
    approve(played, 'ben');
    expect(played.as('ben').refuses({ do: 'approve', task: played.id('check'), seen })).toMatchObject({
      kind: 'conflict',
      because: 'Done by Ben at Mon 23 Nov 2026, 09:00.',
    });
  });
});

describe('WF-137 a reviewer hands back', () => {
  test('WF-137 the chosen steps are open again for who did them, and approvals before are void', () => {
    const played = new Played({
      steps: [
        task('books'),
        task('draft'),
        review('check', ['books', 'draft'], { reviewers: [['reviewer'], ['partner']] }),
      ],
    });
    played
      .as('anna')
      .finish('books')
      .as('mark')
      .does({ do: 'assign_task', task: played.id('draft'), to: { member: 'dan' } });
    played.as('dan').finish('draft');
    approve(played, 'ben');
    back(played, 'paula', ['draft']);
    expect(played.row('draft')).toMatchObject({
      state: 'ready',
      round: 2,
      assignee_id: 'dan',
      reason: 'Tax code of two starters',
    });
    expect(played.row('books')).toMatchObject({ state: 'done', round: 1 });
    expect(played.row('check')).toMatchObject({ state: 'waiting', round: 2, turn: null });
    expect(told(played)).toEqual(['dan task.handed_back']);
    played.as('dan').finish('draft');
    expect(played.row('check')).toMatchObject({ state: 'ready', assignee_id: 'ben', turn: 1 });
    expect(played.row('check').verdicts.at(-1)).toMatchObject({ is: 'handed_back', steps: ['draft'], round: 1 });
  });

  test('WF-137 left out, all of them; one behind another waits for it, with whoever did it', () => {
    const played = new Played({
      steps: [task('books'), task('draft', { who: ['specialist', 'manager'] }), review('check', ['books', 'draft'])],
    });
    played
      .as('anna')
      .finish('books')
      .as('mark')
      .does({ do: 'assign_task', task: played.id('draft'), to: { member: 'dan' } });
    played.as('dan').finish('draft');
    back(played, 'ben');
    expect(played.row('books')).toMatchObject({ state: 'ready', round: 2, assignee_id: 'anna' });
    expect(played.row('draft')).toMatchObject({ state: 'waiting', round: 2, assignee_id: 'dan' });
    played.as('anna').finish('books');
    expect(played.row('draft')).toMatchObject({ state: 'ready', assignee_id: 'dan' });
  });

  test('WF-137 it needs a step it judges', () => {
    const played = payroll().as('anna').finish('calc').as('ben');
    const check = played.id('check');
    expect(played.refuses({ do: 'hand_back', task: check, comment: 'x', steps: ['pay'] }).code).toBe('invalid');
    expect(played.refuses({ do: 'hand_back', task: check, comment: 'x', steps: [] }).code).toBe('invalid');
  });
});

describe('WF-138 nobody reviews what they prepared', () => {
  test('WF-138 worked example 6: passed over, handed back, done again, approved; not through another door either', () => {
    const subject = { roles: { ...CLIENT.roles, reviewer: 'anna' } };
    const played = payroll({}, { subject }).as('anna').finish('calc');
    expect(played.row('check')).toMatchObject({ assignee_id: 'mark', resolved_note: 'Anna prepared «Calc»' });
    back(played, 'mark');
    expect(played.row('calc')).toMatchObject({ state: 'ready', round: 2, assignee_id: 'anna' });
    played.as('anna').finish('calc');
    expect(played.refuses({ do: 'approve', task: played.id('check') })).toMatchObject({
      code: 'own_work',
      because: 'You prepared «Calc». Nobody reviews what they prepared; somebody else does.',
    });
    approve(played, 'mark');
    expect(played.row('pay').state).toBe('ready');
  });

  test('WF-138 also who it was finished for, and who finished it for another', () => {
    const subject = { roles: { ...CLIENT.roles, assignee: 'ben', reviewer: 'ben' } };
    const played = payroll({}, { subject }).as('mark').finish('calc');
    expect(played.row('calc')).toMatchObject({ finished_by: 'mark', finished_for: 'ben' });
    expect(played.row('check')).toMatchObject({ turn: 0 });
  });

  test('WF-138 a preparer is not named either, unless the step allows it', () => {
    const played = payroll().as('anna').finish('calc').as('mark');
    const name = { do: 'assign_task', task: played.id('check'), to: { member: 'anna' } } as const;
    expect(played.refuses(name)).toMatchObject({ code: 'own_work' });
    const own = payroll({ allow_self: true, reviewers: [['assignee']] })
      .as('anna')
      .finish('calc');
    approve(own, 'anna');
    expect(own.row('check').state).toBe('done');
  });

  test('WF-138 only who prepared this round: who gave the step away may review it', () => {
    const subject = { roles: { ...CLIENT.roles, reviewer: 'anna' } };
    const played = payroll({}, { subject }).as('anna').finish('calc');
    back(played, 'mark');
    played.as('mark').does({ do: 'assign_task', task: played.id('calc'), to: { member: 'dan' } });
    played.as('dan').finish('calc');
    expect(played.row('check').assignee_id).toBe('anna');
  });
});

describe('WF-130 WF-132 deputies review', () => {
  const away = (member_id: string, deputy_id: string, from_on: string, to_on: string) =>
    ({
      id: member_id + from_on,
      version: 1,
      member_id,
      deputy_id,
      from_on,
      to_on,
      covers: 'all',
      ended_on: null,
    }) as const;
  const delegations = [
    away('ben', 'cora', '2026-12-21', '2026-12-31'),
    away('cora', 'dan', '2026-12-24', '2026-12-24'),
  ];
  const begin = () => payroll({}, { at: '2026-12-20 09:00', directory: { delegations } });

  test('WF-130 WF-138 worked example 7: the review is the deputy’s, and no further one’s', () => {
    const played = begin().at('2026-12-23 10:00').as('anna').finish('calc');
    expect(played.row('check')).toMatchObject({ assignee_id: 'cora', for_member_id: 'ben' });
    const later = begin().at('2026-12-24 10:00').as('anna').finish('calc');
    expect(later.row('check')).toMatchObject({ assignee_id: 'mark', resolved_note: 'Ben and Cora are away' });
    played.at('2026-12-23 11:00');
    approve(played, 'cora');
    expect(played.row('check').verdicts).toMatchObject([{ by: 'cora', for: 'ben' }]);
  });

  test('WF-138 a deputy who finished a judged step is passed over, and refused when acting in the name of who reviews', () => {
    const played = begin().at('2026-12-23 10:00').as('mark');
    played
      .does({ do: 'assign_task', task: played.id('calc'), to: { member: 'cora' } })
      .as('cora')
      .finish('calc');
    expect(played.row('check')).toMatchObject({ assignee_id: 'mark', resolved_note: 'Cora prepared «Calc»' });
    played.as('mark').does({ do: 'assign_task', task: played.id('check'), to: { member: 'ben' } });
    played.as('cora', { deputy_for: ['ben'] });
    expect(played.refuses({ do: 'approve', task: played.id('check') })).toMatchObject({ code: 'own_work' });
  });

  test('WF-131 what the deputy has not started is the reviewer’s again when they are back', () => {
    const played = begin().at('2026-12-23 10:00').as('anna').finish('calc').wakes('2027-01-01 00:00');
    expect(played.row('check')).toMatchObject({ assignee_id: 'ben', for_member_id: null });
  });
});

describe('WF-139 who reviews', () => {
  test('WF-139 too few: the run owner names one, and then they have it', () => {
    const subject = { roles: { ...CLIENT.roles, reviewer: 'anna', manager: 'anna' } };
    const played = payroll({}, { subject }).as('anna').finish('calc');
    const check = played.id('check');
    expect(played.row('check')).toMatchObject({ title: 'Name a reviewer: Check', assignee_id: 'mark', turn: 0 });
    expect(played.as('mark').refuses({ do: 'approve', task: check }).code).toBe('no_reviewer');
    played.does({ do: 'assign_task', task: check, to: { member: 'cora' } });
    expect(played.row('check')).toMatchObject({ title: 'Check', assignee_id: 'cora', turn: 1, state: 'ready' });
    expect(told(played)).toEqual(['cora task.review_asked']);
    approve(played, 'cora');
  });

  test('WF-139 two are needed and one is found: named for the second look', () => {
    const played = two({ at_least: 2, reviewers: [['reviewer'], ['specialist']] })
      .as('anna')
      .finish('calc');
    expect(played.row('check')).toMatchObject({ turn: 0, assignee_id: 'mark' });
    played.as('mark').does({ do: 'assign_task', task: played.id('check'), to: { member: 'cora' } });
    expect(played.row('check')).toMatchObject({ turn: 1, assignee_id: 'ben' });
    approve(played, 'ben');
    expect(played.row('check')).toMatchObject({ turn: 2, assignee_id: 'cora' });
  });

  test('WF-139 one is enough where the second is nobody', () => {
    const played = two({ reviewers: [['specialist'], ['reviewer']] })
      .as('anna')
      .finish('calc');
    expect(played.row('check')).toMatchObject({ turn: 2, assignee_id: 'ben' });
    approve(played, 'ben');
    expect(played.row('check').state).toBe('done');
  });

  test('WF-139 none is needed and nobody is found: left out', () => {
    const played = payroll({ at_least: 0, reviewers: [['specialist']] })
      .as('anna')
      .finish('calc');
    expect(played.row('check')).toMatchObject({
      state: 'skipped',
      skipped_how: 'no_reviewer',
      reason: 'no reviewer named',
    });
    expect(played.row('pay').state).toBe('ready');
  });

  test('WF-139 a run manager changes reviewers until they decide, and nobody else does', () => {
    const played = two().as('anna').finish('calc');
    const check = played.id('check');
    const second = { do: 'assign_task', task: check, to: { member: 'cora' }, look: 2 } as const;
    expect(played.as('ben').refuses(second).code).toBe('not_allowed');
    played.as('mark').does(second);
    expect(played.row('check').assignee_id).toBe('ben');
    approve(played, 'ben');
    expect(played.row('check').assignee_id).toBe('cora');
    expect(played.as('mark').refuses({ ...second, look: 1 }).code).toBe('decided');
    back(played, 'cora');
    played.as('anna').finish('calc');
    expect(played.row('check').reviewers.map((one) => one?.assignee_id)).toEqual(['ben', 'cora']);
  });
});

describe('WF-154 an approval is taken back', () => {
  test('WF-154 by its reviewer, until the next step is started', () => {
    const played = payroll().as('anna').finish('calc');
    approve(played, 'ben');
    const act = played.last;
    played.at('2026-11-24 09:00').as('ben').does(played.undo(act));
    expect(played.row('check')).toMatchObject({ state: 'ready', assignee_id: 'ben', turn: 1, verdicts: [] });
    expect(played.row('pay').state).toBe('waiting');
    approve(played, 'ben');
    const again = played.last;
    played.as('anna').does({ do: 'start_task', task: played.id('pay') });
    expect(played.as('ben').refuses(played.undo(again)).code).toBe('later_work');
    played.at('2026-11-24 09:05');
    expect(played.as('ben').refuses(played.undo(again)).code).toBe('not_allowed');
  });

  test('WF-154 of two: the first look comes back while the second is not begun', () => {
    const played = two().as('anna').finish('calc');
    approve(played, 'ben');
    const first = played.last;
    played.as('ben').does(played.undo(first));
    expect(played.row('check')).toMatchObject({ assignee_id: 'ben', turn: 1 });
    approve(played, 'ben');
    const again = played.last;
    approve(played, 'paula');
    expect(played.as('ben').refuses(played.undo(again))).toMatchObject({ kind: 'refused' });
  });

  test('WF-151 doing an approval again needs the work it was of, done by somebody else', () => {
    const played = payroll().as('anna').finish('calc');
    approve(played, 'ben');
    played.does(played.undo(played.last));
    const undone = played.last;
    played.as('anna').does({ do: 'withdraw', task: played.id('calc') });
    played.as('mark').does({ do: 'assign_task', task: played.id('calc'), to: { member: 'ben' } });
    played.as('ben').finish('calc');
    expect(played.as('ben').refuses(played.undo(undone))).toMatchObject({ kind: 'refused' });
  });
});

describe('WF-118 opening again meets reviews', () => {
  test('WF-118 what was approved is approved again when it is opened again, without being asked', () => {
    const played = payroll().as('anna').finish('calc');
    approve(played, 'ben');
    played.as('anna').does({ do: 'reopen_task', task: played.id('calc'), reason: 'A starter was missing' });
    expect(played.row('check')).toMatchObject({ state: 'waiting', round: 2 });
    expect(played.row('pay').state).toBe('waiting');
    played.finish('calc');
    expect(played.row('check')).toMatchObject({ state: 'ready', assignee_id: 'ben' });
  });

  test('WF-118 a review is opened again by who approved it, and begins at the first reviewer', () => {
    const played = two().as('anna').finish('calc');
    approve(played, 'ben');
    approve(played, 'paula');
    played.as('paula').does({ do: 'reopen_task', task: played.id('check'), reason: 'Too quick' });
    expect(played.row('check')).toMatchObject({ state: 'ready', round: 2, turn: 1, assignee_id: 'ben' });
    expect(played.row('pay').state).toBe('waiting');
  });
});
