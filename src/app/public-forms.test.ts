import '@hono/zod-openapi';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { EFFORT, puzzleText } from '#inbox/forms/effort.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { member } from '#workflows/launch/testing.ts';
import { type App, openApp } from './app.ts';
import { readConfig } from './config.ts';
import { v1 } from './contract.ts';
import { openLog } from './log.ts';
import { workedOut } from './public-pages/effort.ts';
import { newPage, pageOfToken, pageToken } from './public-pages/page-token.ts';
import { testApi, testPractice, testWho, useTestHouse } from './testing.ts';

const house = useTestHouse();
let app: App;
beforeAll(() => {
  const read = readConfig({ PUBLIC_URL: 'https://tickmark.example' });
  if (!read.yes) throw new Error(read.mistakes.join());
  app = openApp({ config: read.config, house: house.house, log: openLog('error', { write: () => {} }) });
});

const QUESTIONS = [
  { key: 'name', kind: 'short_text', label: 'Your name' },
  { key: 'email', kind: 'email', label: 'Your e-mail' },
  { key: 'about', kind: 'long_text', label: 'What is it about?', required: false },
  { key: 'papers', kind: 'file', label: 'Papers', required: false },
];
const GIVEN = { name: 'Bay Trading', email: 'office@bay.example', about: 'We open a second shop.' };

const begin = async () => {
  const practice = await testPractice(house.kernel);
  const owner = testWho('Owner');
  await member(house.kernel, practice, owner, 'Olga Test');
  const api = testApi(house.kernel, practice, [v1(house.house)], owner);
  const form = (await api('POST', '/forms', { title: 'New enquiry', questions: QUESTIONS })).body as { id: Id };
  const published = await api('POST', `/forms/${form.id}/publication`);
  expect(published.status, JSON.stringify(published.body)).toBe(201);
  const path = new URL(published.body.address).pathname;
  /** A page that was opened `seconds` ago. */
  const opened = async (seconds = 60, n = 1): Promise<string> => {
    const now = await inPractice(house.kernel.db, practice, async ({ tx }) => {
      const { rows } = await sql<{ at: string }>`
        select date_trunc('milliseconds', clock_timestamp() - make_interval(secs => ${seconds})) as at`.execute(tx);
      return rows[0]!.at;
    });
    return pageToken(house.house.tokenKey, newPage(form.id, n, now));
  };
  const send = async (given: Record<string, string | File>, page: string) => {
    const body = new FormData();
    const { effort = workOf(pageOfToken(house.house.tokenKey, page, form.id, '')!.page), ...filled } = given;
    for (const [key, value] of Object.entries(filled)) body.set(key === 'website' ? key : `a.${key}`, value);
    body.set(EFFORT.field, effort);
    body.set('do', 'send');
    const answer = await app.http.request(`${path}?page=${encodeURIComponent(page)}`, { method: 'POST', body });
    return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() };
  };
  const items = async () => (await api('GET', '/items')).body.items as Record<string, unknown>[];
  return { practice, owner, api, form, path, opened, send, items, published: published.body };
};

/** What the page's script works out, without a browser. */
const workOf = (page: string): string => {
  const solutions = Array.from({ length: EFFORT.puzzles }, (_, puzzle) => {
    for (let tried = 0; ; tried += 1) {
      const hash = createHash('sha256')
        .update(puzzleText(page, puzzle, tried))
        .digest('hex');
      if (hash.startsWith('000')) return tried;
    }
  });
  return solutions.join('.');
};

