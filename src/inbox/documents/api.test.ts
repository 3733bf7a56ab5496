import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { perform } from '#kernel/loop/perform.ts';
import { person } from '#workflows/launch/testing.ts';
import { messages } from '../../app/rooms.ts';
import { testPlace, useTestHouse } from '../../app/testing.ts';
import { CLIENT, documentsAt, pdf, seen } from './testing.ts';

const house = useTestHouse();
const { begin, leftAt } = documentsAt(house);
type Begun = Awaited<ReturnType<typeof begin>>;

describe('processing', () => {
  test('IN-100 IN-101 a document whose profile asks for it waits for approval, with an item for the approver', async () => {
    const { owner, process, document, item, client } = await begin();
    const { id, state, item_id } = await process();
    expect(state).toBe('awaiting_approval');
    expect(await document(id)).toMatchObject({
      approval_reasons: ['profile'],
      item: { id: item_id, number: 1, status: 'outstanding' },
      correspondence: { subject: 'Your accounts', state: 'draft', missing_fields: [] },
      recipient: { address: CLIENT },
      unsendable: null,
    });
    expect(await item(item_id)).toMatchObject({
      origin: 'document',
      subject: 'Accounts 2026',
      client_id: client.id,
      assignee_id: owner.who.member_id,
      document_id: id,
    });
  });

  test('IN-103 an approver who is not there, may not act, or holds no role leaves the item to nobody, never without approval', async () => {
    const { process, item, owner, profile, join, at } = await begin();
    const viewer = await join('Viewer', 'Vera Test');
    let { version } = profile;
    const approver = async (who: object) => {
      const changed = await owner.api('PATCH', `/profiles/${profile.id}`, { approver: who }, seen(version));
      version = changed.body.version;
      const { state, item_id } = await process();
      expect(state).toBe('awaiting_approval');
      return (await item(item_id)).assignee_id;
    };
    expect(await approver({ role: 'partner' })).toBeNull();
    expect(await approver({ member: viewer.who.member_id })).toBeNull();
    const left = await join('Manager', 'Lena Test');
    await owner.api('PATCH', `/profiles/${profile.id}`, { approver: { member: left.who.member_id } }, seen(version));
    await at(({ tx }) => sql`update app.member set state = 'deactivated' where id = ${left.who.member_id}`.execute(tx));
    const { state, item_id } = await process();
    expect([state, (await item(item_id)).assignee_id]).toEqual(['awaiting_approval', null]);
  });

  test('IN-160 PL-120 a document is found by its title, file and client', async () => {
    const { process, manager } = await begin();
    await process();
    for (const q of ['Accounts 2026', 'bay']) {
      const { body } = await manager.api('GET', `/search?q=${encodeURIComponent(q)}`);
      expect(JSON.stringify(body)).toContain('"kind":"document"');
    }
  });

  test('IN-102 an amount within the variance needs no approval; one outside it does, and its item says the amount', async () => {
    const aud = (amount: string) => ({ amount, currency: 'AUD' });
    const { process, owner } = await begin({ variance: aud('10.00') });
    const within = await process({ amount: aud('4310.00'), expected_amount: aud('4300.00') });
    expect(within).toMatchObject({ state: 'processed', item_id: null });
    const outside = await process({ amount: aud('4310.01'), expected_amount: aud('4300.00') });
    expect(outside.state).toBe('awaiting_approval');
    const notes = (await owner.api('GET', `/items/${outside.item_id}/notes`)).body.items;
    expect(notes).toMatchObject([{ body: '4310.01 AUD, expected 4300.00' }]);
    expect((await process({ amount: null, expected_amount: aud('4300.00') })).state).toBe('awaiting_approval');
  });

  test('IN-118 what cannot be processed says why, and is tried again after an edit', async () => {
    const { prepare, manager, document, client } = await begin();
    const id = await prepare({ client_id: null });
    expect((await manager.api('POST', `/documents/${id}/processing`)).body).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('no client'),
    });
    const { version } = await document(id);
    await manager.api('PATCH', `/documents/${id}`, { client_id: client.id }, seen(version));
    expect(await document(id)).toMatchObject({ state: 'unprocessed', failure: null });
    await manager.api('POST', `/documents/${id}/processing`);
    const again = await manager.api('POST', `/documents/${id}/processing`);
    expect([again.status, again.body.code]).toEqual([409, 'awaiting_approval']);
  });
});

