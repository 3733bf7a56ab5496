import { describe, expect, test } from 'vitest';
import { MODULES, type Module, type Who } from '#kernel/decision/model.ts';
import { ABILITIES, ABILITY_NAMES, BUILT_IN, type BuiltIn } from './abilities.ts';
import { builtIn } from './builtin.ts';
import { givesTooMuch } from './grants.ts';
import type { Grants, ThingFacts } from './model.ts';
import { actingFor, assigned, can, canAny, largeBulk, ownWork, reads, SIGNED_IN, writes } from './rules.ts';

const ME = '01930000-0000-7000-8000-0000000000a1';
const AWAY = '01930000-0000-7000-8000-0000000000a2';
const OTHER = '01930000-0000-7000-8000-0000000000a3';

const as = (name: BuiltIn, more: Partial<Who> = {}): Who => ({
  ...builtIn(name),
  actor: `member:${ME}`,
  member_id: ME,
  role_id: builtIn(name).id,
  role_name: name,
  deputy_for: [],
  ...more,
});
const thing = (facts: Partial<ThingFacts> = {}): ThingFacts => ({ assigned_to: [OTHER], ...facts });

/** The two tables of PL-27, typed here once more from the spec. */
const LEVELS: Record<Module, string> = {
  people: 'W W W A R R R',
  workflows: 'W W W A A A R',
  inbox: 'W W W A A A R',
  documents: 'W W W A A A R',
  collections: 'W W R - W A R',
  jobs: 'W W W R R R R',
  flows: 'W W W A - - R',
  reports: 'W W W R W R R',
  settings: 'W W R - - - -',
};
const HOLDERS: Record<string, string> = {
  'practice.own': 'O',
  'members.manage roles.manage security.manage connectors.manage keys.manage system.read': 'OA',
  'audit.read data.export person.erase restricted.read delegation.others': 'OA',
  'employees.read workflows.design documents.approve flows.create jobs.deploy jobs.all_time': 'OAM',
  'workflows.launch jobs.work': 'OAMS',
  'collections.design collections.assign': 'OAR',
  'flows.delete_started flows.reopen flows.override health.configure jobs.bill jobs.push jobs.audit_export': 'OA',
  'messages.send': 'OAMSRP',
  'bulk.large data.import sandbox.use': 'OAMR',
  'inbox.see_all': 'OAMSV',
  'inbox.update_all inbox.delete inbox.export checks.design': 'OAM',
  'inbox.settings': 'OA',
};
const LETTER: Record<string, BuiltIn> = {
  O: 'Owner',
  A: 'Admin',
  M: 'Manager',
  S: 'Staff',
  R: 'AR Manager',
  P: 'AR Specialist',
  V: 'Viewer',
};

describe('the built-in roles', () => {
  test('PL-27 each level and reach is the cell of the table', () => {
    for (const module of MODULES) {
      const cells = LEVELS[module].split(' ');
      BUILT_IN.forEach((name, column) => {
        const role = builtIn(name);
        const letter = { write: role.reach[module] === 'assigned' ? 'A' : 'W', read: 'R', none: '-' }[
          role.levels[module]
        ];
        expect(`${module} ${name} ${letter}`).toBe(`${module} ${name} ${cells[column]}`);
      });
    }
  });

  test('PL-27, IN-140, FL-9, JO-98 each ability is held by exactly the roles of its line', () => {
    for (const [abilities, letters] of Object.entries(HOLDERS)) {
      for (const ability of abilities.split(' ')) {
        const holders = BUILT_IN.filter((name) => (builtIn(name).abilities as string[]).includes(ability));
        expect([ability, holders]).toEqual([
          ability,
          BUILT_IN.filter((name) => [...letters].some((l) => LETTER[l] === name)),
        ]);
      }
    }
    const listed = Object.keys(HOLDERS).join(' ').split(' ');
    expect(ABILITY_NAMES.filter((a) => !listed.includes(a))).toEqual([
      'collections.all_customers',
      'collections.manage_invoices',
    ]);
  });
});