test('IN-90 IN-92 IN-141 a stranger’s answer is an item in Outstanding, of origin form, for whoever gets them, with questions, answers and files', async () => {
  const { api, form, path, owner, opened, send, items } = await begin();
  await api('PATCH', `/forms/${form.id}/publication`, { assignee_id: owner.member_id! });
  const page = await app.http.request(path);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('What is it about?')]);
  const papers = new File(['%PDF-1.4\n%%EOF\n'], 'lease.pdf', { type: 'application/pdf' });
  const sent = await send({ ...GIVEN, papers }, await opened());
  expect([sent.status, sent.to]).toEqual([303, `${path}?received`]);
  const [item, ...more] = await items();
  expect(more).toEqual([]);
  expect(item).toMatchObject({
    origin: 'form',
    status: 'outstanding',
    subject: 'New enquiry: Bay Trading',
    contact: { name: 'Bay Trading', email: 'office@bay.example' },
    assignee_id: owner.member_id,
  });
  const { form_answer_id } = (await api('GET', `/items/${item!.id}`)).body;
  const answer = (await api('GET', `/form-answers/${form_answer_id}`)).body;
  expect(answer).toMatchObject({
    title: 'New enquiry',
    n: 1,
    outcome: 'item_made',
    files: [{ name: 'lease.pdf', type: 'application/pdf' }],
  });
  expect(answer.said.map(({ label, says }: { label: string; says: string }) => [label, says])).toEqual([
    ['Your name', 'Bay Trading'],
    ['Your e-mail', 'office@bay.example'],
    ['What is it about?', 'We open a second shop.'],
    ['Papers', 'lease.pdf'],
  ]);
});

test('IN-160 an item is found by what its form was answered and by the names of its files, also once it is set aside no more', async () => {
  const { api, opened, send } = await begin();
  const papers = new File(['%PDF-1.4\n%%EOF\n'], 'floorplan.pdf', { type: 'application/pdf' });
  await send({ ...GIVEN, papers }, await opened());
  await send({ name: 'Quick Trading', email: 'quick@bay.example', about: 'A lighthouse' }, await opened(1));
  const found = async (q: string) =>
    (await api('GET', `/items?q=${q}`)).body.items.map(({ subject }: { subject: string }) => subject);
  expect(await found('second%20shop')).toEqual(['New enquiry: Bay Trading']);
  expect(await found('floorplan')).toEqual(['New enquiry: Bay Trading']);
  expect(await found('lighthouse')).toEqual([]);
  const [aside] = (await api('GET', '/form-answers?outcome=set_aside')).body.items;
  expect((await api('POST', `/form-answers/${aside.id}/item`)).status).toBe(201);
  expect(await found('lighthouse%20quick')).toEqual(['New enquiry: Quick Trading']);
});

test('IN-186 a rule looks at what a form was answered: it sets the fields of the item before the form does, or sets the answer aside', async () => {
  const { api, form, owner, opened, send, items } = await begin();
  const category = (await api('POST', '/categories', { name: 'Shops', due_after: { n: 0, unit: 'days' } })).body.id;
  const rule = async (name: string, question: string, is: string, sets: object) => {
    const when = { form_id: form.id, answers: [{ question, is }] };
    const { id } = (await api('POST', '/triage-rules', { name, when, sets })).body;
    const tried = (await api('POST', `/triage-rules/${id}/trial`, {})).body;
    await api('PUT', `/triage-rules/${id}/switch`, { on: true }, { 'if-match': `"${tried.version}"` });
    return tried.items.map(({ kind, subject }: { kind: string; subject: string }) => [kind, subject]);
  };
  await send(GIVEN, await opened());
  const trading = [['form', 'New enquiry: Bay Trading']];
  expect(await rule('Shops', 'name', 'bay trading', { category_id: category, assignee_id: owner.member_id })).toEqual(
    trading,
  );
  expect(await rule('Sellers', 'about', 'Buy now', { set_aside: true })).toEqual([]);
  await send(GIVEN, await opened());
  const [item, before, ...more] = await items();
  expect(more).toEqual([]);
  expect(before).toMatchObject({ category_id: null, assignee_id: null });
  expect(item).toMatchObject({ category_id: category, assignee_id: owner.member_id, due_on: expect.anything() });
  const events = (await api('GET', `/events?thing=item:${item!.id}`)).body.items as { sentence: string }[];
  expect(events.map(({ sentence }) => sentence).join()).toContain('by the rule «Shops»');
  // a browser that did no work is not asked for one press more, since that would make nothing
  expect((await send({ ...GIVEN, about: 'Buy now', effort: '' }, await opened())).to).toMatch(/\?received$/);
  expect(await items()).toHaveLength(2);
  expect((await api('GET', '/form-answers?outcome=set_aside')).body.items).toMatchObject([
    { because: 'The rule «Sellers» sets it aside.' },
  ]);
});

test('IN-94 a second press and a look make nothing: the same receipt, one item', async () => {
  const { path, opened, send, items } = await begin();
  await app.http.request(path);
  const page = await opened();
  expect((await send(GIVEN, page)).to).toBe(`${path}?received`);
  expect((await send(GIVEN, page)).to).toBe(`${path}?received`);
  expect(await items()).toHaveLength(1);
});

