import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import { perform } from '#kernel/loop/perform.ts';
import { contactsApi } from '#people/contacts/api.ts';
import { contactsRoom } from '#people/contacts/store.ts';
import { personApi } from '#people/persons/api.ts';
import { linkedPersons } from '#people/persons/linked.ts';
import { NO_ROOMS_ABOVE } from '#people/persons/port.ts';
import { readable } from '#people/persons/reach.ts';
import { personsRoom } from '#people/persons/store.ts';
import { testApi, testPractice, testWho, useTestHouse } from '../../app/testing.ts';
import { consentsApi } from './consents-api.ts';
import { mayWrite } from './may-write.ts';
import type { AddressCommand } from './model.ts';
import { addresses, addressId, knownAddresses, onAddress } from './store.ts';
import { suppressionsApi } from './suppressions-api.ts';

const persons = personsRoom(NO_ROOMS_ABOVE);
const linked = linkedPersons(NO_ROOMS_ABOVE);
const contacts = contactsRoom(linked);
const house = useTestHouse([persons, contacts, addresses]);
const seen = (desk: Desk, who: ReturnType<typeof testWho>) => readable(desk, who, NO_ROOMS_ABOVE);

const begin = async () => {
  const { kernel } = house;
  const practice = await testPractice(kernel, { kind: 'sandbox', now: '2026-11-23T09:00:00.000Z' });
  const routes = [
    personApi({ kernel, port: NO_ROOMS_ABOVE, room: persons }, 'client'),
    contactsApi({ kernel, port: linked, room: contacts, seen }),
    consentsApi({ kernel, seen }),
    suppressionsApi({ kernel, seen }),
  ];
  const as = (role: Parameters<typeof testWho>[0]) => testApi(kernel, practice, routes, testWho(role));
  const machine = { practice_id: practice, caller: { who: systemWho('messages'), request_id: newId() } };
  const happens = async (command: AddressCommand) => {
    const outcome = await perform(kernel, machine, addresses, onAddress(practice, command));
    if (!outcome.yes) throw new Error(outcome.because);
    return outcome;
  };
  const atDesk = <T>(work: (desk: Desk) => Promise<T>) => inPractice(kernel.db, practice, work);
  return { practice, as, api: as('Manager'), happens, atDesk };
};
type Begun = Awaited<ReturnType<typeof begin>>;

const SMS = { channel: 'sms', address: '+447400123456' } as const;
const MAIL = { channel: 'email', address: 'anna@bay.example' } as const;
const client = async ({ api }: Begun, name: string) =>
  (
    await api('POST', '/clients', {
      organisation_name: name,
      country: 'GB',
      emails: [{ address: 'Anna@Bay.example' }],
      phones: [{ number: '07400 123456', label: 'mobile' }],
    })
  ).body;
const mayText = ({ atDesk }: Begun) =>
  atDesk(async (desk) => {
    const known = (await knownAddresses(desk, [SMS])).get(`sms:${SMS.address}`);
    const answer = mayWrite({ ...SMS, class: 'chase', known });
    return answer.yes ? 'yes' : answer.code;
  });

test('ME-35 ME-36 a consent recorded on a client’s page lets chase texts leave to the number, and withdrawing stops them', async () => {
  const begun = await begin();
  const { api } = begun;
  const { id } = await client(begun, 'Bay Bakery');
  const before = (await api('GET', `/consents?client=${id}`)).body.items;
  expect(before).toMatchObject([{ number: SMS.address, label: 'mobile', state: 'none', version: 0 }]);
  expect(await mayText(begun)).toBe('no_consent');
  const given = { number: '07400 123456', client: id, source: 'form', words: 'Ticked the box', given_on: '2026-11-01' };
  const recorded = await api('POST', '/consents', given);
  expect([recorded.status, recorded.body]).toMatchObject([
    201,
    { state: 'consented', source: 'form', at: '2026-11-01T00:00:00.000Z', client: { display_name: 'Bay Bakery' } },
  ]);
  expect(await mayText(begun)).toBe('yes');
  const gone = await api('POST', '/consents/withdrawals', { number: SMS.address, client: id });
  expect([gone.status, gone.body.state, gone.body.suppressed]).toEqual([201, 'opted_out', 'opted_out']);
  expect(await mayText(begun)).toBe('opted_out');
  expect((await api('GET', '/consents?state=opted_out')).body.items).toHaveLength(1);
});

test('ME-36 a number that cannot be texted, no words, an import without a day, a client one may not see: refused, nothing kept', async () => {
  const begun = await begin();
  const { api, as } = begun;
  const { id } = await client(begun, 'Bay Bakery');
  const ask = async (more: object) => {
    const body = { number: SMS.address, client: id, words: 'By phone', ...more };
    return (await api('POST', '/consents', body)).status;
  };
  expect([await ask({ number: 'the office' }), await ask({ words: ' ' }), await ask({ source: 'import' })]).toEqual([
    422, 422, 422,
  ]);
  const { body: secret } = await as('Admin')('POST', '/clients', { organisation_name: 'Secret', restricted: true });
  expect(await ask({ client: secret.id })).toBe(404);
  expect((await api('GET', `/consents?client=${secret.id}`)).status).toBe(404);
  expect((await as('Viewer')('POST', '/consents', { number: SMS.address, client: id, words: 'x' })).status).toBe(403);
  expect((await api('GET', '/consents')).body.items).toEqual([]);
});