describe('can', () => {
  test('PL-28 the choke point says yes with null, for every module and level of every built-in role, and no otherwise', () => {
    for (const name of BUILT_IN) {
      for (const module of MODULES) {
        const level = builtIn(name).levels[module];
        expect(can(as(name), reads(module)) === null).toBe(level !== 'none');
        expect(can(as(name), writes(module)) === null).toBe(level === 'write');
      }
      expect(can(as(name), SIGNED_IN)).toBeNull();
    }
  });

  test('PL-35 what may not be read is as absent, also when it was to be changed', () => {
    expect(can(as('AR Manager'), reads('flows'))).toMatchObject({ kind: 'not_found' });
    expect(can(as('Staff'), writes('settings'))).toMatchObject({ kind: 'not_found' });
  });

  test('PL-35 what may be read but not done is refused with the missing permission in the sentence', () => {
    expect(can(as('Viewer'), writes('workflows', 'workflows.design'))).toMatchObject({ kind: 'not_allowed' });
    expect(can(as('Staff'), writes('workflows', 'workflows.design'))).toMatchObject({
      kind: 'not_allowed',
      because: 'You need the ability «Design workflows» for this. Owner, Admin and Manager have it.',
      facts: { ability: 'workflows.design' },
    });
    const no = can(as('Viewer'), writes('inbox'))!;
    expect(no.because).toContain('«write» on Inbox');
    expect(no.because).toContain('Owner, Admin, Manager, Staff, AR Manager and AR Specialist have it.');
  });

  test('PL-27, CO-2 a Manager who opens the collection workflows is told of collections.design, and so is Staff', () => {
    const act = reads('collections', 'collections.design');
    expect(can(as('Manager'), act)).toMatchObject({ kind: 'not_allowed', facts: { ability: 'collections.design' } });
    expect(can(as('Staff'), act)).toMatchObject({ kind: 'not_allowed', facts: { ability: 'collections.design' } });
    expect(can(as('AR Manager'), act)).toBeNull();
    expect(can(as('Manager'), reads('collections'))).toBeNull();
  });

  test('PE-102 without employees.read an employee record is as absent', () => {
    expect(can(as('Staff'), reads('people', 'employees.read'))).toMatchObject({ kind: 'not_found' });
    expect(can(as('Manager'), reads('people', 'employees.read'))).toBeNull();
  });

  test('PL-25 reach «assigned» reads everything and writes what is assigned', () => {
    expect(can(as('Staff'), reads('people'), thing())).toBeNull();
    expect(can(as('Staff'), writes('people'), thing())).toMatchObject({ kind: 'not_allowed', code: 'not_assigned' });
    expect(can(as('Staff'), writes('people'), thing({ assigned_to: [ME] }))).toBeNull();
    expect(can(as('Manager'), writes('people'), thing())).toBeNull();
  });

  test('PL-26 assigned is who is named on it, who has a role on its client, and who made it while nobody is assigned', () => {
    const staff = as('Staff');
    expect(assigned(staff, thing({ assigned_to: [OTHER, ME] }))).toBe(true);
    expect(assigned(staff, thing({ roles_held_by: [ME] }))).toBe(true);
    expect(assigned(staff, thing({ assigned_to: [], made_by: ME }))).toBe(true);
    expect(assigned(staff, thing({ made_by: ME }))).toBe(false);
    expect(assigned(staff, thing({ assigned_to: [], roles_held_by: [OTHER], made_by: null }))).toBe(false);
  });

  test('PL-31 a restricted client is absent but for those with a role on it and holders of restricted.read', () => {
    const client = thing({ restricted: true, roles_held_by: [OTHER] });
    expect(can(as('Manager'), reads('people'), client)).toMatchObject({ kind: 'not_found' });
    expect(can(as('Manager'), reads('people'), { ...client, roles_held_by: [ME] })).toBeNull();
    expect(can(as('Admin'), reads('people'), client)).toBeNull();
    expect(can(as('Manager', { deputy_for: [OTHER] }), reads('people'), client)).toMatchObject({ kind: 'not_found' });
  });

  test('PE-103 an own-clients member reads what they hold a role on, added or work on, and nothing else of any client', () => {
    const own = as('Staff', { own_clients_only: true });
    const client = thing({ roles_held_by: [OTHER] });
    expect(can(own, reads('jobs'), client)).toMatchObject({ kind: 'not_found' });
    expect(can(own, reads('jobs'), { ...client, roles_held_by: [ME] })).toBeNull();
    expect(can(own, reads('jobs'), { ...client, made_by: ME })).toBeNull();
    expect(can(own, reads('jobs'), { ...client, assigned_to: [ME] })).toBeNull();
    expect(can(own, reads('workflows'), { assigned_to: [] })).toBeNull();
  });

  test('PL-32 where either permission is enough one is, and else the first is named', () => {
    const acts = [writes('people'), writes('collections')] as const;
    expect(canAny(as('AR Manager'), acts)).toBeNull();
    expect(canAny(as('Viewer'), acts)).toMatchObject({ facts: { module: 'people' } });
  });

  test('PL-27 over 100 rows at once need bulk.large', () => {
    expect(largeBulk(as('Staff'), 100)).toBeNull();
    expect(largeBulk(as('Staff'), 101)).toMatchObject({ kind: 'not_allowed', facts: { ability: 'bulk.large' } });
    expect(largeBulk(as('Manager'), 101)).toBeNull();
  });
});

