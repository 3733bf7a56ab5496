import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addDays, addMilliseconds, dayOfWeek, instantOf } from '#ground/time.ts';
import { members } from '#kernel/access/members/store.ts';
import { present } from '#kernel/access/members/who.ts';
import { foundPractice } from '#kernel/access/practice/store.ts';
import { BUILT_IN_ROLES } from '#kernel/access/roles/builtin.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { DemoPractice } from '#kernel/access/setup/demo.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Command, Who } from '#kernel/decision/model.ts';
import { yesOrThrow } from '#kernel/http/problem.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Wanted } from '#kernel/loop/room.ts';
import { databaseNow } from '#kernel/schedule/dispatcher.ts';
import { tags } from '#people/tags/store.ts';
import { designFacts, workflows } from '#workflows/definitions/store.ts';
import { settle } from '#workflows/library/settle.ts';
import { TEMPLATES } from '#workflows/library/templates.ts';
import type { House } from '../house.ts';
import { employees, persons } from '../rooms.ts';
import { authority } from './authority.ts';
import { comeRound } from './cadences.ts';
import { companies } from './companies.ts';
import { fillDocuments } from './documents.ts';
import { askedForDetails } from './form-runs.ts';
import { questionnaires } from './forms.ts';
import { fillInbox } from './items.ts';
import { messagesOfDay } from './itself.ts';
import { lettersOfToday, lettersOfYesterday } from './letters.ts';
import { live } from './life.ts';
import { decideAll, type Making } from './making.ts';
import { random } from './random.ts';
import { secondVersion } from './second-version.ts';
import { alone } from './whole.ts';
import { wordings } from './wordings.ts';

export interface DemoSize {
  clients: number;
  prospects: number;
  /** Days of life before today. */
  days: number;
}
export const SIZES: Record<'small' | 'large', DemoSize> = {
  small: { clients: 60, prospects: 14, days: 45 },
  large: { clients: 2_000, prospects: 200, days: 45 },
};

/**
 * The demo practice (PL-143): invented companies, a member for each role, the library in use, and weeks of work lived day by
 * day up to now, the same for a seed. No worker takes anything of it up before it is whole. The demo before it is forgotten.
 */
export const makeDemo = async (house: House, size: DemoSize, seed = 7): Promise<{ practice_id: Id }> => {
  const { practice_id } = await alone(house, () => make(house, size, seed));
  return { practice_id };
};

const make = async (house: House, size: DemoSize, seed: number): Promise<DemoPractice> => {
  const caller: Caller = { who: systemWho('demo'), request_id: newId() };
  const cast = new Map(BUILT_IN_ROLES.map((role) => [role.name, newId()]));
  const facts = {
    name: 'Demo practice',
    kind: 'demo' as const,
    country: 'GB',
    time_zone: 'Europe/London',
    locale: 'en-GB',
    currency: 'GBP',
    mfa: 'optional' as const,
    making: true,
  };
  const practice = newId();
  await foundPractice(house.kernel, { ...facts, id: practice }, caller, async (desk) => {
    const found = BUILT_IN_ROLES.map((role): Wanted<Command> => {
      const name = `Demo ${role.name}`;
      const email = `${role.name.toLowerCase().replaceAll(' ', '.')}@demo-practice.example`;
      return {
        id: cast.get(role.name)!,
        command: { do: 'found', account_id: null, name, email, role_id: role.id } as Command,
      };
    });
    for (const outcome of await act(house.kernel, desk, caller, members as AnyRoom, found)) yesOrThrow(outcome);
  });
  const players = await inPractice(house.kernel.db, practice, (desk) => playersOf(desk, [...cast.values()]));
  const making: Making = { house, practice, caller, dice: random(seed), cast, players };
  const now = await databaseNow(house.engine);
  const today = now.slice(0, 10);
  await clock(making, instantOf(addDays(today, -size.days), '08:30', facts.time_zone));
  const people = await populate(making, size);
  await authority(making, people, today);
  await wordings(making);
  await questionnaires(making);
  const own = await library(making);
  let changed = false;
  for (let day = -size.days; day < 0; day += 1) {
    const date = addDays(today, day);
    if (dayOfWeek(date) > 5) continue;
    const hour = addMilliseconds(instantOf(date, '09:00', facts.time_zone), making.dice.whole(6 * 3_600_000));
    await clock(making, hour);
    if (!changed && day >= -size.days / 2) {
      await secondVersion(making, own.get('health_check')!);
      changed = true;
    }
    await live(making, { ...people, workflows: own, today: date, last: day > -8 });
    await clock(making, addMilliseconds(hour, A_WHILE));
    await messagesOfDay(making);
  }
  await askedForDetails(making, people.clients, {
    yesterday: instantOf(addDays(today, -1), '09:10', facts.time_zone),
    at: (moment) => clock(making, moment),
  });
  await lettersOfYesterday(making, people.clients, {
    yesterday: instantOf(addDays(today, -1), '10:00', facts.time_zone),
    at: (moment) => clock(making, moment),
  });
  await fillInbox(making, people.clients, {
    today,
    zone: facts.time_zone,
    at: (moment) => clock(making, moment),
  });
  await fillDocuments(making, people.clients, {
    yesterday: addDays(today, -1),
    today: addMilliseconds(now, -3_600_000),
    zone: facts.time_zone,
    at: (moment) => clock(making, moment),
  });
  await clock(making, null);
  await comeRound(making, { workflows: own, payroll: people.payroll, clients: people.clients, today });
  await lettersOfToday(making, people.clients, now);
  return { practice_id: practice, member_id: cast.get('Owner')! };
};

