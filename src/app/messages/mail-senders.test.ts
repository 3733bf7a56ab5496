import '@hono/zod-openapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { type Resolve, senderCheck } from '#connectors/mail/senders.ts';
import { newId } from '#ground/id.ts';
import { useTestHouse } from '../testing.ts';
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
