import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import type { TimeZone } from '#ground/time.ts';
import { operatorWho } from '#kernel/access/roles/system.ts';
import { randomToken } from '#kernel/access/sessions/tokens.ts';
import { makeOwned } from '#kernel/access/setup/setup.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Command } from '#kernel/decision/model.ts';
import { aimsIn, performMany } from '#kernel/loop/many.ts';
import type { AnyRoom } from '#kernel/loop/room.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import { content } from '#workflows/definitions/content.ts';
import { workflows } from '#workflows/definitions/store.ts';
import type { House } from '../house.ts';
import { launches, persons, templates } from '../rooms.ts';

export interface SendingPractice {
  practice: Id;
  runs: Id[];
}

/** What it sends by, and how much. */
export interface Wanted {
  /** Tells practices of one installation apart. */
  name: string;
  /** Of a mail server on this machine, without TLS. */
  port: number;
  runs: number;
  steps: (template: Id) => readonly object[];
}

/**
 * A practice, a client with an address for each run, and runs that began two days ago, asleep until `fallDue`: all written by
 * the loop. It is noon there on a day on which it sends, and what could have left is sent once more under its key.
 */
export const sendingPractice = async (house: House, { name, port, runs, steps }: Wanted): Promise<SendingPractice> => {
  const caller = { who: operatorWho(), request_id: newId() };
  const { practice_id: practice } = await makeOwned(house.access, {
    name: 'Owner',
    email: `owner@${name}.example`,
    password: randomToken(),
    practice: { name, country: 'GB', time_zone: whereItIsNoon(), currency: 'GBP', kind: 'live' },
    caller,
  });
  const tell = async (room: AnyRoom, wanted: readonly { id: Id; command: Command & Record<string, unknown> }[]) => {
    const outcomes = await performMany(house.kernel, { practice_id: practice, caller }, aimsIn(room, wanted));
    const no = outcomes.find((outcome) => !outcome.yes);
    if (no) throw new Error(`the practice that sends is not to be made: ${JSON.stringify(no)}`);
  };
  await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`update app.practice set working_days = '{1,2,3,4,5,6,7}' where practice_id = ${practice}`.execute(tx),
  );
  const [template, workflow] = [newId(), newId()];
  const mail = { host: '127.0.0.1', port, tls: 'none' };
  await tell(channels, [{ id: channelId('email'), command: setUp(mail) }]);
  await tell(templates, [{ id: template, command: WORDS }]);
  const made = content.parse({ name: 'Welcome', subject_kinds: ['client'], steps: steps(template) });
  const copied = { do: 'copy_template', id: workflow, template: { key: 'welcome', n: 1 }, content: made, as_is: true };
  await tell(workflows, [{ id: workflow, command: copied }]);
  const clients = Array.from({ length: runs }, (_, n) => ({ id: newId(), command: client(name, n) }));
  await tell(persons, clients);
  const launched = clients.map(({ id }) => ({ id: newId(), command: { ...LAUNCH, workflow, subject: id } }));
  await tell(launches, launched);
  await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`update app.run set started_on = started_on - 2, started_at = started_at - interval '2 days' where practice_id = ${practice}`.execute(
      tx,
    ),
  );
  return { practice, runs: launched.map(({ id }) => id) };
};

/** A day on which so many left by themselves, so that as many again are usual here (ME-49). */
export const busyDay = (house: House, practice: Id, messages: number): Promise<unknown> =>
  inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`
      insert into app.message (practice_id, id, version, class, channel, key, automatic, recipients, address, from_name, from_address,
        body, state, planned_at, leaves_at, started_at, accepted_at, created_at, created_by)
      select ${practice}, gen_random_uuid(), 4, 'service', 'email', 'before:' || n, true, '[]', 'n' || n || '@before.example', '', '',
        'Welcome', 'sent', at, at, at, at, at, 'system:workflows'
      from generate_series(1, ${messages}::int) n cross join (select clock_timestamp() - interval '10 days' as at) past`.execute(
      tx,
    ),
  );

/** From now on the runs are due, spread over `seconds`. */
export const fallDue = (house: House, practice: Id, seconds: number): Promise<unknown> =>
  inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`
      update app.timer set due_at = clock_timestamp() + make_interval(secs => ${seconds}::float8 * abs(hashtext(thing::text)) / 2147483648)
      where practice_id = ${practice} and room = 'run'`.execute(tx),
  );

/** Automatic messages leave between 08:00 and 18:00 of the practice (ME-44). */
export const whereItIsNoon = (): TimeZone => {
  const west = new Date().getUTCHours() - 12;
  return `Etc/GMT${west < 0 ? '' : '+'}${west}`;
};

const setUp = (settings: object) => ({
  do: 'set_up',
  provider: 'smtp',
  address: 'office@measured.example',
  settings,
  per_minute: 6000,
  hold_minutes: 0,
  manual_seconds: 0,
  unknown_policy: 'again',
});

export const WORDS = {
  do: 'create' as const,
  channel: 'email' as const,
  module: 'workflows' as const,
  name: 'Measured letter',
  purpose: null,
  content: {
    default_locale: 'en',
    signature: false,
    send_without_pdf: false,
    variants: [
      {
        locale: 'en',
        subject: 'Welcome, {{ client.name }}',
        body: '<p>Dear {{ client.name }}, welcome.</p>',
        text: null,
      },
    ],
  },
};

const client = (name: string, n: number) => ({
  do: 'add',
  kind: 'client',
  organisation_name: `Client ${n}`,
  emails: [{ address: `books@client-${n}.${name}.example`, label: 'work', primary: true }],
});

const LAUNCH = { do: 'launch', as: 'client', origin: 'hand' };
