import '@hono/zod-openapi';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { type Resolve, senderCheck } from '#connectors/mail/senders.ts';
import { newId } from '#ground/id.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { v1 } from '../contract.ts';
import { testApi, testWho, useTestHouse } from '../testing.ts';
import { ANNA, mailInTesting, mailOf } from './testing-mail-in.ts';

/** What is known of senders, from the listener to what members see. */
const house = useTestHouse();
const { begin, listen, send, readAll } = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await listen();
});
afterAll(() => listener.stop());

const NAMES: Record<string, string> = {
  '_dmarc.bay.example': 'v=DMARC1; p=reject',
  'good.example': 'v=spf1 +all',
  '_dmarc.good.example': 'v=DMARC1; p=none',
};
const resolve: Resolve = async (name) => {
  const found = NAMES[name];
  if (!found) throw Object.assign(new Error('nothing'), { code: 'ENOTFOUND' });
  return [[found]];
};
/** As if the mails of this machine came from outside. */
const asked = senderCheck(resolve);
const check: typeof asked = (mail) => asked({ ...mail, ip: '203.0.113.7' });

const LINKED = '<p>Pay <a target="_blank" href="https://pay.elsewhere.example/now">here</a>.</p>';
const html = (headers: Record<string, string>) =>
  mailOf({ 'Content-Type': 'text/html', 'Message-ID': `<${newId()}@x.example>`, ...headers }, LINKED);

test('IN-67 IN-68 IN-69 a sender who failed makes an item all the same, without a client, and its links lead nowhere until somebody wants them to', async () => {
  house.house.arriving.check = check;
  const { practice, api, address } = await begin();
  await api('POST', '/clients', { organisation_name: 'Bay', emails: [{ address: ANNA }] });
  const good = 'office@good.example';
  const { body: client } = await api('POST', '/clients', { organisation_name: 'Good', emails: [{ address: good }] });
  await send(listener, { to: address, raw: html({ Subject: 'Not Anna' }) });
  await send(listener, { from: good, to: address, raw: html({ Subject: 'Good', From: good }) });
  await readAll(practice);
  const [bad, fine] = (await api('GET', '/items?sort=number')).body.items;
  const failed = { verdict: 'failed', checks: { spf: 'none', dkim: 'none', dmarc: 'fail' } };
  expect(bad).toMatchObject({ client_id: null, status: 'outstanding', source: failed });
  const verified = { verdict: 'verified', checks: { spf: 'pass', dmarc: 'pass' } };
  expect(fine).toMatchObject({ client_id: client.id, source: verified });
  const [arrival] = (await api('GET', `/arrivals?item=${bad.id}`)).body.items;
  expect(arrival).toMatchObject(failed);
  const shown = async (id: string, more = '') => (await api('GET', `/arrivals/${id}/html${more}`)).body as string;
  expect(await shown(arrival.id)).toContain('<u>here</u>');
  expect(await shown(arrival.id)).not.toContain('href');
  expect(await shown(arrival.id, '?links=true')).toContain('href="https://pay.elsewhere.example/now"');
  const [known] = (await api('GET', `/arrivals?item=${fine.id}`)).body.items;
  expect(await shown(known.id)).toContain('href="https://pay.elsewhere.example/now"');
});

test('IN-68 a front mail server’s word wins where it is set, and nobody is asked', async () => {
  const { practice, api, address } = await begin();
  let questions = 0;
  house.house.arriving.check = (mail) => {
    questions += 1;
    return check(mail);
  };
  house.house.arriving.authserv = 'mx.practice.example';
  const found =
    'mx.practice.example; spf=pass smtp.mailfrom=bay.example; dkim=none; dmarc=pass header.from=bay.example';
  await send(listener, { to: address, raw: mailOf({ Subject: 'Checked before', 'Authentication-Results': found }) });
  await readAll(practice);
  house.house.arriving.authserv = null;
  const [item] = (await api('GET', '/items')).body.items;
  expect(item.source).toMatchObject({ verdict: 'verified', checks: { spf: 'pass', dkim: 'none', dmarc: 'pass' } });
  expect(questions).toBe(0);
});

test('IN-68 what was found when a mail came in stays, also when it is made an item later', async () => {
  house.house.arriving.check = check;
  const { practice, api, address } = await begin();
  const away = mailOf({ Subject: 'Away', 'Auto-Submitted': 'auto-replied' });
  await send(listener, { to: address, raw: away });
  await readAll(practice);
  house.house.arriving.check = () => Promise.reject(new Error('asked twice'));
  const [aside] = (await api('GET', '/arrivals?outcome=set_aside')).body.items;
  expect((await api('POST', `/arrivals/${aside.id}/item`)).status).toBe(201);
  expect((await api('GET', '/items')).body.items[0].source).toMatchObject({
    verdict: 'failed',
    checks: { dmarc: 'fail' },
  });
});

test('IN-67 where several clients have the sender’s address none is set and all are proposed, but not those one may not see, nor of a sender who failed', async () => {
  house.house.arriving.check = null;
  const { practice, api, address } = await begin();
  const make = async (name: string, more: object = {}) =>
    (await api('POST', '/clients', { organisation_name: name, emails: [{ address: ANNA }], ...more })).body.id;
  const bay = await make('Bay Bakery');
  await send(listener, { to: address, raw: mailOf({ Subject: 'One', 'Message-ID': `<${newId()}@bay.example>` }) });
  await readAll(practice);
  const cafe = await make('Bay Café');
  await send(listener, { to: address, raw: mailOf({ Subject: 'Two', 'Message-ID': `<${newId()}@bay.example>` }) });
  await readAll(practice);
  house.house.arriving.check = check;
  await send(listener, { to: address, raw: mailOf({ Subject: 'Not Anna', 'Message-ID': `<${newId()}@bay.example>` }) });
  await readAll(practice);
  const items = (await api('GET', '/items?sort=number')).body.items as { id: string }[];
  const [one, two, failed] = await Promise.all(items.map(async ({ id }) => (await api('GET', `/items/${id}`)).body));
  expect(one).toMatchObject({ client_id: bay, sender_clients: [{ id: bay }, { id: cafe }] });
  const both = [
    { id: bay, name: 'Bay Bakery', kind: 'client' },
    { id: cafe, name: 'Bay Café', kind: 'client' },
  ];
  expect(two).toMatchObject({ client_id: null, sender_clients: both });
  expect(failed).toMatchObject({ client_id: null, sender_clients: [] });
  const set = await api('PATCH', `/items/${two.id}`, { client_id: cafe }, { 'if-match': `"${two.version}"` });
  expect(set.status).toBe(200);
  await inPractice(house.kernel.db, practice, ({ tx }) =>
    sql`update app.person set restricted = true where id = ${bay}`.execute(tx),
  );
  const staff = testApi(house.kernel, practice, [v1(house.house)], testWho('Staff'));
  expect((await staff('GET', `/items/${two.id}`)).body.sender_clients).toEqual([both[1]]);
});
