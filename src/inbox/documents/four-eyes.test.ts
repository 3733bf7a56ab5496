import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import type { Who } from '#kernel/decision/model.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, useTestHouse } from '../../app/testing.ts';
import { documentsAt, seen } from './testing.ts';

const house = useTestHouse();
const documents = documentsAt(house);

const begin = async () => {
  const begun = await documents.begin({ four_eyes: 'always' });
  const { practice, at, manager } = begun;
  const as = (who: Who) => ({ who, api: testApi(house.kernel, practice, [v1(house.house)], who) });
  /** A key of the manager's own, that acts with their rights. */
  const key = async () => {
    const id: Id = newId();
    await at(({ tx }) =>
      sql`
        insert into app.api_key (practice_id, id, version, kind, name, owner_id, shown_prefix, scopes, abilities, expires_at, created_at, created_by)
        values (${practice}, ${id}, 1, 'api', 'Books', ${manager.who.member_id}, 'tm_api_aaaa', '{}', '{}', now() + interval '1 day', now(), ${manager.who.actor})`.execute(
        tx,
      ),
    );
    return as({ ...manager.who, actor: `key:${id}` });
  };
  return { ...begun, as, key };
};

test('IN-119 PL-S6 PL-33 neither whoever prepared a document nor their key nor their deputy approves it; the refusal names who may', async () => {
  const { process, decide, manager, join, item, as, key } = await begin();
  const { item_id } = await process();
  const dana = await join('Manager', 'Dana Test');
  const deputy = as({ ...dana.who, deputy_for: [manager.who.member_id!] });
  for (const by of [manager, await key(), deputy])
    for (const send of [false, true])
      expect((await decide(item_id, { value: 'approved', send }, by)).body).toMatchObject({
        code: 'prepared_by_you',
        detail: expect.stringMatching(/somebody else, such as .*Owen Test/),
      });
  expect((await item(item_id)).decision).toBeNull();
  expect((await decide(item_id, { value: 'approved' }, dana)).status).toBe(200);
  expect((await item(item_id)).decision).toMatchObject({ by: 'Dana Test', own_work: false });
});

test('IN-119 PL-S6 what a key of theirs prepared is their own work too', async () => {
  const { process, decide, manager, at, key } = await begin();
  const { id, item_id } = await process();
  const { who } = await key();
  await at(({ tx }) => sql`update app.document set prepared_by = ${who.actor} where id = ${id}`.execute(tx));
  expect((await decide(item_id, { value: 'approved' }, manager)).body.code).toBe('prepared_by_you');
});

test('PL-S6 nobody gets a second account under the same e-mail', async () => {
  const { owner, manager, at } = await begin();
  const { rows } = await at(({ tx }) =>
    sql<{ email: string }>`select email from app.member where id = ${manager.who.member_id}`.execute(tx),
  );
  const again = { name: 'Marlow Again', email: rows[0]!.email, role_id: builtIn('Manager').id };
  const refused = await owner.api('POST', '/invitations', again);
  expect(refused.status).toBe(422);
  expect(refused.body.errors).toMatchObject([{ pointer: '/email' }]);
});

test('PL-S6 where no four eyes are asked for, the event says «own work», also when it was sent', async () => {
  const { process, decide, leave, manager, owner, item, profile } = await begin();
  await owner.api('PATCH', `/profiles/${profile.id}`, { four_eyes: 'off' }, seen(profile.version));
  for (const send of [false, true]) {
    const { item_id } = await process();
    expect((await decide(item_id, { value: 'approved', send }, manager)).status).toBe(200);
    if (send) await leave(item_id);
    expect((await item(item_id)).decision).toMatchObject({ by: 'Marlow Test', own_work: true, sent: send });
    const { items } = (await owner.api('GET', `/events?thing=item:${item_id}`)).body;
    const told = items.find(({ verb }: { verb: string }) => verb === 'item.decided');
    expect(told.sentence).toBe(
      send ? 'sent it, so it is approved, their own work' : 'decided: Approved, their own work',
    );
  }
});