test('PL-S12 looks at a form and its receipt change nothing and tell no referrer; a token with one flipped bit, or of another form, opens no page', async () => {
  const { api, form, path, opened, send, items } = await begin();
  const page = await opened();
  for (const method of ['HEAD', 'GET', 'GET'])
    for (const address of [path, `${path}?page=${encodeURIComponent(page)}`, `${path}?received`]) {
      const { status, headers } = await app.http.request(address, { method });
      expect([method, address, status]).toEqual([method, address, 200]);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  expect([await items(), (await api('GET', '/form-answers')).body.items]).toEqual([[], []]);
  const key = house.house.tokenKey;
  for (let at = 0; at < page.length; at += 7) {
    const flipped = page.slice(0, at) + String.fromCharCode(page.charCodeAt(at) ^ 1) + page.slice(at + 1);
    expect([at, pageOfToken(key, flipped, form.id, '')]).toEqual([at, null]);
  }
  expect(pageOfToken(key, page, newId(), '')).toBeNull();
  expect((await send(GIVEN, page)).status).toBe(303);
});

test('IN-93 IN-94 what is missing is said at its field, and a page opened over a week ago keeps what was typed', async () => {
  const { opened, send, items } = await begin();
  const wrong = await send({ name: 'Bay Trading', email: 'nobody' }, await opened());
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('This is not an e-mail address')]);
  expect(wrong.text).toContain('value="Bay Trading"');
  const old = await send(GIVEN, await opened(8 * 86_400));
  expect([old.status, old.text]).toEqual([422, expect.stringContaining('We open a second shop.')]);
  expect(await items()).toEqual([]);
});

test('IN-95 IN-76 what looks like no person is set aside with its reason, never lost, and one press makes it an item', async () => {
  const { api, form, path, opened, send, items } = await begin();
  const links = Array.from({ length: 6 }, (_, n) => `https://spam${n}.example`).join(' ');
  const aside = [
    await send({ ...GIVEN, website: 'https://spam.example' }, await opened()),
    await send(GIVEN, await opened(1)),
    await send({ ...GIVEN, about: links }, await opened()),
    // a program that answers without the page's script is not let off for being quick, or for its links
    await send({ ...GIVEN, about: links, effort: '' }, await opened()),
  ];
  expect(aside.map(({ to }) => to)).toEqual(Array(4).fill(`${path}?received`));
  expect(await items()).toEqual([]);
  const listed = (await api('GET', `/form-answers?form=${form.id}&outcome=set_aside`)).body.items;
  expect(listed.map(({ because }: { because: string }) => because)).toEqual([
    'It holds 6 links.',
    'It holds 6 links.',
    'It was sent within three seconds of opening the page.',
    'A field that people do not see was filled in.',
  ]);
  const made = await api('POST', `/form-answers/${listed[0].id}/item`);
  expect([made.status, made.body.outcome]).toEqual([201, 'item_made']);
  expect(await items()).toMatchObject([{ origin: 'form', subject: 'New enquiry: Bay Trading' }]);
  expect((await api('POST', `/form-answers/${listed[0].id}/item`)).body.code).toBe('already_settled');
});

test('IN-95 an answer without the work of its page is kept aside; whoever sent it presses once more, and it is an item once', async () => {
  const { api, form, path, owner, opened, send, items } = await begin();
  await api('PATCH', `/forms/${form.id}/publication`, { assignee_id: owner.member_id! });
  const [page, other] = [await opened(), await opened()];
  const number = (token: string) => pageOfToken(house.house.tokenKey, token, form.id, '')!.page;
  expect(workedOut(number(page), workOf(number(page)))).toBe(true);
  for (const effort of ['', '0.0.0', workOf(number(other)), `${workOf(number(page))}.1`]) {
    const sent = await send({ ...GIVEN, effort }, page);
    expect([sent.status, sent.to]).toEqual([303, `${path}?confirm&page=${encodeURIComponent(page)}`]);
  }
  const aside = async () => (await api('GET', `/form-answers?form=${form.id}&outcome=set_aside`)).body.items;
  expect(await aside()).toMatchObject([{ because: 'It came from a browser that runs no scripts, or from a program.' }]);
  expect(await items()).toEqual([]);
  const asked = `${path}?confirm&page=${encodeURIComponent(page)}`;
  expect(await (await app.http.request(asked)).text()).toContain('I sent it myself');
  expect(await items(), 'looking does nothing').toEqual([]);
  for (const _ of [1, 2]) {
    const done = await app.http.request(asked, { method: 'POST' });
    expect([done.status, done.headers.get('location')]).toEqual([303, `${path}?received`]);
  }
  expect(await items()).toMatchObject([{ origin: 'form', assignee_id: owner.member_id }]);
  expect(await aside()).toEqual([]);
});

