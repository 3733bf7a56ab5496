import { describe, expect, test } from 'vitest';
import { useTestHouse } from '../../app/testing.ts';
import { testDocx } from '../letters/testing.ts';
import { CLIENT, documentsAt, seen } from './testing.ts';

const house = useTestHouse();
const { begin, leftAt } = documentsAt(house);
const aud = (amount: string) => ({ amount, currency: 'AUD' });

describe('what a client’s record says', () => {
  test('IN-100 IN-102 «Approve everything» beats the variance; Owner, Admin and Manager set it, Staff do not', async () => {
    const { process, document, manager, owner, client, join } = await begin({ variance: aud('10.00') });
    const path = `/clients/${client.id}/delivery`;
    expect((await manager.api('GET', path)).body).toMatchObject({
      version: 0,
      method: null,
      approve_everything: false,
    });
    const staff = await join('Staff', 'Stella Test');
    expect((await staff.api('PATCH', path, { approve_everything: true })).status).toBe(403);
    const amounts = { amount: aud('4310.00'), expected_amount: aud('4300.00') };
    expect((await process(amounts)).state).toBe('processed');
    expect((await manager.api('PATCH', path, { approve_everything: true })).body).toMatchObject({ version: 1 });
    const { id, state } = await process(amounts);
    expect(state).toBe('awaiting_approval');
    expect((await document(id)).approval_reasons).toEqual(['client']);
    expect((await document((await process({ ...amounts, amount: null })).id)).approval_reasons).toEqual([
      'profile',
      'client',
    ]);
    const { items } = (await owner.api('GET', `/events?thing=client_delivery:${client.id}`)).body;
    expect(items[0].sentence).toContain('had all of their documents approved');
  });

  test('IN-115 a client without delivery gets no correspondence, one with letters a letter with the wording of the profile', async () => {
    const paper = testDocx(['{{client.name}}', '{{letter.body}}']);
    const { process, document, manager, client, owner, profile, wording } = await begin({}, { paper });
    const path = `/clients/${client.id}/delivery`;
    await owner.api('PATCH', `/profiles/${profile.id}`, { message_template_id: wording }, seen(profile.version));
    expect((await document((await process()).id)).correspondence).toMatchObject({ kind: 'email' });
    await manager.api('PATCH', path, { method: 'letter' });
    expect((await document((await process()).id)).correspondence).toMatchObject({
      kind: 'letter',
      body: 'Dear Bay, here they are.',
      missing_fields: [],
    });
    await manager.api('PATCH', path, { method: 'none' });
    expect((await document((await process()).id)).correspondence).toBeNull();
  });

  test('IN-118 a client who gets letters and a profile without one fail with the reason', async () => {
    const { process, manager, client } = await begin();
    await manager.api('PATCH', `/clients/${client.id}/delivery`, { method: 'letter' });
    expect(await process()).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('has no letter template'),
    });
  });
});

describe('sending without a decision', () => {
  const none = { send_for_approval: false };

  test('IN-115 what its profile lets through keeps its e-mail as a draft, and a member sends it', async () => {
    const { process, document, manager, deliver, leave } = await begin(none);
    const { id } = await process();
    const { correspondence: letter } = await document(id);
    expect(letter.state).toBe('draft');
    const text = { subject: 'Accounts, as said', body: 'Here.' };
    const wrong = await deliver(id, { correspondence_version: letter.version, to: 'me@practice.example' });
    expect([wrong.status, wrong.body.code]).toEqual([412, 'conflict']);
    const sent = await deliver(id, { correspondence_version: letter.version, correspondence: text, to: CLIENT });
    expect(sent.status, JSON.stringify(sent.body)).toBe(200);
    expect(sent.body).toMatchObject({
      state: 'processed',
      correspondence: { state: 'sending', subject: text.subject },
    });
    expect((await deliver(id, { correspondence_version: sent.body.correspondence.version })).body.code).toBe(
      'being_sent',
    );
    await leave(sent.body.message.id);
    expect(leftAt().taken.map(({ to }) => to)).toEqual([[CLIENT]]);
    expect(await document(id)).toMatchObject({
      told_at: expect.any(String),
      marks: [],
      correspondence: { state: 'sent' },
    });
    expect((await manager.api('POST', `/documents/${id}/delivery`, { correspondence_version: 1 })).status).toBe(412);
  });

  test('IN-108 approved only, its mark clears when the e-mail is sent; not while the approval may be taken back', async () => {
    const { process, document, decide, deliver, leave, item, owner } = await begin();
    const { version } = (await owner.api('GET', '/practice')).body;
    await owner.api('PATCH', '/practice', { settings: { inbox: { grace_seconds: 1 } } }, seen(version));
    const { id, item_id } = await process();
    const { correspondence: letter } = await document(id);
    const now = { correspondence_version: letter.version };
    expect((await deliver(id, now)).body.code).toBe('awaiting_approval');
    await decide(item_id, { value: 'approved' });
    expect((await deliver(id, now)).body.code).toBe('not_final_yet');
    await new Promise((done) => setTimeout(done, 1_100));
    await leave((await deliver(id, now)).body.message.id);
    expect(await document(id)).toMatchObject({ marks: [], not_told: null, correspondence: { state: 'sent' } });
    expect(await item(item_id)).toMatchObject({ status: 'approved', decision: { sent: false } });
  });

  test('IN-107 recalled or refused by the server, it is a draft again and says why the client was not told', async () => {
    const { process, document, manager, deliver, leave } = await begin(none);
    const { id } = await process();
    const { correspondence: letter } = await document(id);
    const { body } = await deliver(id, { correspondence_version: letter.version });
    expect((await manager.api('POST', `/messages/${body.message.id}/recall`, {})).status).toBe(200);
    const back = await document(id);
    expect(back).toMatchObject({
      marks: ['client_not_notified'],
      correspondence: { state: 'draft', message_id: null },
    });
    leftAt().set('nobody');
    const again = await deliver(id, { correspondence_version: back.correspondence.version });
    await leave(again.body.message.id);
    expect(await document(id)).toMatchObject({
      not_told: expect.stringMatching(/./),
      correspondence: { state: 'draft' },
    });
  });

  test('IN-115 with «auto_send» what needs no approval leaves as it is processed, and nothing else does', async () => {
    const { process, document, leave, manager, client } = await begin({ auto_send: true, variance: aud('10.00') });
    const within = { amount: aud('1.00'), expected_amount: aud('1.00') };
    const { id } = await process(within);
    const { message, correspondence } = await document(id);
    expect(correspondence.state).toBe('sending');
    // its hour may lie ahead
    expect((await manager.api('POST', `/messages/${message.id}/sending`)).status).toBeLessThan(300);
    await leave(message.id);
    expect(leftAt().taken.map(({ to }) => to)).toEqual([[CLIENT]]);
    expect(await document(id)).toMatchObject({ told_at: expect.any(String), correspondence: { state: 'sent' } });
    const waits = await process({ ...within, amount: aud('99.00') });
    expect((await document(waits.id)).correspondence.state).toBe('draft');
    const { version } = (await manager.api('GET', `/clients/${client.id}`)).body;
    await manager.api('PATCH', `/clients/${client.id}`, { emails: [] }, seen(version));
    const unreached = await process(within);
    expect(await document(unreached.id)).toMatchObject({
      state: 'processed',
      marks: ['client_not_notified'],
      not_told: expect.stringContaining('no e-mail address'),
      correspondence: { state: 'draft' },
    });
  });
});
