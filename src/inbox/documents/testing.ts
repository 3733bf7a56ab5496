import { afterEach, expect } from 'vitest';
import { startMailServer, type TestServer } from '#connectors/mail/testing-server.ts';
import { type Id, newId } from '#ground/id.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { channelId } from '#messages/channels/model.ts';
import { channels } from '#messages/channels/store.ts';
import { sendMessages } from '#messages/outbox/sending.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { member } from '#workflows/launch/testing.ts';
import { v1 } from '../../app/contract.ts';
import { testApi, testPlace, testPractice, testWho, type useTestHouse } from '../../app/testing.ts';

export const seen = (version: number) => ({ 'if-match': `"${version}"` });
export const CLIENT = 'c17@client.example';
export const pdf = () => new TextEncoder().encode('%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF');

/** For tests: documents of a practice, and what its mail server took. */
export const documentsAt = (house: ReturnType<typeof useTestHouse>) => {
  let server: TestServer | undefined;
  afterEach(() => server?.close());
  /**
   * A practice with a mail server, an owner, a manager who prepares, and a profile that sends for the owner's approval; with
   * `paper`, a Word file, its documents go as letters.
   */
  const begin = async (profile: object = {}, { paper }: { paper?: Buffer } = {}) => {
    server = await startMailServer();
    const practice = await testPractice(house.kernel);
    const at = <T>(work: (desk: Desk) => Promise<T>): Promise<T> => inPractice(house.kernel.db, practice, work);
    const join = async (role: BuiltIn, name: string) => {
      const who = testWho(role);
      await member(house.kernel, practice, who, name);
      return { who, api: testApi(house.kernel, practice, [v1(house.house)], who) };
    };
    const owner = await join('Owner', 'Owen Test');
    const manager = await join('Manager', 'Marlow Test');
    const settings = { host: '127.0.0.1', port: server.port, tls: 'none' as const };
    const set = {
      do: 'set_up',
      provider: 'smtp',
      address: 'office@testing.example',
      settings,
      manual_seconds: 0,
    } as const;
    await perform(house.kernel, testPlace(practice, owner.who), channels, { id: channelId('email'), command: set });
    const { api } = manager;
    const client = (await api('POST', '/clients', { organisation_name: 'Bay', emails: [{ address: CLIENT }] })).body;
    const wording = { subject: 'Your accounts', body: '<p>Dear {{ client.name }}, here they are.</p>' };
    const content = { default_locale: 'en', signature: false, variants: [{ locale: 'en', ...wording }] };
    const made = await owner.api('POST', '/message-templates', {
      channel: 'email',
      module: 'workflows',
      name: newId(),
      content,
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const upload = async (by: typeof api, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Id> => {
      const { id } = (await by('POST', '/files', { name, bytes: bytes.length })).body.items[0];
      expect((await by('PUT', `/files/${id}/content`, bytes)).status).toBe(200);
      return id;
    };
    const onPaper = async (docx: Buffer, name = 'Letter') =>
      owner.api('POST', '/letter-templates', {
        name,
        file_id: await upload(owner.api, 'Letter.docx', new Uint8Array(docx)),
      });
    const letters = paper ? await onPaper(paper) : null;
    if (letters) expect(letters.status, JSON.stringify(letters.body)).toBe(201);
    const profiled = await owner.api('POST', '/profiles', {
      name: 'Accounts',
      approver: { member: owner.who.member_id },
      message_template_id: letters ? null : made.body.id,
      letter_template_id: letters?.body.id ?? null,
      ...profile,
    });
    expect(profiled.status, JSON.stringify(profiled.body)).toBe(201);
    const prepare = async (given: object = {}): Promise<Id> => {
      const about = { title: 'Accounts 2026', client_id: client.id, profile_id: profiled.body.id };
      const { status, body } = await api('POST', '/documents', {
        file_id: await upload(api, 'Accounts.pdf', pdf()),
        ...about,
        ...given,
      });
      expect(status, JSON.stringify(body)).toBe(201);
      return body.id;
    };
    const process = async (given: object = {}) => {
      const id = await prepare(given);
      const { status, body } = await api('POST', `/documents/${id}/processing`);
      expect(status, JSON.stringify(body)).toBe(200);
      return { id, ...body } as { id: Id; state: string; item_id: Id; failure: string | null };
    };
    const document = async (id: Id) => (await api('GET', `/documents/${id}`)).body;
    const item = async (id: Id) => (await owner.api('GET', `/items/${id}`)).body;
    const decide = async (id: Id, body: object, by = owner) =>
      by.api('POST', `/items/${id}/decision`, body, seen((await item(id)).version));
    const deliver = (id: Id, body: object) => api('POST', `/documents/${id}/delivery`, body);
    /** The mail of a document's item, or this message, leaves. */
    const leave = async (id: Id) => {
      const { sending } = await item(id);
      const message_id: Id = sending?.message_id ?? id;
      const [message] = await at((desk) => messagesById(desk, [message_id]));
      await sendMessages(house.house.sending, practice, [
        { message: message!.id, channel: 'email', attempt: message!.attempts.length + 1 },
      ]);
      return message_id;
    };
    return {
      practice,
      at,
      owner,
      manager,
      client,
      profile: profiled.body,
      wording: made.body.id as Id,
      letters: letters?.body,
      onPaper,
      upload,
      prepare,
      process,
      document,
      item,
      decide,
      leave,
      deliver,
      join,
    };
  };
  return { begin, leftAt: () => server! };
};
