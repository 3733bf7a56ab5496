import '@hono/zod-openapi';
import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Message, MessageCommand, New } from '#messages/outbox/model.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { newMessage } from '#messages/outbox/testing.ts';
import { machine, receiveMail } from '#messages/replies/receiving.ts';
import { v1 } from '../contract.ts';
import { messages } from '../rooms.ts';
import { testApi, testPractice, testWho, type useTestHouse } from '../testing.ts';

/** For tests of mail that comes in: a practice, what left it, and what comes back. */

export const US = 'office@testing.example';
export const ANNA = 'anna@bay.example';
export const TUESDAY = '2026-06-16T09:00:00.000Z';
interface Begun {
  practice: Id;
  who: ReturnType<typeof testWho>;
  at<T>(work: (desk: Desk) => Promise<T>): Promise<T>;
  api: ReturnType<typeof testApi>;
  client: Id;
}

export const mailTesting = (house: ReturnType<typeof useTestHouse>) => {
  const begin = async (): Promise<Begun> => {
    const { kernel } = house;
    const practice = await testPractice(kernel, { kind: 'sandbox', now: TUESDAY });
    const who = testWho('Owner');
    const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(kernel.db, practice, work);
    await at(({ tx, now }) =>
      sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
        values (${practice}, ${who.member_id}, 1, 'Sample Owner', 'owner', ${`${newId()}@practice.example`}, ${who.role_id}, 'active', ${now}, ${now}, 'operator')`.execute(
        tx,
      ),
    );
    const api = testApi(kernel, practice, [v1(house.house)], who);
    const client = (await api('POST', '/clients', { organisation_name: 'Bay Bakery', emails: [{ address: ANNA }] }))
      .body.id as Id;
    return { practice, who, at, api, client };
  };

  /** A message that left, and the mails that come back about it. */
  const sentTo = async (begun: Begun, more: Partial<New> = {}): Promise<Message> => {
    const { practice, client, who } = begun;
    const id = newId();
    const about = { client_id: client, subject_kind: 'person' as const, subject_id: client, author_id: who.member_id! };
    const recipients = [{ address: ANNA, name: 'Bay Bakery', record: null }];
    const place = { practice_id: practice, caller: machine() };
    const orders: MessageCommand[] = [
      { do: 'write', message: newMessage({ from_address: US, class: 'internal', ...about, recipients, ...more }) },
      { do: 'begin', attempt: 1, node: 'test' },
      { do: 'end', attempt: 1, answer: { answer: 'accepted', provider_id: '250', refused: [] }, saved: false },
    ];
    for (const command of orders) {
      const outcome = await perform(house.kernel, place, messages, { id, command });
      if (!outcome.yes) throw new Error(outcome.because);
    }
    await begun.at(({ tx }) =>
      sql`update app.message set class = ${more.class ?? 'service'} where id = ${id}`.execute(tx),
    );
    return (await begun.at((desk) => messagesById(desk, [id])))[0]!;
  };
  /** Comes in and is read. */
  const arrives = async ({ practice, at }: Begun, raw: Uint8Array, { from = ANNA, to = US } = {}) => {
    await receiveMail({ kernel: house.kernel, storage: house.house.files.storage }, practice, {
      raw,
      return_path: from,
      to,
    });
    const { rows } = await at(({ tx }) =>
      sql<{ id: Id }>`select id from app.reply where decided_at is null`.execute(tx),
    );
    for (const { id } of rows) await house.house.longJobs.get('read_reply')!(practice, { reply: id });
  };
  return { begin, sentTo, arrives };
};

export const letter = (headers: Record<string, string>, text = 'Here are the papers.') =>
  new TextEncoder().encode(
    `${Object.entries({ From: `Anna <${ANNA}>`, 'Message-ID': `<${newId()}@bay.example>`, ...headers })
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')}\r\n\r\n${text}\r\n`,
  );
export const all = <T>({ at }: Pick<Begun, 'at'>, query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  at(async ({ tx }) => (await query.execute(tx)).rows);
export const messageIdOf = ({ id }: Message) => `<${id}@testing.example>`;