describe('Send & approve', () => {
  test('IN-107 the item waits while its mail is on its way, and is Approved when it left, with the document in the mail', async () => {
    const { process, decide, leave, item, document, owner } = await begin();
    const { id, item_id } = await process();
    const { correspondence } = await document(id);
    const text = { subject: 'Accounts, as agreed', body: 'Here they are.' };
    const asked = await decide(item_id, {
      value: 'approved',
      send: true,
      correspondence_version: correspondence.version,
      correspondence: text,
      to: CLIENT,
    });
    expect(asked.status, JSON.stringify(asked.body)).toBe(200);
    expect(await item(item_id)).toMatchObject({ status: 'outstanding', decision: null, sending: { by: 'Owen Test' } });
    const other = await decide(item_id, { value: 'not_approved' });
    expect([other.status, other.body.code]).toEqual([409, 'being_sent']);
    await leave(item_id);
    const mail = await PostalMime.parse(leftAt().taken[0]!.raw);
    expect(leftAt().taken[0]!.to).toEqual([CLIENT]);
    expect([mail.subject, mail.attachments[0]!.filename]).toEqual(['Accounts, as agreed', 'Accounts.pdf']);
    expect(new Uint8Array(mail.attachments[0]!.content as ArrayBuffer)).toEqual(pdf());
    expect(await item(item_id)).toMatchObject({
      status: 'approved',
      sending: null,
      decision: { value: 'approved', by: 'Owen Test', sent: true },
    });
    expect(await document(id)).toMatchObject({
      state: 'processed',
      marks: [],
      correspondence: { state: 'sent', sent_to: CLIENT, subject: 'Accounts, as agreed' },
    });
    const { items } = (await owner.api('GET', `/events?thing=item:${item_id}`)).body;
    expect(items.map(({ sentence }: { sentence: string }) => sentence)).toEqual(
      expect.arrayContaining([expect.stringContaining('sends it'), expect.stringContaining('so it is approved')]),
    );
  });

  test('IN-107 what the server refuses leaves the item Outstanding with the reason, and the e-mail a draft', async () => {
    const { process, decide, leave, item, document } = await begin();
    const { id, item_id } = await process();
    leftAt().set('nobody');
    await decide(item_id, { value: 'approved', send: true });
    await leave(item_id);
    expect(await item(item_id)).toMatchObject({
      status: 'outstanding',
      decision: null,
      sending: null,
      send_error: expect.stringMatching(/./),
    });
    expect(await document(id)).toMatchObject({ state: 'awaiting_approval', correspondence: { state: 'draft' } });
  });

  test('IN-107 recalled while it is held, nothing is decided and it can be sent anew', async () => {
    const { process, decide, leave, item, owner } = await begin();
    const { item_id } = await process();
    await decide(item_id, { value: 'approved', send: true });
    const { sending } = await item(item_id);
    expect((await owner.api('POST', `/messages/${sending.message_id}/recall`, {})).status).toBe(200);
    expect(await item(item_id)).toMatchObject({ status: 'outstanding', sending: null, send_error: null });
    expect((await decide(item_id, { value: 'approved', send: true })).status).toBe(200);
    await leave(item_id);
    expect(leftAt().taken).toHaveLength(1);
    expect(await item(item_id)).toMatchObject({ status: 'approved' });
  });

  test('IN-107 of one that nobody knows of a person says whether it arrived', async () => {
    const { process, decide, leave, item, owner, document } = await begin();
    const { id, item_id } = await process();
    leftAt().set('drops');
    await decide(item_id, { value: 'approved', send: true });
    await leave(item_id);
    expect(await item(item_id)).toMatchObject({ status: 'outstanding', sending: { by: 'Owen Test' } });
    expect((await document(id)).message).toMatchObject({ state: 'unknown' });
    const said = await owner.api('POST', `/items/${item_id}/send-outcome`, { outcome: 'arrived' });
    expect(said.status, JSON.stringify(said.body)).toBe(200);
    expect(await item(item_id)).toMatchObject({ status: 'approved', decision: { sent: true } });
  });

  test('IN-107 sent again it is the same mail, with its Message-ID, and approved when it leaves', async () => {
    const { process, decide, leave, item, owner } = await begin();
    const { item_id } = await process();
    leftAt().set('drops');
    await decide(item_id, { value: 'approved', send: true });
    const message = await leave(item_id);
    const again = await owner.api('POST', `/items/${item_id}/send-outcome`, { outcome: 'again' });
    expect(again.status, JSON.stringify(again.body)).toBe(200);
    expect(await item(item_id)).toMatchObject({ status: 'outstanding', sending: { message_id: message } });
    leftAt().set('takes');
    await leave(item_id);
    const ids = leftAt().taken.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)![1]);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await item(item_id)).toMatchObject({ status: 'approved', decision: { sent: true } });
  });

  test('IN-107 cancelled, it is Outstanding again with its e-mail as a draft, and can be sent anew', async () => {
    const { process, decide, leave, item, owner, document } = await begin();
    const { id, item_id } = await process();
    leftAt().set('drops');
    await decide(item_id, { value: 'approved', send: true });
    await leave(item_id);
    const cancelled = await owner.api('POST', `/items/${item_id}/send-outcome`, { outcome: 'cancel' });
    expect(cancelled.status, JSON.stringify(cancelled.body)).toBe(200);
    expect(await item(item_id)).toMatchObject({ status: 'outstanding', sending: null, decision: null });
    expect(await document(id)).toMatchObject({ state: 'awaiting_approval', correspondence: { state: 'draft' } });
    expect((await decide(item_id, { value: 'approved', send: true })).status).toBe(200);
  });

  test('IN-132 an item whose mail is on its way is not deleted', async () => {
    const { process, decide, item, owner } = await begin();
    const { item_id } = await process();
    await decide(item_id, { value: 'approved', send: true });
    const { status, body } = await owner.api(
      'DELETE',
      `/items/${item_id}`,
      undefined,
      seen((await item(item_id)).version),
    );
    expect([status, body.code]).toEqual([409, 'being_sent']);
    expect(await item(item_id)).toMatchObject({ deleted: null });
  });

  test('IN-114 a client whose address changed while the mail was held gets nothing', async () => {
    const { process, decide, leave, item, at, client } = await begin();
    const { item_id } = await process();
    await decide(item_id, { value: 'approved', send: true, to: CLIENT });
    await at(({ tx }) =>
      sql`update app.person set emails = replace(emails::text, 'c17@', 'other@')::jsonb where id = ${client.id}`.execute(
        tx,
      ),
    );
    await leave(item_id);
    expect(leftAt().taken).toEqual([]);
    expect(await item(item_id)).toMatchObject({ status: 'outstanding', send_error: expect.stringContaining('other@') });
  });

  test('IN-112 IN-113 it is refused without an address, for a member’s own, another than was seen, and an inactive client', async () => {
    const { process, decide, at, client, owner } = await begin();
    const { item_id } = await process();
    const set = (emails: object[]) =>
      at(({ tx }) =>
        sql`update app.person set emails = ${JSON.stringify(emails)}::jsonb where id = ${client.id}`.execute(tx),
      );
    const code = async (more: object = {}) =>
      (await decide(item_id, { value: 'approved', send: true, ...more })).body.code;
    expect(await code({ to: 'me@practice.example' })).toBe('conflict');
    await set([]);
    expect(await code()).toBe('no_address');
    const { rows } = await at(({ tx }) =>
      sql<{ email: string }>`select email from app.member where id = ${owner.who.member_id}`.execute(tx),
    );
    await set([{ address: CLIENT, label: 'work', primary: true }]);
    expect(await code({ to: rows[0]!.email })).toBe('recipient_is_member');
    await at(({ tx }) => sql`update app.person set inactive_since = now() where id = ${client.id}`.execute(tx));
    expect(await code()).toBe('client_inactive');
    expect((await decide(item_id, { value: 'approved' })).status).toBe(200);
  });

  test('IN-113 with a reason it goes to another address, which the worker lets leave; its timeline keeps the reason', async () => {
    const { process, decide, leave, document, owner } = await begin();
    const { id, item_id } = await process();
    const { correspondence } = await document(id);
    const path = `/correspondences/${correspondence.id}/recipient`;
    const other = { to: 'audit@client.example', reason: 'Their auditor asked' };
    expect((await owner.api('PUT', path, { to: other.to }, seen(correspondence.version))).status).toBe(422);
    const changed = await owner.api('PUT', path, other, seen(correspondence.version));
    expect([changed.status, changed.body.other_to]).toEqual([200, other.to]);
    expect((await document(id)).recipient).toEqual({ name: 'Bay', address: other.to });
    expect((await decide(item_id, { value: 'approved', send: true, to: CLIENT })).body.code).toBe('conflict');
    await decide(item_id, { value: 'approved', send: true, to: other.to });
    await leave(item_id);
    expect(leftAt().taken.map(({ to }) => to)).toEqual([[other.to]]);
    const { items } = (await owner.api('GET', `/events?thing=document:${id}`)).body;
    expect(items.map(({ sentence }: { sentence: string }) => sentence).join()).toContain(
      'audit@client.example instead: «Their auditor asked»',
    );
  });

  test('IN-108 a bounce puts the mark back, and the decision stands', async () => {
    const { process, decide, leave, item, document, practice, owner } = await begin();
    const { id, item_id } = await process();
    await decide(item_id, { value: 'approved', send: true });
    const message = await leave(item_id);
    const bounce = { kind: 'hard', address: CLIENT, code: '5.1.1', text: 'No such user' } as const;
    const command = { do: 'bounced', at: new Date().toISOString(), bounce } as const;
    await perform(house.kernel, testPlace(practice, owner.who), messages, { id: message, command });
    expect(await document(id)).toMatchObject({
      marks: ['client_not_notified'],
      not_told: expect.stringContaining('No such user'),
    });
    expect(await item(item_id)).toMatchObject({ status: 'approved' });
  });

  test('IN-146 a sending goes on when whoever sent it is deactivated meanwhile, and is Approved by them', async () => {
    const { process, decide, leave, join, owner } = await begin();
    const { item_id } = await process();
    await decide(item_id, { value: 'approved', send: true });
    const other = await join('Owner', 'Olga Other');
    const gone = await other.api('POST', `/members/${owner.who.member_id}/deactivation`, { successor_id: null });
    expect(gone.status, JSON.stringify(gone.body)).toBe(200);
    await leave(item_id);
    expect(leftAt().taken).toHaveLength(1);
    const { body } = await other.api('GET', `/items/${item_id}`);
    expect(body).toMatchObject({
      status: 'approved',
      decision: { by: 'Owen Test', sent: true },
      assignee_inactive: true,
    });
  });

  /** What a member was told of mails that did not get there. */
  const failuresOf = async ({ at, practice }: Begun, { who }: Begun['owner']) =>
    (
      await at(({ tx }) =>
        sql<{ line: string }>`
          select verb || ' ' || title as line from app.notification
          where practice_id = ${practice} and member_id = ${who.member_id} and verb ~ '^(item.send|document.mail)_'
          order by first_at`.execute(tx),
      )
    ).rows.map(({ line }) => line);

  test('IN-172 of what was never sent, who sent it hears, and not who prepared it', async () => {
    const all = await begin();
    const { item_id } = await all.process();
    leftAt().set('nobody');
    await all.decide(item_id, { value: 'approved', send: true });
    await all.leave(item_id);
    expect(await failuresOf(all, all.owner)).toEqual([
      expect.stringMatching(/^item.send_failed #1 «Accounts 2026» was not sent: ./),
    ]);
    expect(await failuresOf(all, all.manager)).toEqual([]);
  });

  test('IN-172 IN-73 who approved and who prepared hear that the mail came back', async () => {
    const all = await begin();
    const { item_id } = await all.process();
    await all.decide(item_id, { value: 'approved', send: true });
    const message = await all.leave(item_id);
    const bounce = { kind: 'hard', address: CLIENT, code: '5.1.1', text: 'No such user' } as const;
    const command = { do: 'bounced', at: new Date().toISOString(), bounce } as const;
    await perform(house.kernel, testPlace(all.practice, all.owner.who), messages, { id: message, command });
    const says = '«Accounts 2026» for Bay came back: 5.1.1 No such user';
    expect(await failuresOf(all, all.owner)).toEqual([`document.mail_bounced #1 ${says}`]);
    expect(await failuresOf(all, all.manager)).toEqual([`document.mail_bounced ${says}`]);
  });
});

