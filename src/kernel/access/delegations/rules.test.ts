import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#ground/time.ts';
import type { Context, Who } from '#kernel/decision/model.ts';
import type { BuiltIn } from '../roles/abilities.ts';
import { builtIn } from '../roles/builtin.ts';
import type { Delegation, DelegationFacts, NewDelegation } from './model.ts';
import { decideDelegation, deputyOf, evolveDelegation, standingIn, stateOn } from './rules.ts';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((x) => `01930000-0000-7000-8000-0000000000${x}1`) as [
  string,
  string,
  string,
  string,
];
const NEW = '01930000-0000-7000-8000-0000000000f1';

const as = (member: string, role: BuiltIn = 'Staff', today = '2026-07-01'): Context => ({
  now: `${today}T00:00:00.000Z`,
  today,
  newId: () => NEW,
  practice: {} as Context['practice'],
  who: { ...builtIn(role), actor: `member:${member}`, member_id: member, role_name: role, deputy_for: [] } as Who,
});
const row = (more: Partial<Delegation> = {}): Delegation => ({
  id: NEW,
  version: 1,
  member_id: A,
  deputy_id: B,
  from_on: '2026-07-06',
  to_on: '2026-07-10',
  covers: 'all',
  ended_on: null,
  ...more,
});
const state = (others: Delegation[] = [], delegation = row({ version: 0 })): DelegationFacts => ({
  delegation,
  others,
  members: [A, B, C, D].map((id, i) => ({
    id,
    name: ['Ann', 'Ben', 'Cas', 'Dee'][i]!,
    state: id === D ? 'deactivated' : 'active',
  })),
});
const set = (more: Partial<NewDelegation> = {}) =>
  ({
    do: 'set',
    member_id: A,
    deputy_id: B,
    from_on: '2026-07-06',
    to_on: '2026-07-10',
    covers: 'all',
    ...more,
  }) as const;

describe('setting a deputy', () => {
  test('PL-34 the member sets it, and both others are told', () => {
    const decision = decideDelegation(state(), set(), as(A));
    if (!decision.yes) throw new Error(decision.because);
    expect(decision.effects).toMatchObject([
      { do: 'notify', member: B, title: 'Ben for Ann, 2026-07-06 to 2026-07-10' },
    ]);
    expect(evolveDelegation(state(), decision.events[0]!).delegation).toMatchObject(
      set().do && { member_id: A, deputy_id: B, covers: 'all' },
    );
  });

  test('PL-27 for someone else it needs delegation.others', () => {
    expect(decideDelegation(state(), set(), as(C))).toMatchObject({
      kind: 'not_allowed',
      facts: { ability: 'delegation.others' },
    });
    expect(decideDelegation(state(), set(), as(C, 'Admin'))).toMatchObject({ yes: true });
  });

  test('PL-34 at most 90 days, not in the past, not backwards, not oneself, both active', () => {
    const code = (more: Partial<NewDelegation>) => {
      const decision = decideDelegation(state(), set(more), as(A, 'Admin'));
      return decision.yes ? null : (decision.errors?.map((e) => `${e.pointer} ${e.code}`).join() ?? decision.code);
    };
    expect(code({ to_on: '2026-10-03' })).toBeNull();
    expect(code({ to_on: '2026-10-04' })).toBe('/to_on too_long');
    expect(code({ from_on: '2026-06-30' })).toBe('/from_on past');
    expect(code({ to_on: '2026-07-05' })).toBe('/to_on before_from');
    expect(code({ deputy_id: A })).toBe('/deputy_id self');
    expect(code({ deputy_id: D })).toBe('/deputy_id not_active');
  });

  test('IN-148 one delegation per member and day', () => {
    const standing = row({ id: 'x', deputy_id: C, from_on: '2026-07-10', to_on: '2026-07-20' });
    expect(decideDelegation(state([standing]), set(), as(A))).toMatchObject({ code: 'overlaps' });
    expect(decideDelegation(state([standing]), set({ to_on: '2026-07-09' }), as(A))).toMatchObject({ yes: true });
    expect(decideDelegation(state([{ ...standing, ended_on: '2026-07-10' }]), set(), as(A))).toMatchObject({
      yes: true,
    });
  });

  test('PL-34 a loop is refused, on the days it would close', () => {
    const back = row({ id: 'x', member_id: B, deputy_id: A, from_on: '2026-07-10', to_on: '2026-07-12' });
    expect(decideDelegation(state([back]), set(), as(A))).toMatchObject({ code: 'deputy_away' });
    expect(decideDelegation(state([back]), set({ to_on: '2026-07-09' }), as(A))).toMatchObject({ yes: true });
  });

  test('PL-34 a deputy who is away on all the days is refused, on some of them not', () => {
    const away = (from_on: string, to_on: string) => row({ id: from_on, member_id: B, deputy_id: C, from_on, to_on });
    expect(
      decideDelegation(state([away('2026-07-01', '2026-07-08'), away('2026-07-09', '2026-07-30')]), set(), as(A)),
    ).toMatchObject({ code: 'deputy_away' });
    expect(decideDelegation(state([away('2026-07-01', '2026-07-09')]), set(), as(A))).toMatchObject({ yes: true });
  });

  test('IN-149 who loses their deputy by it is told', () => {
    const stranded = row({ id: 'x', member_id: C, deputy_id: A, from_on: '2026-07-08', to_on: '2026-07-20' });
    const decision = decideDelegation(state([stranded]), set(), as(A));
    expect(decision.yes && decision.effects.map((effect) => effect.do === 'notify' && effect.member)).toEqual([B, C]);
  });
});

