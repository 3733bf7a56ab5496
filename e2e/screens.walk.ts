import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, idsShown, runTickmark, shots, startTickmark, type Tickmark, test } from './harness.ts';
import { opened } from './people.ts';

const WIDE = 1440;
const SIZES = [
  { width: WIDE, height: 900 },
  { width: 390, height: 844 },
];

/** Every address that `routes.tsx` gives a page, so that none is forgotten when one is added. */
const ADDRESSES = [
  ...readFileSync(new URL('../src/app/web/routes.tsx', import.meta.url), 'utf8').matchAll(/^ {2}'(\/[^']*)': \(\)/gm),
].map(([, path = '']) => path);
const OPEN = ['/setup', '/sign-in', '/invitation', '/reset', '/second-factor'];

/** Where the first thing of each address with a `$` is read. */
const FIRST: Readonly<Record<string, string>> = {
  '/runs/$id': '/runs?limit=1',
  '/workflows/$id': '/workflows?limit=1',
  '/workflows/$id/edit': '/workflows?limit=1',
  '/workflows/$id/versions': '/workflows?limit=1',
  '/prospects/$id': '/prospects?limit=1',
  '/clients/$id': '/clients?limit=1',
  '/employees/$id': '/employees?limit=1',
  '/workflows/templates/$key': '/workflow-templates',
};

/** A page of a bulk operation is walked in the journey, where one is made. */
const ELSEWHERE = ['/bulk/$id'];

const addressOf = async (page: Page, path: string): Promise<string> => {
  const from = FIRST[path];
  if (!from) return path;
  const answer = await page.request.get(`/api/v1${from}`);
  expect(answer.ok(), `${from}: ${await answer.text()}`).toBe(true);
  const [first] = ((await answer.json()) as { items: { id?: string; key?: string }[] }).items;
  return path.replace('$id', first?.id ?? '').replace('$key', first?.key ?? '');
};

/** Dark has other colours and the same layout, on a phone too: so what colours can break is asked of it once. */
const findings = async (page: Page, width: number): Promise<string[]> => {
  const found = await violations(page);
  if (width !== WIDE) return found;
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...found, ...dark.map((one) => `in dark ${one}`)];
};

const violations = async (page: Page, rules?: string[]): Promise<string[]> => {
  const all = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const answer = await (rules ? all.withRules(rules) : all).analyze();
  return answer.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
  );
};

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What is wrong with one screen at one size, in words. */
const wrongs = async (page: Page, width: number): Promise<string[]> => [
  ...(await findings(page, width)),
  ...((await sideways(page)) > 0 ? ['scrolls sideways'] : []),
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
    console.log(new Date().toISOString(), path, said.slice(-3));
    await page.setViewportSize(SIZES[0]!);
    await page.goto(`${tickmark.url}${await addressOf(page, path)}`);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await settled(page);
      said.push(...(await wrongs(page, size.width)).map((wrong) => `${path} at ${size.width}: ${wrong}`));
    }
  }
  expect(said).toEqual([]);
};

test.describe('every screen of the demo practice', () => {
  let tickmark: Tickmark;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    tickmark = await startTickmark();
    const made = runTickmark(['demo'], { TICKMARK_DATA: tickmark.data });
    expect(made.code, made.output).toBe(0);
  });
  test.afterAll(() => tickmark?.end());

  test('PL-170 PL-171 PL-R22 every page is clean to axe in light and dark, fits 390 px, shows no id and logs no error', async ({
    browser,
  }) => {
    test.setTimeout(600_000);
    const page = await opened(browser, tickmark);
    await page.goto(tickmark.setupLink());
    await page.getByRole('button', { name: 'Look at the demo practice first' }).click();
    await expect(page.getByRole('navigation', { name: 'Modules' })).toBeVisible();
    await walkAll(
      page,
      tickmark,
      ADDRESSES.filter((path) => !OPEN.includes(path) && !ELSEWHERE.includes(path)),
    );
    await page.goto(`${tickmark.url}/my-work`);
    await settled(page);
    await shots(page, 'demo-my-work');
    await page.context().close();
  });

  test('PL-170 PL-171 the pages before signing in are clean to axe, fit 390 px and log no error', async ({
    browser,
  }) => {
    const page = await opened(browser, tickmark);
    await walkAll(
      page,
      tickmark,
      OPEN.filter((path) => path !== '/second-factor'),
    );
    await page.context().close();
  });
});