describe('deciding without sending', () => {
  test('IN-104 IN-108 approve only sends nothing and marks it; taken back in its grace, all is as it was', async () => {
    const { process, decide, document, owner } = await begin();
    const { id, item_id } = await process();
    const { body } = await decide(item_id, { value: 'approved' });
    expect(await document(id)).toMatchObject({ state: 'processed', marks: ['client_not_notified'] });
    expect((await owner.api('POST', `/events/${body.event_id}/undo`, {})).status).toBe(200);
    expect(await document(id)).toMatchObject({ state: 'awaiting_approval', marks: [], not_told: null });
  });

  test('IN-109 IN-110 not approved, its e-mail is gone for good and the instructions mark the document', async () => {
    const { process, decide, document } = await begin();
    const { id, item_id } = await process();
    await decide(item_id, { value: 'not_approved', instructions: 'Wrong year' });
    expect(await document(id)).toMatchObject({
      state: 'processed',
      marks: ['not_approved_instructions'],
      correspondence: { state: 'removed', body: expect.stringContaining('Bay') },
    });
    expect((await decide(item_id, { value: 'approved', send: true })).body.code).toBe('decision_is_final');
  });

  test('IN-111 a text that somebody changed meanwhile is not decided unseen', async () => {
    const { process, decide, document, manager, item } = await begin();
    const { id, item_id } = await process();
    const { correspondence } = await document(id);
    const path = `/correspondences/${correspondence.id}`;
    const text = { subject: 'Accounts', body: 'Changed' };
    expect((await manager.api('PATCH', path, text, seen(correspondence.version))).status).toBe(200);
    const late = await decide(item_id, {
      value: 'approved',
      send: true,
      correspondence_version: correspondence.version,
    });
    expect([late.status, late.body.code]).toEqual([412, 'conflict']);
    expect(await item(item_id)).toMatchObject({ status: 'outstanding', sending: null });
    for (const value of ['approved', 'not_approved']) {
      const unseen = await decide(item_id, { value, correspondence_version: correspondence.version });
      expect([value, unseen.status, unseen.body.code]).toEqual([value, 412, 'conflict']);
    }
    expect(await item(item_id)).toMatchObject({ status: 'outstanding', decision: null });
  });

  test('IN-119 whoever prepared it may not approve it where four eyes are asked for, and may refuse it', async () => {
    const { process, decide, manager } = await begin({ four_eyes: 'always' });
    const { item_id } = await process();
    expect((await decide(item_id, { value: 'approved' }, manager)).body.code).toBe('prepared_by_you');
    expect((await decide(item_id, { value: 'approved', send: true }, manager)).body.code).toBe('prepared_by_you');
    expect((await decide(item_id, { value: 'not_approved' }, manager)).status).toBe(200);
  });

  test('IN-124 bulk approval is «Approve only» for each document', async () => {
    const { process, document, owner } = await begin();
    const all = [await process(), await process()];
    const { status, body } = await owner.api('POST', '/items/bulk', {
      ids: all.map(({ item_id }) => item_id),
      command: { do: 'decide', value: 'approved' },
    });
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    for (const { id } of all)
      expect(await document(id)).toMatchObject({ state: 'processed', marks: ['client_not_notified'] });
  });
});

