import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closed, type Way } from './law.ts';
import { type ItemCommand, ORIGINS, type Origin, STATUSES, type Status } from './model.ts';
import { act, codeOf, itemIn, MONDAY } from './testing.ts';

/** The table of inbox.md 2, row by row: where an item of each origin may go, and the refusal where it may not. */
const TABLE: readonly [Status, Way, manual: string | null, mail: string | null, document: string | null][] = [
  ['outstanding', 'in_progress', null, 'not_for_this_origin', 'not_for_this_origin'],
  ['outstanding', 'approved', null, null, null],
  ['outstanding', 'not_approved', null, null, null],
  ['outstanding', 'completed', null, null, 'decide_first'],
  ['outstanding', 'deleted', null, null, 'withdraw_instead'],
  ['approved', 'completed', null, null, null],
  ['approved', 'deleted', null, null, null],
  ['approved', 'outstanding', 'decision_is_final', 'decision_is_final', 'decision_is_final'],
  ['approved', 'in_progress', 'decision_is_final', 'decision_is_final', 'decision_is_final'],
  ['approved', 'not_approved', 'decision_is_final', 'decision_is_final', 'decision_is_final'],
  ['not_approved', 'completed', null, null, null],
  ['not_approved', 'deleted', null, null, null],
  ['not_approved', 'outstanding', 'decision_is_final', 'decision_is_final', 'decision_is_final'],
  ['not_approved', 'in_progress', 'decision_is_final', 'decision_is_final', 'decision_is_final'],
  ['not_approved', 'approved', 'decision_is_final', 'decision_is_final', 'decision_is_final'],
  ['completed', 'deleted', null, null, null],
  ['completed', 'outstanding', 'completed_is_final', 'completed_is_final', 'completed_is_final'],
  ['completed', 'in_progress', 'completed_is_final', 'completed_is_final', 'completed_is_final'],
  ['completed', 'approved', 'completed_is_final', 'completed_is_final', 'completed_is_final'],
  ['completed', 'not_approved', 'completed_is_final', 'completed_is_final', 'completed_is_final'],
];

const column = (origin: Origin, [, , manual, mail, document]: (typeof TABLE)[number]): string | null => {
  if (origin === 'manual') return manual;
  return origin === 'document' ? document : mail;
};
const command = (to: Way): ItemCommand => (to === 'deleted' ? { do: 'delete' } : { do: 'set_status', status: to });

describe('IN-20 the table is the whole law', () => {
  for (const origin of ORIGINS)
    test(`IN-20 IN-25 an item of origin ${origin} goes where the table says and nowhere else`, () => {
      for (const row of TABLE) {
        const [from, to] = row;
        const expected = column(origin, row);
        expect([from, to, closed(origin, from, to, false)]).toEqual([from, to, expected]);
        const { decision, state } = act(itemIn(from, origin), command(to));
        expect([from, to, codeOf(decision)]).toEqual([from, to, expected]);
        if (expected) expect(state.item).toEqual(itemIn(from, origin).item);
        else if (to !== 'deleted') expect(state.item.status).toBe(to);
      }
    });

  test('IN-20 what is in progress goes back, is decided, completed or deleted, whatever its origin', () => {
    for (const origin of ['manual', 'email', 'form'] as const)
      for (const to of ['outstanding', 'approved', 'not_approved', 'completed', 'deleted'] as const)
        expect([origin, to, codeOf(act(itemIn('in_progress', origin), command(to)).decision)]).toEqual([
          origin,
          to,
          null,
        ]);
  });

  test('IN-21 a document is never in progress, also where mail and forms may be', () => {
    expect(closed('document', 'outstanding', 'in_progress', true)).toBe('not_for_this_origin');
  });

  test('IN-22 IN-23 IN-24 by hand it may be in progress; mail and forms only where the practice says so', () => {
    for (const origin of ['email', 'form'] as const) {
      const state = itemIn('outstanding', origin);
      const refused = act(state, { do: 'set_status', status: 'in_progress' }).decision;
      expect(refused).toMatchObject({
        code: 'not_for_this_origin',
        because:
          'In progress is for items added by hand. An administrator can allow it for mail and forms in Settings.',
      });
      const allowed = { ...state, around: { ...state.around, in_progress_for_all: true } };
      expect(act(allowed, { do: 'set_status', status: 'in_progress' }).state.item.status).toBe('in_progress');
    }
    expect(act(itemIn('outstanding'), { do: 'set_status', status: 'in_progress' }).state.item.status).toBe(
      'in_progress',
    );
  });

  test('IN-24 switched off again, what is in progress stays and may leave, and nothing else may enter', () => {
    const inside = itemIn('in_progress', 'email');
    expect(inside.around.in_progress_for_all).toBe(false);
    const back = act(inside, { do: 'set_status', status: 'outstanding' });
    expect(back.state.item.status).toBe('outstanding');
    expect(codeOf(act(back.state, { do: 'set_status', status: 'in_progress' }).decision)).toBe('not_for_this_origin');
  });
});

test('IN-25 IN-29 PL-R11 whatever is tried in whatever order, a final decision never changes', () => {
  const step = fc.oneof(
    fc.constantFrom<ItemCommand>(
      ...STATUSES.map((status) => ({ do: 'set_status', status }) as const),
      { do: 'decide', value: 'approved' },
      { do: 'decide', value: 'not_approved' },
      { do: 'take_back' },
      { do: 'delete' },
      { do: 'restore' },
      { do: 'wake' },
      { do: 'release' },
      { do: 'hold', why: 'the client', until: null },
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...ORIGINS), fc.array(step, { maxLength: 12 }), (origin, steps) => {
      let state = itemIn('outstanding', origin);
      let now = Date.parse(MONDAY);
      for (const one of steps) {
        const before = state.item;
        now += 7_000;
        state = act(state, one, 'olga', new Date(now).toISOString()).state;
        if (before.decision_final) expect(state.item.decision).toBe(before.decision);
        if (before.status === 'completed') expect(state.item.status).toBe('completed');
        if (['approved', 'not_approved'].includes(state.item.status))
          expect(state.item.decision).toBe(state.item.status);
        if (origin === 'document') expect(state.item.status).not.toBe('in_progress');
      }
    }),
    { numRuns: 500 },
  );
});
