import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, idsShown, type Tickmark, test } from './harness.ts';
import { opened } from './people.ts';

const WIDE = 1440;
const SIZES = [
  { width: WIDE, height: 900 },
  { width: 390, height: 844 },
];

const OPEN = ['/setup', '/sign-in', '/invitation', '/reset'];

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
    await page.setViewportSize(SIZES[0]!);
    await page.goto(`${tickmark.url}${path}`);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await settled(page);
      said.push(...(await wrongs(page, size.width)).map((wrong) => `${path} at ${size.width}: ${wrong}`));
    }
  }
  expect(said).toEqual([]);
};

test('PL-170 PL-171 the pages before signing in are clean to axe, fit 390 px, show no id and log no error', async ({
  browser,
  tickmark,
}) => {
  test.slow();
  const page = await opened(browser, tickmark);
  await walkAll(page, tickmark, OPEN);
});
