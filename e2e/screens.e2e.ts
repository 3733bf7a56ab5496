import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { OF_COLOURS, violations } from './axe.ts';
import { expect, idsShown, inScheme, shots, type Tickmark, test } from './harness.ts';
import { opened } from './people.ts';

const WIDE = 1440;
const SIZES = [
  { width: WIDE, height: 900 },
  { width: 390, height: 844 },
];
const OPEN = ['/setup', '/sign-in', '/invitation', '/reset'];

/** Every address of the frame, as the routes have it; where one thing is meant, the first of its list. */
const framed = async (page: Page): Promise<string[]> => {
  const routes = readFileSync(new URL('../src/app/web/routes.tsx', import.meta.url), 'utf8');
  const [, table = ''] = /FRAMED[^{]*\{([^}]*)\}/.exec(routes) ?? [];
  const paths = [...table.matchAll(/'(\/[^']*)': \(\) =>/g)].map(([, path]) => path!);
  expect(paths.length).toBeGreaterThan(30);
  return Promise.all(paths.map((path) => (path.includes('$') ? first(page, path) : path)));
};

/** Lists whose address in the API is not that of their screen. */
const LISTS: Readonly<Record<string, string>> = {
  '/workflows/templates': '/workflow-templates',
  '/templates': '/message-templates',
  '/inbox': '/items',
  '/my-work': '/tasks',
};

const first = async (page: Page, path: string): Promise<string> => {
  if (path === '/bulk/$id') return `/bulk/${await bulkOperation(page)}`;
  if (path === '/workflows/imports/$id') return `/workflows/imports/${await workflowFile(page)}`;
  if (path === '/people/imports/$id') return `/people/imports/${await importedFile(page)}`;
  const [list = '', name = '', rest = ''] = path.split(/\/\$(\w+)/);
  const answer = await page.request.get(`/api/v1${LISTS[list] ?? list}`, { params: { limit: 1 } });
  const { items } = (await answer.json()) as { items?: Record<string, string>[] };
  expect(items?.[0], `${list} of the demo practice has something to look at`).toBeDefined();
  return `${list}/${items![0]![name]}${rest}`;
};

/** No list holds bulk operations; one is made, as a bulk bar makes it. */
const bulkOperation = async (page: Page): Promise<string> => {
  const runs = await page.request.get('/api/v1/runs', { params: { limit: 3 } });
  const ids = ((await runs.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
  const data = { command: { do: 'hold', reason: 'Office closed' }, ids };
  const held = await page.request.post('/api/v1/runs/bulk', { data, headers: { origin: new URL(page.url()).origin } });
  const { operation_id } = (await held.json()) as { operation_id: string };
  return operation_id;
};

/** A workflow of the practice as a file, read in again under another key. */
const workflowFile = async (page: Page): Promise<string> => {
  const headers = { origin: new URL(page.url()).origin };
  const listed = await page.request.get('/api/v1/workflows', { params: { limit: 1 } });
  const { items } = (await listed.json()) as { items: { id: string }[] };
  const file = await page.request.get(`/api/v1/workflows/${items[0]!.id}/versions/1`, { params: { as: 'yaml' } });
  const text = (await file.text()).replace(/^key: .*$/m, 'key: read_in_again');
  const sent = await page.request.post('/api/v1/workflow-imports', { data: { text }, headers });
  expect(sent.status(), await sent.text()).toBe(201);
  return ((await sent.json()) as { id: string }).id;
};

/** The demo practice came from no file; one is looked through, with a row that has an error. */
const importedFile = async (page: Page): Promise<string> => {
  const headers = { origin: new URL(page.url()).origin };
  const file = {
    name: 'clients.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Name,Email\nHarbour,a\nQuay,b@x.example'),
  };
  const sent = await page.request.post('/api/v1/imports?kind=client', { multipart: { file }, headers });
  const { id } = (await sent.json()) as { id: string };
  expect((await page.request.post(`/api/v1/imports/${id}/preview`, { headers })).status()).toBe(201);
  return id;
};

/** Dark has other colours and the same layout, on a phone too: so what colours can break is asked of it once. */
const findings = async (page: Page, width: number): Promise<string[]> => {
  const found = await violations(page);
  if (width !== WIDE) return found;
  await inScheme(page, 'dark');
  const dark = await violations(page, OF_COLOURS);
  await inScheme(page, 'light');
  return [...found, ...dark.map((one) => `in dark ${one}`)];
};

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Tools of a list that stand where nobody reaches them, as what holds them cuts off what is too wide. */
const outside = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.toolbar-tools > *, .chips > *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.getAttribute('aria-label') ?? one.textContent ?? one.className),
  );

/** What is wrong with one screen at one size, in words. */
const wrongs = async (page: Page, width: number): Promise<string[]> => [
  ...(await findings(page, width)),
  ...((await sideways(page)) > 0 ? ['scrolls sideways'] : []),
  ...(await outside(page)).map((tool) => `«${tool}» stands outside of the page`),
  ...(await idsShown(page)).map((id) => `shows the id ${id}`),
];

const settled = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('.skeleton, [aria-busy=true]')).toHaveCount(0);
};

const walkAll = async (page: Page, tickmark: Tickmark, paths: readonly string[]): Promise<void> => {
  const said: string[] = [];
  let where = '';
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(`${where}: ${message.text()}`);
  });
  page.on('pageerror', (error) => said.push(`${where}: ${error.message}`));
  for (const path of paths) {
    where = path;
    await page.setViewportSize(SIZES[0]!);
    await page.goto(`${tickmark.url}${path}`);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await settled(page);
      said.push(...(await wrongs(page, size.width)).map((wrong) => `${path} at ${size.width}: ${wrong}`));
    }
    await shots(page, `screen${path.replaceAll('/', '-').replaceAll(/-[0-9a-f-]{36}/g, '-one')}`);
  }
  expect(said).toEqual([]);
};

test('PL-170 PL-171 PL-R22 the pages before signing in are clean to axe, fit 390 px, show no id and log no error', async ({
  browser,
  tickmark,
}) => {
  test.slow();
  await walkAll(await opened(browser, tickmark), tickmark, OPEN);
});

const HALVES = [0, 1] as const;
for (const half of HALVES)
  test(`PL-8 PL-143 PL-170 PL-171 PL-R22 every screen of the demo practice is clean to axe, light and dark, fits 390 px, shows no id and logs no error, half ${half + 1}`, async ({
    browser,
    tickmark,
  }) => {
    test.setTimeout(1_200_000);
    const page = await opened(browser, tickmark);
    await page.goto(tickmark.setupLink());
    await page.getByRole('button', { name: /demo practice first/i }).click();
    // The demo practice is made now, and lives through its weeks.
    await expect(page.getByRole('navigation', { name: 'Modules', exact: true })).toBeVisible({ timeout: 60_000 });
    const paths = await framed(page);
    await walkAll(
      page,
      tickmark,
      paths.filter((_, at) => at % HALVES.length === half),
    );
  });