test('ME-37 ME-42 worked example 8: STOP is told on both clients that have the number, one of them through a contact', async () => {
  const begun = await begin();
  const { api, happens } = begun;
  const first = await client(begun, 'Bay Bakery');
  const { body: second } = await api('POST', '/clients', { organisation_name: 'Mill & Co' });
  await api('POST', '/contacts', {
    given_name: 'Sample',
    phones: [{ number: SMS.address }],
    links: [{ person: second.id }],
  });
  const { events } = await happens({ ...SMS, do: 'withdraw_consent', source: 'keyword', words: 'Stop.' });
  expect(events.map(({ client_id }) => client_id)).toEqual([first.id, second.id]);
  const [theirs] = (await api('GET', `/consents?client=${second.id}`)).body.items;
  expect(theirs).toMatchObject({
    state: 'opted_out',
    words: 'Stop.',
    by_name: 'Tickmark',
    contact: { name: 'Sample' },
  });
  expect((await happens({ ...SMS, do: 'restore_consent', words: 'START' })).state.address.consent_state).toBe(
    'consented',
  );
});

test('ME-42 a suppression is of the practice alone, and of every client that has the address', async () => {
  const [here, elsewhere] = [await begin(), await begin()];
  await client(here, 'Bay Bakery');
  await client(here, 'Mill & Co');
  await client(elsewhere, 'Other practice');
  await here.happens({ ...MAIL, do: 'bounced', kind: 'hard', at: '2026-11-23T08:00:00.000Z', evidence: '5.1.1' });
  const { items } = (await here.api('GET', '/suppressions')).body;
  expect(items).toMatchObject([
    { address: MAIL.address, reason: 'hard_bounce', reach: 'all', evidence: '5.1.1', by_name: 'Tickmark' },
  ]);
  expect(items[0].held_by.map((one: { display_name: string }) => one.display_name).sort()).toEqual([
    'Bay Bakery',
    'Mill & Co',
  ]);
  expect((await elsewhere.api('GET', '/suppressions')).body.items).toEqual([]);
});

test('ME-41 ME-43 a member stops an address by hand, an AR Manager lifts it with a reason, a Manager may not', async () => {
  const begun = await begin();
  const { api, as } = begun;
  const added = await api('POST', '/suppressions', {
    channel: 'email',
    address: 'Anna@Bay.example',
    reason: 'By letter',
  });
  expect([added.status, added.body]).toMatchObject([201, { address: MAIL.address, reason: 'by_hand', reach: 'chase' }]);
  const again = await api('POST', '/suppressions', { channel: 'email', address: MAIL.address, reason: 'x' });
  expect([again.status, again.body.code]).toEqual([409, 'suppressed_already']);
  expect((await api('POST', '/suppressions', { channel: 'email', address: 'nobody', reason: 'x' })).status).toBe(422);
  const path = `/suppressions/${added.body.id}/lifting`;
  expect((await api('POST', path, { reason: 'Mistyped' })).status).toBe(403);
  expect((await as('AR Manager')('POST', path, {})).status).toBe(422);
  const lifted = await as('AR Manager')('POST', path, { reason: 'Mistyped' });
  expect([lifted.status, lifted.body.reason]).toEqual([201, null]);
  expect((await api('GET', '/suppressions')).body.items).toEqual([]);
  expect((await as('Owner')('POST', `/suppressions/${newId()}/lifting`, { reason: 'x' })).status).toBe(404);
});

test('ME-41 an opt-out is not lifted by anybody of the practice', async () => {
  const begun = await begin();
  await begun.happens({ ...SMS, do: 'withdraw_consent', source: 'keyword', words: 'STOP' });
  const path = `/suppressions/${addressId(begun.practice, 'sms', SMS.address)}/lifting`;
  const answer = await begun.as('Owner')('POST', path, { reason: 'We need to' });
  expect([answer.status, answer.body.code]).toEqual([409, 'opted_out']);
});

test('ME-43 the list is found by part of the address, reason and channel, counts, and leaves as a file', async () => {
  const begun = await begin();
  const { api, happens } = begun;
  const at = '2026-11-23T08:00:00.000Z';
  await happens({ ...MAIL, do: 'bounced', kind: 'hard', at, evidence: '=cmd' });
  await happens({ ...MAIL, address: 'ben@mill.example', do: 'unsubscribed', evidence: 'One-Click' });
  await happens({ ...SMS, do: 'withdraw_consent', source: 'keyword', words: 'STOP' });
  const found = async (query: string) =>
    (await api('GET', `/suppressions?sort=address&${query}`)).body.items.map((row: { address: string }) => row.address);
  expect(await found('')).toEqual([SMS.address, MAIL.address, 'ben@mill.example']);
  expect(await found('q=BAY')).toEqual([MAIL.address]);
  expect(await found('reason=unsubscribed&reason=opted_out')).toEqual([SMS.address, 'ben@mill.example']);
  expect(await found('channel=sms')).toEqual([SMS.address]);
  expect((await api('GET', '/suppressions?count=exact&limit=1')).body.count).toEqual({ value: 3, capped: false });
  const file = await api('GET', '/suppressions.csv?channel=email');
  expect(String(file.body)).toContain('anna@bay.example,email,hard_bounce,all');
  expect(String(file.body)).toContain("'=cmd");
});

test('ME-40 six reports of one address at once are six reports, on one row', async () => {
  const begun = await begin();
  const at = (minute: number) => `2026-11-23T08:0${minute}:00.000Z`;
  await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      begun.happens({ ...MAIL, do: 'bounced', kind: 'soft', at: at(i), evidence: '4.2.2' }),
    ),
  );
  const known = await begun.atDesk((desk) => knownAddresses(desk, [{ ...MAIL, address: 'Anna@bay.example' }]));
  expect(known.get(`email:${MAIL.address}`)).toMatchObject({ reason: 'soft_bounces', soft_bounces: { length: 6 } });
});
