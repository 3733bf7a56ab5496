import { expect, test } from 'vitest';
import { undo } from '#kernel/loop/undo.ts';
import type { ItemCommand } from './model.ts';
import { act, after, around, codeOf, contextAt, itemIn, MONDAY, toldTo, undoOf, verbsOf, who } from './testing.ts';

const CLIENT = { id: 'bay', name: 'Bay Bakery', roles_held_by: [], restricted: false };
const earlier = { ...itemIn('completed').item, id: 'before', number: 3 };
const state = () => {
  const one = itemIn('outstanding', 'email', { created_by: 'system:mail' });
  return { ...one, around: around({ named: CLIENT, linked: earlier }) };
};
const ACCEPT: ItemCommand = {
  do: 'accept',
  client_id: 'bay',
  assignee_id: 'anna',
  due_on: '2026-12-01',
  follows: 'before',
};

test('IN-182 IN-63 what is accepted is set in one act and told to who gets it; nothing else changes', () => {
  const { decision, state: now } = act(state(), ACCEPT);
  expect(verbsOf(decision)).toEqual(['item.linked', 'item.changed', 'item.assigned']);
  expect(toldTo(decision)).toEqual(['anna']);
  expect(now.item).toEqual({
    ...state().item,
    client_id: 'bay',
    assignee_id: 'anna',
    due_on: '2026-12-01',
    follows: 'before',
  });
});

test('IN-182 IN-32 all of it is taken back as one', () => {
  const { decision, state: now } = act(state(), ACCEPT);
  const room = { name: 'item', kinds: { item: { table: 'app.item', find: () => now.item } } };
  const back = undo(room as never, now, undoOf(decision), contextAt(MONDAY, who('mark')));
  expect(after(now, back).item).toEqual(state().item);
});

test('IN-140 IN-182 whoever may not change an item accepts and declines nothing', () => {
  for (const command of [ACCEPT, { do: 'decline', proposal: 'client:bay' } as const]) {
    expect(codeOf(act(state(), command, 'ben').decision)).toBe('not_yours');
    expect(codeOf(act(state(), command, 'vera').decision)).toBe('not_allowed');
  }
});

test('IN-182 what cannot be set is refused and nothing of the rest is set', () => {
  for (const more of [{ client_id: 'gone' }, { assignee_id: 'vera' }, { follows: 'gone' }]) {
    const { decision, state: now } = act(state(), { ...ACCEPT, ...more });
    expect(decision.yes).toBe(false);
    expect(now.item).toEqual(state().item);
  }
});

test('IN-63 an item goes on with an earlier one alone, and with none that is deleted', () => {
  const link: ItemCommand = { do: 'accept', follows: 'before' };
  for (const [linked, code] of [
    [{ ...earlier, number: 9 }, 'not_earlier'],
    [{ ...earlier, deleted_at: MONDAY }, 'no_such_item'],
    [null, 'no_such_item'],
  ] as const) {
    const { decision } = act({ ...state(), around: around({ linked }) }, link);
    expect(decision).toMatchObject({ yes: false, errors: [{ pointer: '/follows', code }] });
  }
});

test('IN-182 a proposal that is declined is remembered, once', () => {
  const declined = act(state(), { do: 'decline', proposal: 'client:bay' });
  expect(declined.state.item.declined).toEqual(['client:bay']);
  expect(act(declined.state, { do: 'decline', proposal: 'client:bay' }).decision).toMatchObject({ events: [] });
});
