import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMilliseconds, millisecondsBetween } from '#ground/time.ts';
import { SESSION_MODES, type SessionFacts } from './model.ts';
import { passwordProblem } from './password.ts';
import { accountWait, addressWait, endsAt, modeOf, sessionOver, standing } from './rules.ts';

const T0 = '2026-07-01T00:00:00.000Z';
const at = (milliseconds: number): string => addMilliseconds(T0, milliseconds);
const HOUR = 3_600_000;
const facts = (more: Partial<SessionFacts> = {}): SessionFacts => ({
  started_at: T0,
  last_used_at: T0,
  mfa_at: null,
  ends_by: null,
  ...more,
});
const required = (session_mode: (typeof SESSION_MODES)[number]) => ({ mfa: 'required', session_mode }) as const;

describe('how long a session lasts', () => {
  test('PL-42 each mode ends after its idle time and its most, PL-S9', () => {
    const life = (mode: (typeof SESSION_MODES)[number], last_used_at = T0) =>
      millisecondsBetween(T0, endsAt(facts({ last_used_at }), required(mode))) / HOUR;
    expect(SESSION_MODES.map((mode) => life(mode))).toEqual([2, 0.5, 168]);
    expect(SESSION_MODES.map((mode) => life(mode, at(23.9 * HOUR)))).toEqual([24, 12, 191.9]);
    expect(life('relaxed', at(29 * 24 * HOUR))).toBe(720);
  });

  test('PL-42 relaxed counts only where a second factor is required', () => {
    expect(modeOf({ mfa: 'optional', session_mode: 'relaxed' })).toBe('standard');
    expect(modeOf(required('relaxed'))).toBe('relaxed');
  });

  test('PL-S9 however it is used, strict never exceeds 12 h and standard never 24 h', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('standard' as const, 'strict' as const),
        fc.nat(48 * HOUR),
        fc.nat(48 * HOUR),
        (mode, used, now) => {
          const most = mode === 'strict' ? 12 * HOUR : 24 * HOUR;
          if (now >= most) expect(sessionOver(facts({ last_used_at: at(used) }), required(mode), at(now))).toBe(true);
        },
      ),
    );
  });

  test('PL-8 a look at the demo ends at its own time at the latest', () => {
    expect(endsAt(facts({ ends_by: at(HOUR) }), required('standard'))).toBe(at(HOUR));
  });
});

describe('the second factor', () => {
  const account = (has_factor: boolean) => ({ has_factor, first_signed_in_at: T0 });
  test('PL-41 required gives seven days from the first sign-in, then only enrolment', () => {
    const soon = standing(facts(), account(false), required('standard'), at(1));
    expect(soon).toEqual({ at: 'grace', until: at(7 * 24 * HOUR) });
    expect(standing(facts(), account(false), required('standard'), at(7 * 24 * HOUR - 1)).at).toBe('grace');
    expect(standing(facts(), account(false), required('standard'), at(7 * 24 * HOUR)).at).toBe('enrol');
    expect(standing(facts(), account(false), { mfa: 'optional', session_mode: 'standard' }, at(1e11)).at).toBe('open');
  });
  test('PL-41 a factor that exists is asked for, whatever the policy', () => {
    for (const mfa of ['optional', 'required'] as const) {
      expect(standing(facts(), account(true), { mfa, session_mode: 'standard' }, at(1)).at).toBe('confirm');
      expect(standing(facts({ mfa_at: T0 }), account(true), { mfa, session_mode: 'standard' }, at(1e10)).at).toBe(
        'open',
      );
    }
  });
});

describe('wrong tries', () => {
  const tries = (n: number, step = 1000): string[] => Array.from({ length: n }, (_, i) => at(i * step));
  test('PL-43 the first five cost nothing, then 1, 2, 4 … 60 s after the last', () => {
    const waits = Array.from({ length: 14 }, (_, n) => accountWait(tries(n), at((n - 1) * 1000)) / 1000);
    expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(accountWait(tries(6), at(5000 + 1500))).toBe(500);
    expect(accountWait(tries(6), at(5000 + 2000))).toBe(0);
  });

  test('PL-43 tries older than 15 minutes are forgotten, so nobody is locked out for good', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 * HOUR), { maxLength: 60 }), fc.nat(2 * HOUR), (when, now) => {
        const wait = accountWait(when.filter((t) => t <= now).map(at), at(now));
        expect(wait).toBeLessThanOrEqual(60_000);
        expect(accountWait(when.filter((t) => t <= now).map(at), at(now + wait))).toBe(0);
      }),
    );
  });

  test('PL-43 twenty from one address within 15 minutes shut it for 15 minutes, not shorter', () => {
    expect(addressWait(tries(19), at(19_000))).toBe(0);
    expect(addressWait(tries(20), at(19_000))).toBe(15 * 60_000);
    const slow = tries(20, 45_000 - 1);
    const last = 19 * (45_000 - 1);
    expect(addressWait(slow, at(last + 10 * 60_000))).toBe(5 * 60_000);
    expect(addressWait(slow, at(last + 15 * 60_000))).toBe(0);
    expect(addressWait(tries(40, 60_000), at(40 * 60_000))).toBe(0);
  });
});

describe('passwords', () => {
  const about = { email: 'mia.chen@harbour.example', practice_names: ['Harbour Light Accounting'] };
  const code = (password: string) => passwordProblem(password, about)?.code ?? null;
  test('PL-40 from 12 to 128 characters, counted as people count them, with no composition rules', () => {
    expect(code('elevenchars')).toBe('too_short');
    expect(code('twelve chars')).toBeNull();
    expect(code('🦉🦉🐟🐟🐝🐝🦊🦊🐢🐢🦆')).toBe('too_short');
    expect(code(`${'ab '.repeat(42)}cd`)).toBeNull();
    expect(code('ab '.repeat(43))).toBe('too_long');
  });
  test('PL-40 the e-mail address, the practice’s name, one character and plain runs are refused', () => {
    expect(['MIA.CHEN@harbour.example', 'harbour light accounting', 'HarbourLightAccounting'].map(code)).toEqual([
      'is_email',
      'is_practice',
      'is_practice',
    ]);
    expect(
      [
        'aaaaaaaaaaaa',
        '123456789012',
        'abcdefghijklm',
        'zyxwvutsrqpon',
        'qwertyuiopas',
        'QWERTZUIOPAS',
        '210987654321',
      ].map(code),
    ).toEqual(Array(7).fill('plain_run'));
    expect(['Harbour Light Accounting 7!', 'abcdefghijklx', 'correct horse battery'].map(code)).toEqual([
      null,
      null,
      null,
    ]);
  });
});
