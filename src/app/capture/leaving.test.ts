import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import { sendMessages } from '#messages/outbox/sending.ts';
import { startMailServer, type TestServer } from '../../connectors/mail/testing-server.ts';
import { testPlace, testPractice, testWho, useTestHouse } from '../testing.ts';

const house = useTestHouse();
let server: TestServer | undefined;
afterEach(() => server?.close());

const at = <T>(practice: Id, work: (desk: Desk) => Promise<T>): Promise<T> =>
  inPractice(house.kernel.db, practice, work);

/** Somebody is invited in a practice whose mail leaves by a server. */
const invited = async () => {
  server = await startMailServer();
  const practice = await testPractice(house.kernel);
  const settings = { host: '127.0.0.1', port: server.port, tls: 'none' };
  const command = { do: 'set_up', provider: 'smtp', address: 'office@testing.example', settings } as const;
  await perform(house.kernel, testPlace(practice, testWho('Owner')), channels, { id: channelId('email'), command });
  const member = newId();
  await at(practice, async (desk) => {
    await sql`
      insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, invited_at, invitation_no, invitation_ends_at, created_at, created_by)
      values (${practice}, ${member}, 1, 'Sample Invited', 'sample invited', 'invited@practice.example', ${testWho('Staff').role_id!}, 'invited',
        ${desk.now}, 1, ${desk.now}::timestamptz + interval '7 days', ${desk.now}, 'operator')`.execute(desk.tx);
    await house.house.jobs.get('access.mail')!(desk, [{ kind: 'invitation', member_id: member, no: 1 }]);
  });
  const { rows } = await at(practice, ({ tx }) =>
    sql<{
      id: Id;
      body: string;
      class: string;
    }>`select id, body, class from app.message where practice_id = ${practice}`.execute(tx),
  );
  return { practice, member, message: rows[0]! };
};

const send = (practice: Id, message: Id) =>
  sendMessages(house.house.sending, practice, [{ message, channel: 'email', attempt: 1 }]);

test('PL-17 PL-S12 where a mail server is set up an invitation leaves by it, and its secret stands in no row', async () => {
  const { practice, message } = await invited();
  expect(message).toMatchObject({ class: 'security', body: expect.stringContaining('/invitation#…') });
  await send(practice, message.id);
  expect(server!.taken).toHaveLength(1);
  expect(server!.taken[0]).toMatchObject({ to: ['invited@practice.example'] });
  const [, token] = /\/invitation#(\S{20,})/.exec(server!.taken[0]!.raw.replaceAll('=\r\n', ''))!;
  const { rows } = await at(practice, ({ tx }) =>
    sql<{ n: number }>`
      select (select count(*) from app.message m where m::text like ${`%${token!.slice(0, 20)}%`})
        + (select count(*) from app.event e where e::text like ${`%${token!.slice(0, 20)}%`}) as n`.execute(tx),
  );
  expect(Number(rows[0]!.n)).toBe(0);
});

test('PL-17 a letter that is not wanted any more does not leave', async () => {
  const { practice, member, message } = await invited();
  await at(practice, ({ tx }) => sql`update app.member set state = 'active' where id = ${member}`.execute(tx));
  await send(practice, message.id);
  expect(server!.taken).toHaveLength(0);
});