describe('withdrawn and submitted again', () => {
  test('IN-134 whoever prepared it withdraws the request; the item is gone for good and the document unprocessed', async () => {
    const { process, document, item, manager, owner } = await begin();
    const { id, item_id } = await process();
    expect((await manager.api('POST', `/items/${item_id}/withdrawal`, { reason: 'Wrong file' })).status).toBe(200);
    expect(await document(id)).toMatchObject({ state: 'unprocessed', item: null });
    expect((await owner.api('POST', `/items/${item_id}/restoration`)).body.code).toBe('withdrawn');
    expect((await item(item_id)).deleted).not.toBeNull();
    expect((await manager.api('POST', `/documents/${id}/processing`)).body.state).toBe('awaiting_approval');
  });

  test('IN-135 IN-136 IN-137 IN-183 submitted again, the document waits with a copy of its e-mail, once at a time', async () => {
    const { process, decide, document, item, owner } = await begin();
    const { id, item_id } = await process();
    await decide(item_id, { value: 'not_approved' });
    const again = await owner.api('POST', `/items/${item_id}/resubmission`);
    expect([again.status, again.body]).toMatchObject([201, { document_id: id, status: 'outstanding' }]);
    expect(await document(id)).toMatchObject({
      state: 'awaiting_approval',
      item: { id: again.body.id },
      correspondence: { state: 'draft', subject: 'Your accounts' },
    });
    expect((await owner.api('POST', `/items/${item_id}/resubmission`)).body.code).toBe('already_resubmitted');
    expect(await item(item_id)).toMatchObject({ status: 'not_approved' });
    expect((await decide(again.body.id, { value: 'approved', send: true })).status).toBe(200);
  });
});

