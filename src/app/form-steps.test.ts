import '@hono/zod-openapi';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { addDays, type Instant, instantOf } from '#ground/time.ts';
import { inPractice } from '#kernel/database/practice.ts';
import { asAdmin } from '#kernel/database/testing-server.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import type { Message } from '#messages/outbox/model.ts';
import { MESSAGE } from '#messages/outbox/store.ts';
import { member, published } from '#workflows/launch/testing.ts';
import { type App, openApp } from './app.ts';
import { readConfig } from './config.ts';
import { v1 } from './contract.ts';
import { openLog } from './log.ts';
import { formLetters } from './messages/asking.ts';
import { SETTINGS } from './sandbox/copied.ts';
import { testApi, testPlace, testPractice, testWho, useTestHouse } from './testing.ts';
import { forgetHalfFilled } from './worker.ts';

const house = useTestHouse();
const PUBLIC = 'https://tickmark.example';
const TODAY = '2026-11-02';
let app: App;
beforeAll(() => {
  const read = readConfig({ PUBLIC_URL: PUBLIC });
  if (!read.yes) throw new Error(read.mistakes.join());
  app = openApp({ config: read.config, house: house.house, log: openLog('error', { write: () => {} }) });
});

const QUESTIONS = [
  { key: 'name', kind: 'short_text', label: 'Who should we talk to?' },
  { key: 'staff', kind: 'yes_no', label: 'Do you pay anybody?' },
  { key: 'papers', kind: 'file', label: 'Papers', required: false },
];

/** A sandbox on Monday 2 November 2026, a client, and a run of a workflow that asks with a form and then has a task. */
const begin = async (
  step: object = {},
  emails: object[] = [{ address: 'ada@bay.example', primary: true }],
  enter: object = {},
) => {
  const practice = await testPractice(house.kernel, { kind: 'sandbox', now: `${TODAY}T09:00:00.000Z` });
  const who = testWho('Owner');
  await member(house.kernel, practice, who, 'Olga Owner');
  const api = testApi(house.kernel, practice, [v1(house.house)], who);
  const form = await api('POST', '/forms', { title: 'Your details', questions: QUESTIONS });
  const client = await api('POST', '/clients', { organisation_name: 'Bay', emails });
  const workflow = await published(api, 'Onboarding', [
    {
      key: 'details',
      kind: 'form',
      title: 'Your details',
      form: form.body.key,
      who: ['owner'],
      reminders: [3],
      expires_after: 10,
      ...step,
    },
    { key: 'enter', kind: 'task', title: 'Enter it', who: ['owner'], ...enter },
  ]);
  const launched = await api('POST', '/runs', { workflow, as: 'client', subject: client.body.id });
  expect(launched.status, JSON.stringify(launched.body)).toBeLessThan(300);
  const at = <T>(work: Parameters<typeof inPractice<T>>[2]) => inPractice(house.kernel.db, practice, work);
  const letters = () =>
    at(async ({ tx }) => (await sql<Message>`select ${MESSAGE} from app.message m order by m.id`.execute(tx)).rows);
  const tasks = () =>
    at(async ({ tx }) => {
      const { rows } = await sql<{
        id: Id;
        step_key: string;
        state: string;
        answers: object;
        needs_attention: string | null;
        finished_by: Id | null;
      }>`select id, step_key, state, form_answers as answers, needs_attention, finished_by from app.task order by id`.execute(
        tx,
      );
      return Object.fromEntries(rows.map((row) => [row.step_key, row]));
    });
  const urlOf = (message: Message) =>
    at(async (desk) => {
      const letter = formLetters({ key: house.house.tokenKey, publicUrl: PUBLIC })(desk, [message]).get(message.id)!;
      return /https:\S+/.exec(letter.body)![0];
    });
  const goesTo = async (to: Instant) => {
    const moved = await moveClock(house.kernel, testPlace(practice, who), to);
    if (!moved.yes) throw new Error(moved.because);
  };
  /** An act on a task as its screen sends it. */
  const acts = async (method: string, path: string, body?: object) => {
    const version = (await api('GET', `/tasks/${path.split('/')[2]}`)).headers.get('etag')!;
    return api(method, path, body, { 'if-match': version });
  };
  return {
    acts,
    number: client.body.client_number as string,
    practice,
    who,
    api,
    at,
    letters,
    tasks,
    urlOf,
    goesTo,
    client: client.body.id as Id,
    form: form.body.id as Id,
  };
};
type At = Awaited<ReturnType<typeof begin>>;

