import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUILT_IN_ROLES, builtIn } from '#kernel/access/roles/builtin.ts';
import { MODULES } from '#kernel/decision/model.ts';
import { back, changeTo, GRANTS, grantOf, withChange } from './grants.ts';

test('PL-27 the table says W, A, R and – of the built-in roles as the spec does', () => {
  const line = (module: (typeof MODULES)[number]) => BUILT_IN_ROLES.map((role) => grantOf(role, module)).join(' ');
  expect(line('people')).toBe('write write write assigned read read read');
  expect(line('collections')).toBe('write write read none write assigned read');
  expect(line('settings')).toBe('write write read none none none none');
});

test('PL-27 a cell says afterwards what was chosen in it, other cells stay, and undo puts all back', () => {
  const cell = fc.record({ module: fc.constantFrom(...MODULES), grant: fc.constantFrom(...GRANTS) });
  fc.assert(
    fc.property(fc.constantFrom(...BUILT_IN_ROLES), cell, (role, { module, grant }) => {
      const change = changeTo(module, grant);
      const after = withChange(role, change);
      expect(grantOf(after, module)).toBe(grant);
      for (const other of MODULES.filter((one) => one !== module))
        expect(grantOf(after, other)).toBe(grantOf(role, other));
      expect(withChange(after, back(role, change))).toEqual(role);
    }),
  );
});

test('PL-27 a change of abilities is taken back with the abilities there were', () => {
  const staff = builtIn('Staff');
  const change = { abilities: ['inbox.delete'], own_clients_only: true };
  expect(withChange(withChange(staff, change), back(staff, change))).toEqual(staff);
});