test('IN-16 a document follows the survivor of a merge, and goes back when it is reversed', async () => {
  const { prepare, document, manager, practice } = await begin();
  const [a, b] = [
    await person(house.kernel, practice, 'Harbour Café'),
    await person(house.kernel, practice, 'Harbour Cafe'),
  ];
  const id = await prepare({ client_id: b });
  const merged = await manager.api('POST', '/merges', {
    survivor: a,
    absorbed: b,
    versions: { survivor: 1, absorbed: 1 },
  });
  expect(merged.status, JSON.stringify(merged.body)).toBeLessThan(300);
  expect(await document(id)).toMatchObject({ client: 'Harbour Café', client_id: a });
  expect((await manager.api('POST', `/merges/${merged.body.id}/reversal`)).status).toBe(201);
  expect(await document(id)).toMatchObject({ client: 'Harbour Cafe', client_id: b });
});

test('IN-133 removing a document leaves its decided items with their title, says so there, and is no way round an approval', async () => {
  const { process, decide, document, item, manager, owner } = await begin();
  const { version } = (await owner.api('GET', '/practice')).body;
  await owner.api('PATCH', '/practice', { settings: { inbox: { grace_seconds: 0 } } }, seen(version));
  const { id, item_id } = await process();
  const remove = async () => manager.api('DELETE', `/documents/${id}`, undefined, seen((await document(id)).version));
  expect((await remove()).body.code).toBe('awaiting_approval');
  await decide(item_id, { value: 'approved' });
  expect(await item(item_id)).toMatchObject({ document_removed: false });
  const removed = await remove();
  expect(removed.status, JSON.stringify(removed.body)).toBe(200);
  expect((await manager.api('GET', `/documents/${id}`)).status).toBe(404);
  expect(await item(item_id)).toMatchObject({ status: 'approved', subject: 'Accounts 2026', document_removed: true });
  expect((await owner.api('POST', `/items/${item_id}/resubmission`)).body.code).toBe('document_removed');
  const { body } = await manager.api('GET', '/search?q=Accounts%202026');
  expect(JSON.stringify(body)).not.toContain('"kind":"document"');
});

test('two who have the same preview open hear of each other, until one closes it', async () => {
  const { process, owner, manager, join } = await begin();
  const { item_id } = await process();
  const look = async ({ api }: typeof owner, here = true) =>
    (await api('POST', `/items/${item_id}/viewing`, { here })).body;
  expect(await look(owner)).toEqual({ others: [] });
  expect(await look(manager)).toEqual({ others: ['Owen Test'] });
  expect(await look(owner)).toEqual({ others: ['Marlow Test'] });
  await look(manager, false);
  expect(await look(owner)).toEqual({ others: [] });
  const specialist = await join('AR Specialist', 'Arlo Test');
  expect((await specialist.api('POST', `/items/${item_id}/viewing`, { here: true })).status).toBe(404);
});

test('IN-185 those whose client was not told are listed with the one reason of each', async () => {
  const { process, decide, manager } = await begin();
  const { item_id } = await process();
  await process();
  await decide(item_id, { value: 'approved' });
  const { items } = (await manager.api('GET', '/documents?mark=client_not_notified&sort=created_at')).body;
  expect(items).toMatchObject([{ item: { id: item_id }, not_told: 'It was approved without sending.' }]);
});