const get = (path: string, cookie = '') => app.http.request(path, { headers: cookie ? { cookie } : {} });
/** The page behind a link, and what its buttons do. */
const open = async (url: string) => {
  const first = await get(new URL(url).pathname);
  const at = first.headers.get('location') ?? '';
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
  const shown = async (path = at) => {
    const page = await get(path, cookie);
    return { status: page.status, text: await page.text() };
  };
  const press = async (wish: 'send' | 'keep', fields: Record<string, string | File | string[]>) => {
    const body = new FormData();
    for (const [key, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(`a.${key}`, one as string);
    body.append('do', wish);
    const request = new Request(`${PUBLIC}${at}`, { method: 'POST', body, headers: { cookie, origin: PUBLIC } });
    const page = await app.http.request(request);
    return { status: page.status, text: await page.text(), to: page.headers.get('location'), headers: page.headers };
  };
  return { first, at, shown, press };
};
const opened = async (at: At) => open(await at.urlOf((await at.letters())[0]!));
const WHOLE = { name: 'Ada', staff: 'yes' };

test('WF-57 PL-S12 a form is asked by a letter whose link stands in no row', async () => {
  const at = await begin();
  const [letter] = await at.letters();
  expect(letter).toMatchObject({ state: 'planned', address: 'ada@bay.example', subject: 'Your details' });
  expect(letter!.body).toContain('\n\n/f/…\n\n');
  const { first, shown } = await open(await at.urlOf(letter!));
  expect(first.status).toBe(303);
  expect(await shown()).toMatchObject({ status: 200, text: expect.stringContaining('Do you pay anybody?') });
  const rows = await at.at(
    async ({ tx }) =>
      (
        await sql<{ all: string }>`
    select (select json_agg(f)::text from app.form_sheet f) || (select json_agg(m)::text from app.message m) as all`.execute(
          tx,
        )
      ).rows,
  );
  expect(rows[0]!.all).not.toContain((await at.urlOf(letter!)).split('/').at(-1));
});

test('WF-57 IN-94 looking changes nothing; Send finishes the step, the run goes on, and a second press finds it answered', async () => {
  const at = await begin();
  const { shown, press } = await opened(at);
  for (let i = 0; i < 3; i += 1) await shown();
  expect((await at.tasks()).details!.state).toBe('ready');
  expect(await press('send', WHOLE)).toMatchObject({ status: 303 });
  expect(await at.tasks()).toMatchObject({
    details: { state: 'done', answers: { name: 'Ada', staff: true }, finished_by: null },
    enter: { state: 'ready' },
  });
  expect(await press('send', { ...WHOLE, name: 'Bea' })).toMatchObject({ text: expect.stringContaining('Thank you') });
  expect((await at.tasks()).details!.answers).toEqual({ name: 'Ada', staff: true });
  expect((await shown()).text).toContain('Thank you');
});

test('IN-93 what is missing or wrong is told at each question at once, and what was typed stays', async () => {
  const at = await begin();
  const { press } = await opened(at);
  const { status, text } = await press('send', { name: 'Ada & <b>Co' });
  expect(status).toBe(422);
  expect(text).toContain('Please choose yes or no.');
  expect(text).toContain('value="Ada &amp; &lt;b&gt;Co"');
  expect((await at.tasks()).details!.state).toBe('ready');
});

test('WF-57 half-filled answers are kept for 30 days and are nobody else’s to read', async () => {
  const at = await begin({ expires_after: 60 });
  const { press, shown } = await opened(at);
  const kept = await press('keep', { name: 'Ada' });
  expect(kept.status).toBe(303);
  expect((await shown(kept.to!)).text).toContain(
    'Kept. Open the link in your message again to go on, until Fri 1 Jan 2027.',
  );
  expect((await shown()).text).toContain('value="Ada"');
  const { id } = (await at.tasks()).details!;
  const { body } = await at.api('GET', `/tasks/${id}`);
  expect([body.form.title, body.form.kept_at !== null, JSON.stringify(body).includes('Ada')]).toEqual([
    'Your details',
    true,
    false,
  ]);
  await at.goesTo(instantOf(addDays(TODAY, 31), '09:00', 'Europe/London'));
  expect((await shown()).text).not.toContain('value="Ada"');
});

test('IN-96 WF-57 files go with the answer and stand at the task; programs are refused by name at the question', async () => {
  const at = await begin();
  const { press, shown } = await opened(at);
  const bad = await press('send', { ...WHOLE, papers: [new File(['MZ'], 'setup.exe')] as never });
  expect(bad).toMatchObject({ status: 422, text: expect.stringContaining('«setup.exe» cannot be sent here.') });
  await press('keep', { ...WHOLE, papers: [new File(['a,b\n1,2\n'], 'bank.csv')] as never });
  const id = /value="([0-9a-f-]{36})" checked/.exec((await shown()).text)?.[1];
  expect(await press('send', { ...WHOLE, papers: [id!, newId()] })).toMatchObject({ status: 303 });
  const task = (await at.tasks()).details!;
  expect(task.answers).toEqual({ name: 'Ada', staff: true, papers: [id] });
  const { body } = await at.api('GET', `/tasks/${task.id}/files`);
  expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['bank.csv']);
});

test('IN-96 nobody sends a file that was uploaded on another page', async () => {
  const [one, other] = [await begin(), await begin()];
  const page = await opened(one);
  await page.press('keep', { papers: [new File(['a,b\n'], 'bank.csv')] as never });
  const id = /value="([0-9a-f-]{36})" checked/.exec((await page.shown()).text)![1]!;
  await (await opened(other)).press('send', { ...WHOLE, papers: [id] });
  expect((await other.tasks()).details!.answers).toEqual({ name: 'Ada', staff: true });
});

test('WF-57 a reminder comes on its day with the same link, and none after the answer', async () => {
  const at = await begin();
  await at.goesTo('2026-11-05T12:00:00.000Z');
  const [first, second] = await at.letters();
  expect(second).toMatchObject({ subject: 'Reminder: Your details', state: 'sent' });
  expect(await at.urlOf(second!)).toBe(await at.urlOf(first!));
});

test('WF-57 a letter that still waits when the answer comes is recalled', async () => {
  const at = await begin();
  await (await opened(at)).press('send', WHOLE);
  expect((await at.letters()).map(({ state, reason_code }) => [state, reason_code])).toEqual([
    ['recalled', 'form_closed'],
  ]);
  await at.goesTo('2026-11-20T12:00:00.000Z');
  expect(await at.letters()).toHaveLength(1);
});

test('WF-57 IN-98 after the last day the page says so and keeps what was typed to copy; asked again, the link works again', async () => {
  const at = await begin();
  const { press, shown } = await opened(at);
  await at.goesTo('2026-11-13T12:00:00.000Z');
  expect((await at.tasks()).details!.needs_attention).toContain('Nobody answered by Thu 12 Nov 2026.');
  expect(await shown()).toMatchObject({ status: 410, text: expect.stringContaining('This link is over') });
  expect((await press('send', WHOLE)).text).toContain('<dd>Ada</dd>');
  const { id } = (await at.tasks()).details!;
  expect((await at.acts('POST', `/tasks/${id}/form-letters`)).status).toBe(201);
  expect(await press('send', WHOLE)).toMatchObject({ status: 303 });
  expect((await at.tasks()).details).toMatchObject({ state: 'done', needs_attention: null });
});

test('WF-57 without an address the owner is told, and a member enters the answer for them', async () => {
  const at = await begin({}, []);
  const { id, needs_attention } = (await at.tasks()).details!;
  expect(needs_attention).toContain('No e-mail address');
  const wrong = await at.acts('PUT', `/tasks/${id}/form-answer`, { answers: { name: 'Ada' } });
  expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/answers/staff' }] } });
  expect((await at.acts('PUT', `/tasks/${id}/form-answer`, { answers: { name: 'Ada', staff: false } })).status).toBe(
    200,
  );
  expect((await at.tasks()).details).toMatchObject({ state: 'done', finished_by: at.who.member_id });
});

test('WF-59 a letter that somebody looks at first leaves when they let it go', async () => {
  const at = await begin({ approve_first: true });
  expect(await at.letters()).toMatchObject([{ state: 'held', reason_code: 'needs_approval' }]);
  const { body } = await at.api('GET', '/tasks?q=Check');
  const check = body.items.find(({ title }: { title: string }) => title === 'Check and send: Your details');
  const sent = await at.acts('PUT', `/tasks/${check.id}/completion`, { outcome: 'send' });
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  await at.goesTo(`${TODAY}T10:00:00.000Z`);
  expect(await at.letters()).toMatchObject([{ state: 'sent' }]);
  expect((await at.tasks()).details).toMatchObject({ state: 'ready', needs_attention: null });
});

test('WF-118 opened again, the form is asked anew with what was answered before', async () => {
  const at = await begin();
  await (await opened(at)).press('send', WHOLE);
  const { id } = (await at.tasks()).details!;
  const again = await at.acts('DELETE', `/tasks/${id}/completion`, { reason: 'wrong year', also: [], repeat: [] });
  expect(again.status, JSON.stringify(again.body)).toBe(200);
  const letters = await at.letters();
  expect(letters).toHaveLength(2);
  const page = await open(await at.urlOf(letters[1]!));
  expect((await page.shown()).text).toContain('value="Ada"');
  expect((await open(await at.urlOf(letters[0]!))).first.status).toBe(404);
});

test('IN-95 more than ten tries an hour are refused for a while, with the text kept', async () => {
  const at = await begin();
  const { press } = await opened(at);
  for (let i = 0; i < 10; i += 1) expect((await press('send', { name: 'Ada' })).status).toBe(422);
  const late = await press('send', { name: 'Ada' });
  expect([late.status, Number(late.headers.get('retry-after')) > 0, late.text.includes('value="Ada"')]).toEqual([
    429,
    true,
    true,
  ]);
});

test('ME-111 a token that is wrong by one sign opens nothing', async () => {
  const at = await begin();
  const url = await at.urlOf((await at.letters())[0]!);
  const wrong = `${url.slice(0, -1)}${url.endsWith('a') ? 'b' : 'a'}`;
  expect((await get(new URL(wrong).pathname)).status).toBe(404);
});

test('PE-29 erasing the client takes answers, what was half filled and their values in the history', async () => {
  const at = await begin();
  const { press } = await opened(at);
  await press('keep', { name: 'Adelheid' });
  await press('send', { name: 'Adelheid', staff: 'yes' });
  const done = await at.api('POST', `/people/${at.client}/erasure`, { number: at.number });
  expect(done.status, JSON.stringify(done.body)).toBe(201);
  const rows = await at.at(
    async ({ tx }) =>
      (
        await sql<{ all: string }>`
    select (select json_agg(t)::text from app.task t) || (select json_agg(f)::text from app.form_sheet f)
      || (select json_agg(e)::text from app.event e) as all`.execute(tx)
      ).rows,
  );
  expect(rows[0]!.all).not.toContain('Adelheid');
});

test('PE-29 erasing the client takes what a condition saw of their answer, in the step and in the history', async () => {
  const at = await begin({}, undefined, {
    only_if: { field: 'answers.details.name', is: 'is', value: 'Adelheid' },
  });
  await (await opened(at)).press('send', { ...WHOLE, name: 'Adelheid' });
  const judged = () =>
    at.at(async ({ tx }) => {
      const { rows } = await sql<{ judged: { holds: boolean; saw: object[] }; told: string }>`
        select t.judged, (select json_agg(e)::text from app.event e where e.thing = 'task:' || t.id) as told
        from app.task t where t.step_key = 'enter'`.execute(tx);
      return rows[0]!;
    });
  const before = await judged();
  expect([before.judged.saw, before.told.includes('Adelheid')]).toMatchObject([[{ value: 'Adelheid' }], true]);
  const done = await at.api('POST', `/people/${at.client}/erasure`, { number: at.number });
  expect(done.status, JSON.stringify(done.body)).toBe(201);
  const after = await judged();
  expect(after.judged).toMatchObject({ holds: true, saw: [{ field: 'answers.details.name', value: null }] });
  expect(after.told).not.toContain('Adelheid');
});

test('WF-57 half-filled answers go after 30 days though nobody answers any form, and sheets of what is over with them', async () => {
  const at = await begin({ expires_after: 60 });
  await (await opened(at)).press('keep', { name: 'Ada' });
  const { id } = (await at.tasks()).details!;
  const sheets = () =>
    at.at(
      async ({ tx }) =>
        (await sql<{ kept: object | null }>`select kept from app.form_sheet where task_id = ${id}`.execute(tx)).rows,
    );
  await at.goesTo(instantOf(addDays(TODAY, 29), '09:00', 'Europe/London'));
  await forgetHalfFilled(house.house);
  expect(await sheets()).toEqual([{ kept: { name: 'Ada' } }]);
  await at.goesTo(instantOf(addDays(TODAY, 31), '09:00', 'Europe/London'));
  await forgetHalfFilled(house.house);
  expect(await sheets()).toEqual([{ kept: null }]);
  const skipped = await at.acts('PUT', `/tasks/${id}/skip`, { reason: 'not wanted' });
  expect(skipped.status, JSON.stringify(skipped.body)).toBe(200);
  await at.goesTo(instantOf(addDays(TODAY, 60), '09:00', 'Europe/London'));
  await forgetHalfFilled(house.house);
  expect(await sheets()).toHaveLength(1);
  await at.goesTo(instantOf(addDays(TODAY, 62), '09:00', 'Europe/London'));
  await forgetHalfFilled(house.house);
  expect(await sheets()).toEqual([]);
});

describe('while the database gives no answer', () => {
  /** The app may not do this to sheets while `work` runs: every such statement fails. */
  const without = async <T>(right: 'select' | 'update', work: () => Promise<T>): Promise<T> => {
    await asAdmin(house.urls.ownerUrl, `revoke ${right} on app.form_sheet from tickmark_app`);
    try {
      return await work();
    } finally {
      await asAdmin(house.urls.ownerUrl, `grant ${right} on app.form_sheet to tickmark_app`);
    }
  };

  test('IN-99 a save that fails answers 503 with the form as it was filled, and works when it is back', async () => {
    const at = await begin();
    const { press } = await opened(at);
    for (const wish of ['keep', 'send'] as const) {
      const failed = await without('update', () => press(wish, WHOLE));
      expect(failed.status).toBe(503);
      expect(failed.text).toContain('What you typed is still here');
      expect(failed.text).toContain('value="Ada"');
    }
    expect((await press('send', WHOLE)).status).toBe(303);
    expect((await at.tasks()).details!.answers).toMatchObject({ name: 'Ada', staff: true });
  });

  test('IN-99 where not even the form can be asked for, what was typed goes along with a button that sends it again', async () => {
    const at = await begin();
    const { press, shown } = await opened(at);
    const failed = await without('select', () =>
      press('send', { ...WHOLE, name: 'Ada <b>', papers: new File(['%PDF-1.7'], 'papers.pdf') }),
    );
    expect(failed.status).toBe(503);
    expect(failed.text).toContain('name="a.name" value="Ada &lt;b&gt;"');
    expect(failed.text).toContain('name="do" value="send">Try again');
    expect(failed.text).toContain('Choose your files again then: papers.pdf.');
    expect((await without('select', () => shown())).status).toBe(503);
    expect((await at.tasks()).details!.state).toBe('ready');
  });
});

test('IN-96 more than a page takes is told on a page of its own', async () => {
  const at = await begin();
  const { at: path } = await opened(at);
  const headers = { 'content-length': String(70 * 1_048_576), 'content-type': 'multipart/form-data; boundary=x' };
  const page = await app.http.request(`${PUBLIC}${path}`, { method: 'POST', body: 'x', headers });
  expect([page.status, await page.text()]).toEqual([413, expect.stringContaining('at most 50 MB')]);
});

test('WF-57 a start on many clients asks each of them, with a link of their own', async () => {
  const at = await begin();
  const others = [];
  for (const n of [1, 2, 3]) {
    const emails = [{ address: `client${n}@bay.example`, primary: true }];
    others.push((await at.api('POST', '/clients', { organisation_name: `Client ${n}`, emails })).body.id);
  }
  const { body } = await at.api('GET', '/runs');
  for (const subject of others)
    await at.api('POST', '/runs', { workflow: body.items[0].workflow_id, as: 'client', subject });
  const letters = await at.letters();
  const links = await Promise.all(letters.map(at.urlOf));
  expect([letters.length, new Set(links).size]).toEqual([4, 4]);
});

test('WF-166 a workflow that waits for the answer to a form starts with it, on whom it was about', async () => {
  const at = await begin();
  const made = await published(
    at.api,
    'Begin payroll',
    [{ key: 'pay', kind: 'task', title: 'Pay', who: ['owner'] }],
    {},
    {
      triggers: [{ key: 'answered', on: 'form_answered', form: 'your_details' }],
    },
  );
  const { body } = await at.api('GET', '/triggers');
  const trigger = body.items.find(({ workflow_id }: { workflow_id: Id }) => workflow_id === made);
  const on = await at.api('PUT', `/triggers/${trigger.id}/activation`, undefined, {
    'if-match': `"${trigger.version}"`,
  });
  expect(on.status, JSON.stringify(on.body)).toBe(200);
  await (await opened(at)).press('send', WHOLE);
  const { body: runs } = await at.api('GET', `/runs?workflow=${made}`);
  expect(runs.items).toMatchObject([{ subject_id: at.client, origin: 'event' }]);
});

test('PL-141 a sandbox has the forms of its practice, so that its workflows ask with them', () => {
  expect(SETTINGS.map(({ table }) => table)).toContain('form');
});