test('IN-95 one press more makes no item of what was set aside for another reason, or of a page that was never sent', async () => {
  const { path, opened, send, items } = await begin();
  const page = await opened();
  await send({ ...GIVEN, website: 'https://spam.example' }, page);
  for (const token of [page, await opened()])
    await app.http.request(`${path}?confirm&page=${encodeURIComponent(token)}`, { method: 'POST' });
  expect(await items()).toEqual([]);
});

test('IN-96 PL-112 an answer of 10,000 fields is not read to its end, makes nothing, and the next one is taken', async () => {
  const { path, opened, send, items, api } = await begin();
  const page = await opened();
  const body = new FormData();
  for (let i = 0; i < 10_000; i += 1) body.append('a.name', `Bay ${i}`);
  const answer = await app.http.request(`${path}?page=${encodeURIComponent(page)}`, { method: 'POST', body });
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('at most 2,000 fields')]);
  expect([await items(), (await api('GET', '/form-answers')).body.items]).toEqual([[], []]);
  expect((await send(GIVEN, page)).status).toBe(303);
});

test('IN-97 published again it is the next version at the same address; a page opened before is taken with its own questions', async () => {
  const { api, form, path, opened, send, items, published } = await begin();
  const before = await opened();
  const changed = await api('PATCH', `/forms/${form.id}`, { questions: [QUESTIONS[0]] }, { 'if-match': '"1"' });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  expect((await api('GET', `/forms/${form.id}/publication`)).body).toMatchObject({ newest: 1, changed: true });
  expect(await (await app.http.request(path)).text()).toContain('What is it about?');
  const again = (await api('POST', `/forms/${form.id}/publication`)).body;
  expect(again).toMatchObject({ newest: 2, changed: false, address: published.address });
  expect(await (await app.http.request(path)).text()).not.toContain('What is it about?');
  expect((await send(GIVEN, before)).status).toBe(303);
  const [item] = await items();
  const { form_answer_id } = (await api('GET', `/items/${item!.id}`)).body;
  expect((await api('GET', `/form-answers/${form_answer_id}`)).body).toMatchObject({ n: 1, said: { length: 3 } });
});

test('IN-98 a closed form says so, takes no answer, and gives the typed text back; opened again it takes the next', async () => {
  const { api, form, path, opened, send, items } = await begin();
  await api('PATCH', `/forms/${form.id}/publication`, { open: false });
  expect((await app.http.request(path)).status).toBe(410);
  const sent = await send(GIVEN, await opened());
  expect([sent.status, sent.text]).toEqual([410, expect.stringContaining('We open a second shop.')]);
  expect(await items()).toEqual([]);
  await api('PATCH', `/forms/${form.id}/publication`, { open: true });
  expect((await send(GIVEN, await opened())).status).toBe(303);
});

test('IN-95 the eleventh answer within an hour from one network waits, with what was typed', async () => {
  const { opened, send } = await begin();
  for (let n = 0; n < 10; n += 1) expect((await send(GIVEN, await opened())).status).toBe(303);
  const late = await send(GIVEN, await opened());
  expect([late.status, late.text]).toEqual([429, expect.stringContaining('We open a second shop.')]);
});

test('PL-50 IN-92 another practice’s form, and one that is not there, are the same nothing', async () => {
  const { path } = await begin();
  const other = await begin();
  const [, , practice] = other.path.split('/');
  expect((await app.http.request(path.replace(/[^/]+$/, 'nothing'))).status).toBe(404);
  expect((await app.http.request(`/f/no-such-practice/${path.split('/').at(-1)}`)).status).toBe(404);
  expect(practice).not.toBe(path.split('/')[2]);
});