describe('ending', () => {
  test('PL-34 the member, the deputy or a holder of delegation.others ends it early, from today', () => {
    const standing = row({ from_on: '2026-06-29' });
    for (const context of [as(A), as(B), as(C, 'Admin')]) {
      const decision = decideDelegation(state([], standing), { do: 'end' }, context);
      if (!decision.yes) throw new Error(decision.because);
      const { delegation } = evolveDelegation(state([], standing), decision.events[0]!);
      expect(stateOn(delegation, '2026-07-01')).toBe('ended');
      expect(stateOn(delegation, '2026-06-30')).toBe('active');
    }
    expect(decideDelegation(state([], standing), { do: 'end' }, as(C))).toMatchObject({ kind: 'not_allowed' });
    expect(decideDelegation(state([], standing), { do: 'end' }, as(A, 'Staff', '2026-07-11'))).toMatchObject({
      code: 'already_ended',
    });
  });
});

describe('who stands in', () => {
  test('IN-147 from the first day to the last, both included', () => {
    const days = ['2026-07-05', '2026-07-06', '2026-07-10', '2026-07-11'];
    expect(days.map((day) => deputyOf([row()], A, day)?.deputy_id ?? null)).toEqual([null, B, B, null]);
    expect(standingIn([row({ covers: 'task' })], B, '2026-07-06')).toEqual({
      deputy_for: [A],
      deputy_covers: { [A]: 'task' },
    });
  });

  test('PL-34 a chain is not followed: a deputy who is away that day stands in for nobody', () => {
    const chain = [row({ member_id: B, deputy_id: C }), row({ member_id: C, deputy_id: A, from_on: '2026-07-08' })];
    expect(deputyOf(chain, B, '2026-07-07')?.deputy_id).toBe(C);
    expect(deputyOf(chain, B, '2026-07-08')).toBeNull();
    expect(standingIn(chain, C, '2026-07-08').deputy_for).toEqual([]);
  });

  test('PL-34 after any accepted sequence no two members stand in for each other on one day', () => {
    const day = fc.integer({ min: 0, max: 12 }).map((n) => addDays('2026-07-01', n));
    const wish = fc.record({
      member_id: fc.constantFrom(A, B, C),
      deputy_id: fc.constantFrom(A, B, C),
      from_on: day,
      to_on: day,
    });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
        const kept: Delegation[] = [];
        wishes.forEach((wanted, i) => {
          const decision = decideDelegation(state(kept), set(wanted), as(A, 'Owner'));
          if (decision.yes) kept.push(row({ ...wanted, id: `d${i}` }));
        });
        for (let n = 0; n < 13; n += 1) {
          const today = addDays('2026-07-01', n);
          for (const one of [A, B, C]) {
            const deputy = deputyOf(kept, one, today)?.deputy_id;
            expect(deputy && deputyOf(kept, deputy, today)).toBeFalsy();
            expect(kept.filter((d) => d.member_id === one && stateOn(d, today) === 'active').length).toBeLessThan(2);
          }
        }
      }),
    );
  });
});