const playersOf = async (desk: Desk, ids: readonly Id[]): Promise<Map<Id, Who>> => {
  const found = [];
  for (const id of ids) found.push([id, (await present(desk, id))!.who] as const);
  return new Map(found);
};

/** While it is made the practice lives in the past; afterwards its clock is everybody's. */
const clock = ({ house, practice }: Making, now: string | null): Promise<unknown> =>
  inPractice(house.kernel.db, practice, ({ tx }) =>
    now
      ? sql`insert into app.clock values (${practice}, ${now}, 'system:demo', ${now}) on conflict (practice_id) do update set now = excluded.now, moved_at = excluded.moved_at`.execute(
          tx,
        )
      : sql`delete from app.clock where practice_id = ${practice}`.execute(tx),
  );

const populate = async (making: Making, size: DemoSize) => {
  const { dice, cast } = making;
  const labels = ['VAT quarterly', 'Payroll', 'Key account', 'New in town'].map((name) => ({ id: newId(), name }));
  await decideAll(
    making,
    tags as AnyRoom,
    labels.map(({ id, name }, i) => ({
      id,
      command: {
        do: 'add',
        name,
        colour: ['blue', 'violet', 'green', 'amber'][i],
        applies_to: ['prospect', 'client'],
      } as Command,
    })),
  );
  const all = companies(size.clients + size.prospects, dice).map((company, i) => ({
    id: newId(),
    kind: i < size.clients ? ('client' as const) : ('prospect' as const),
    company,
    tags: labels.filter(() => dice.chance(0.3)).map(({ id }) => id),
  }));
  await decideAll(
    making,
    persons as AnyRoom,
    all.map(({ id, kind, company, tags: chosen }) => ({
      id,
      command: { do: 'add', kind, ...company, tags: chosen } as Command,
    })),
  );
  const staff = ['Staff', 'Manager', 'Admin'].map((role) => cast.get(role)!);
  const given = all
    .filter(({ kind }) => kind === 'client')
    .flatMap(({ id }) => [
      { id, role: 'partner', member: cast.get('Owner')! },
      { id, role: 'manager', member: cast.get('Manager')! },
      { id, role: 'assignee', member: dice.chance(0.7) ? cast.get('Staff')! : dice.pick(staff) },
    ]);
  await decideAll(
    making,
    persons as AnyRoom,
    given.map(({ id, role, member }) => ({ id, command: { do: 'set_role', role, member } as Command })),
  );
  await decideAll(
    making,
    persons as AnyRoom,
    all
      .filter(({ kind }) => kind === 'prospect' && dice.chance(0.4))
      .map(({ id }) => ({ id, command: { do: 'enter_waitlist', service: 'Bookkeeping' } as Command })),
  );
  return {
    employees: await staffOf(making),
    payroll: labels.find(({ name }) => name === 'Payroll')!.id,
    clients: all.filter(({ kind }) => kind === 'client').map(({ id }) => id),
    prospects: all.filter(({ kind }) => kind === 'prospect').map(({ id }) => id),
  };
};

const JOBS = ['Bookkeeper', 'Payroll clerk', 'Accountant', 'Trainee', 'Tax adviser', 'Office manager'];

/** Employees that plainly are none: «Employee One», some linked to the members of the cast, the last one about to begin. */
const staffOf = async (making: Making): Promise<Id[]> => {
  const { dice, cast } = making;
  const members = ['Staff', 'Manager', 'AR Specialist'].map((role) => cast.get(role)!);
  const all = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((family_name, i) => ({
    id: newId(),
    command: {
      do: 'add',
      given_name: 'Employee',
      family_name,
      job_title: JOBS[i]!,
      work_email: `employee.${family_name.toLowerCase()}@demo-practice.example`,
      team: dice.pick(['Books', 'Tax']),
      start_on: `20${20 + i}-0${1 + dice.whole(9)}-01`,
      ...(members[i] && { member_id: members[i] }),
    } as Command,
  }));
  await decideAll(making, employees as AnyRoom, all);
  await decideAll(
    making,
    employees as AnyRoom,
    all.slice(0, 4).map(({ id }) => ({ id, command: { do: 'mark_onboarded' } as Command })),
  );
  return all.map(({ id }) => id);
};

/** Messages of steps leave ten minutes after they were written. */
const A_WHILE = 15 * 60_000;

/** The whole library, used as it is; what starts another comes after it. */
const library = async (making: Making): Promise<Map<string, Id>> => {
  const own = new Map<string, Id>();
  const starts = (key: string): boolean =>
    TEMPLATES.find((one) => one.key === key)!.content.steps.some(
      (step) => step.kind === 'action' && step.do === 'start_workflow',
    );
  for (const { key, n, content } of [...TEMPLATES].sort((a, b) => Number(starts(a.key)) - Number(starts(b.key)))) {
    const id = newId();
    own.set(key, id);
    await inPractice(making.house.kernel.db, making.practice, async (desk: Desk) => {
      const command = {
        do: 'copy_template',
        id,
        template: { key, n },
        content: settle(content, await designFacts(desk)),
        as_is: true,
      } as Command;
      const [outcome] = await act(making.house.kernel, desk, making.caller, workflows as AnyRoom, [{ id, command }]);
      yesOrThrow(outcome!);
    });
  }
  return own;
};
