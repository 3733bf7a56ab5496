import { expect, test } from 'vitest';
import { BUILT_IN_ROLES, builtIn } from '#kernel/access/roles/builtin.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { MemberRow } from '../practice.ts';
import { whyNot } from './allowed.ts';

const row = (id: string, role: 'Owner' | 'Admin' | 'Staff', state: MemberRow['state'] = 'active'): MemberRow => ({
  id,
  version: 1,
  name: id,
  email: `${id}@practice.example`,
  role_id: builtIn(role).id,
  state,
  time_zone: null,
});
const who = (id: string, role: 'Owner' | 'Admin' | 'Staff'): Who => {
  const { name, levels, reach, abilities } = builtIn(role);
  return { actor: `member:${id}`, member_id: id, role_name: name, levels, reach, abilities, deputy_for: [] };
};
const known = (as: Who, ...members: MemberRow[]) => ({ who: as, members, roles: BUILT_IN_ROLES });

test('PL-29 WF-190 the only Owner’s buttons are dead and say why; with a second Owner they live', () => {
  const ana = row('ana', 'Owner');
  const alone = known(who('ana', 'Owner'), ana, row('bo', 'Admin'));
  const two = known(who('ana', 'Owner'), ana, row('bo', 'Owner'));
  const leave = { do: 'deactivate', successor_id: null } as const;
  expect(whyNot(ana, leave, alone)).toMatch(/only active Owner/);
  expect(whyNot(ana, { do: 'change', role_id: builtIn('Admin').id }, alone)).toMatch(/only active Owner/);
  expect(whyNot(ana, leave, two)).toBeUndefined();
});

test('PL-29 WF-190 an Admin’s buttons on an Owner are dead, on Staff they live', () => {
  const owner = row('ana', 'Owner');
  const staff = row('di', 'Staff');
  const all = known(who('bo', 'Admin'), owner, row('cy', 'Owner'), row('bo', 'Admin'), staff);
  expect(whyNot(owner, { do: 'deactivate', successor_id: null }, all)).toMatch(/holds more than you do/);
  expect(whyNot(staff, { do: 'deactivate', successor_id: null }, all)).toBeUndefined();
  expect(whyNot(staff, { do: 'change', role_id: builtIn('Owner').id }, all)).toMatch(/cannot give more/);
});

test('WF-190 only an invitation can be renewed, only who left can come back', () => {
  const invited = row('gus', 'Staff', 'invited');
  const all = known(who('ana', 'Owner'), row('ana', 'Owner'), invited, row('hal', 'Staff', 'deactivated'));
  expect(whyNot(invited, { do: 'invite_again' }, all)).toBeUndefined();
  expect(whyNot(invited, { do: 'reactivate' }, all)).toMatch(/is invited/);
  expect(whyNot(row('hal', 'Staff', 'deactivated'), { do: 'reactivate' }, all)).toBeUndefined();
});