describe('deputies and four eyes', () => {
  const deputy = as('Staff', { deputy_for: [AWAY] });

  test('PL-34 a deputy may do what the absent member may, within the deputy’s own modules and abilities', () => {
    const theirs = thing({ assigned_to: [AWAY] });
    expect(can(deputy, writes('inbox'), theirs)).toBeNull();
    expect(can(deputy, writes('jobs'), theirs)).toMatchObject({ kind: 'not_allowed' });
    expect(can(deputy, writes('flows', 'flows.override'), theirs)).toMatchObject({ kind: 'not_allowed' });
    expect(can(as('AR Specialist', { deputy_for: [AWAY] }), writes('flows'), theirs)).toMatchObject({
      kind: 'not_found',
    });
  });

  test('PL-34 a delegation of approvals covers no task, and one of tasks no approval', () => {
    const theirs = thing({ assigned_to: [AWAY] });
    const decides = as('Staff', { deputy_for: [AWAY], deputy_covers: { [AWAY]: 'decision' } });
    expect(can(decides, { ...writes('inbox'), duty: 'decision' }, theirs)).toBeNull();
    expect(can(decides, { ...writes('inbox'), duty: 'task' }, theirs)).toMatchObject({ code: 'not_assigned' });
    expect(can(decides, writes('people'), theirs)).toMatchObject({ code: 'not_assigned' });
  });

  test('PL-34 an act for the absent member says so, and one’s own does not', () => {
    expect(actingFor(deputy, thing({ assigned_to: [AWAY] }))).toBe(AWAY);
    expect(actingFor(deputy, thing({ assigned_to: [AWAY, ME] }))).toBeNull();
    expect(actingFor(deputy, thing())).toBeNull();
  });

  test('PL-33 neither the preparer nor who stands in for them passes four eyes, and the refusal names who may', () => {
    expect(ownWork(as('Owner'), [ME])).toMatchObject({ code: 'own_work' });
    expect(ownWork(deputy, [AWAY], ['Mia Chen', 'Tom Reid'])?.because).toContain('Mia Chen and Tom Reid may.');
    expect(ownWork(as('Staff', { deputy_for: [AWAY], deputy_covers: { [AWAY]: 'task' } }), [AWAY])).toMatchObject({
      code: 'own_work',
    });
    expect(ownWork(as('Manager', { actor: `key:${OTHER}` }), [ME])).toMatchObject({ code: 'own_work' });
    expect(ownWork(deputy, [OTHER])).toBeNull();
  });
});

describe('nobody gives more than they hold', () => {
  const grants = (name: BuiltIn, more: Partial<Grants> = {}): Grants => ({ ...builtIn(name), ...more });

  test('PL-29 a level, a reach, an ability or other people’s clients beyond one’s own are refused and named', () => {
    expect(givesTooMuch(as('Admin'), grants('Owner'))?.because).toContain('the ability «Own the practice»');
    expect(givesTooMuch(as('AR Manager'), grants('Manager'))?.because).toContain('write on Jobs');
    expect(givesTooMuch(as('Staff'), grants('Staff', { reach: builtIn('Manager').reach }))?.because).toContain(
      'all of Inbox',
    );
    expect(givesTooMuch(as('Staff', { own_clients_only: true }), grants('Staff'))).toMatchObject({
      code: 'more_than_you_hold',
    });
    for (const name of BUILT_IN) {
      expect(givesTooMuch(as('Owner'), grants(name))).toBeNull();
      expect(givesTooMuch(as(name), grants(name))).toBeNull();
    }
  });

  test('PL-35 every ability has a name and says what it lets', () => {
    for (const fact of Object.values(ABILITIES)) expect(fact.name.length * fact.lets.length).toBeGreaterThan(20);
  });
});
