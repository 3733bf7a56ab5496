import '@hono/zod-openapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import type { Id } from '#ground/id.ts';
import { reindex } from '#kernel/search/reindex.ts';
import { member } from '#workflows/launch/testing.ts';
import { useTestHouse } from '../testing.ts';
import { mailInTesting, mailOf } from './testing-mail-in.ts';

const house = useTestHouse();
const mailIn = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await mailIn.listen();
});
afterAll(() => listener.stop());

const PAPERS = `--cut
Content-Type: text/plain; charset=utf-8

The warehouse is to be let from spring.
--cut
Content-Type: text/plain; name="kingfisher.txt"
Content-Disposition: attachment; filename="kingfisher.txt"

Nothing.
--cut--`;
const MIXED = { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=cut' };

/** A practice with an item by hand and one of a mail with an attachment. */
const begin = async () => {
  const { practice, who, api, address } = await mailIn.begin();
  await member(house.kernel, practice, who, 'Owen Test');
  const raw = mailOf({ Subject: 'Lease', 'Message-ID': '<one@bay.example>', ...MIXED }, PAPERS);
  await mailIn.send(listener, { to: address, raw });
  await mailIn.readAll(practice);
  const other = (await api('POST', '/items', { subject: 'By hand', details: 'A pelican' })).body as { id: Id };
  const found = async (q: string, status = 'outstanding'): Promise<string[]> =>
    (await api('GET', `/items?status=${status}&q=${encodeURIComponent(q)}`)).body.items
      .map(({ subject }: { subject: string }) => subject)
      .toSorted();
  return { practice, api, address, other, found };
};

test('IN-160 an item is found by the text and the attachments of its mails, its notes, details, sender and number, each word from its beginning', async () => {
  const { api, other, found } = await begin();
  for (const q of ['warehouse spring', 'lease wareh', 'kingfisher', 'anna@bay.example', 'anna spring'])
    expect(await found(q), q).toEqual(['Lease']);
  for (const q of ['pelican', '#2']) expect(await found(q), q).toEqual(['By hand']);
  expect(await found('warehouse pelican')).toEqual([]);
  await api('POST', `/items/${other.id}/notes`, { body: 'Ask about the warehouse too' });
  expect(await found('warehouse')).toEqual(['By hand', 'Lease']);
  expect(await found('warehouse pelican')).toEqual(['By hand']);
});

test('IN-160 IN-64 what an answer says finds the item it joined; what is set aside finds nothing', async () => {
  const { practice, address, found } = await begin();
  const more = (headers: Record<string, string>, text: string) =>
    mailIn.send(listener, { to: address, raw: mailOf({ Subject: 'Re: Lease', ...headers }, text) });
  await more({ 'Message-ID': '<two@bay.example>', 'In-Reply-To': '<one@bay.example>' }, 'We agree to the hedgehog.');
  await more({ 'Message-ID': '<auto@bay.example>', 'Auto-Submitted': 'auto-replied' }, 'Away with a flamingo.');
  await mailIn.readAll(practice);
  expect(await found('hedgehog')).toEqual(['Lease']);
  expect(await found('flamingo')).toEqual([]);
});

test('IN-160 PL-120 the palette finds items by themselves and not by their mails, and a mended index finds the same', async () => {
  const { practice, api, other, found } = await begin();
  await api('POST', `/items/${other.id}/notes`, { body: 'A tortoise' });
  const palette = async (q: string) => (await api('GET', `/search?q=${q}`)).body.groups.length;
  expect([await palette('lease'), await palette('warehouse'), await palette('tortoise')]).toEqual([1, 0, 0]);
  expect(await reindex(house.kernel, practice)).toMatchObject({ missing: 0, different: 0, stray: 0, words: 0 });
  expect(await found('tortoise')).toEqual(['By hand']);
  const [note] = (await api('GET', `/items/${other.id}/notes`)).body.items;
  await api('PATCH', `/items/${other.id}/notes/${note.id}`, { body: 'A turtle' });
  expect(await found('turtle')).toEqual(['By hand']);
  expect(await found('tortoise')).toEqual([]);
});
