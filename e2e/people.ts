import { spawnSync } from 'node:child_process';
import type { Browser, Locator, Page } from '@playwright/test';
import { OF_COLOURS, violations } from './axe.ts';
import { axe, expect, idsShown, shots, type Tickmark } from './harness.ts';

export const PRACTICE = { name: 'Lantern & Quill', slug: 'lantern-quill' };
const PASSWORD = 'harbour lantern quill ninety';

/** A window of its own, as each person has one. */
export const opened = async (browser: Browser, tickmark: Tickmark): Promise<Page> => {
  const context = await browser.newContext({ baseURL: tickmark.url, reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  return context.newPage();
};

/**
 * Picks an option of a field that opens a list. What moves under the hand takes a press away, as it does from a person, who
 * presses again.
 */
export const pick = async (field: Locator, name: string | RegExp, { exact = false } = {}): Promise<void> => {
  const option = field.page().getByRole('option', { name, exact });
  await expect(async () => {
    if (!(await option.isVisible())) await field.click({ timeout: 10_000 });
    await option.click({ timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
};

/** Through the link that the start printed to the home of a new practice. */
export const setUp = async (page: Page, tickmark: Tickmark): Promise<void> => {
  await page.goto(tickmark.setupLink());
  await page.getByLabel('Name of the practice').fill(PRACTICE.name);
  await page.getByLabel('Your name').fill('Sample Owner');
  await page.getByLabel('E-mail').fill('owner@lantern.example');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up the practice' }).click();
  await atHome(page);
};

/** Invites through the screen and gives the link that it shows. */
export const invite = async (page: Page, name: string, role: string): Promise<string> => {
  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'Invite a member' }).click();
  const sheet = page.getByRole('dialog', { name: 'Invite a member' });
  await sheet.getByLabel('Name', { exact: true }).fill(name);
  await sheet.getByLabel('E-mail').fill(`${role.toLowerCase().replaceAll(' ', '.')}@lantern.example`);
  await pick(sheet.getByRole('combobox', { name: 'Role' }), role, { exact: true });
  await sheet.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await page.getByLabel('Link of the invitation').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  return link;
};

/** Joins by the link, in a window of one's own. */
export const join = async (page: Page, link: string): Promise<void> => {
  await page.goto(link);
  await page.getByRole('textbox', { name: /password/i }).fill(PASSWORD);
  await page.getByRole('button', { name: `Join ${PRACTICE.name}` }).click();
  await atHome(page);
};

/** Makes that many clients by the loop, «Client 0» and so on, and gives their ids. */
export const clients = (tickmark: Tickmark, count: number): string[] => {
  const env = { ...process.env, TICKMARK_DATA: tickmark.data };
  const made = spawnSync(process.execPath, ['e2e/fill.ts', PRACTICE.slug, String(count)], { env, encoding: 'utf8' });
  expect(made.status, made.stderr).toBe(0);
  return JSON.parse(made.stdout) as string[];
};

/** Takes a template of the library as it is. */
export const take = async (page: Page, key: string): Promise<void> => {
  await page.goto(`/workflows/templates/${key}`);
  await page.getByRole('button', { name: 'Use as it is' }).click();
  await says(page, /is your own now, and on/);
};

/** A toast with this sentence stands there. */
export const says = async (page: Page, sentence: string | RegExp): Promise<void> => {
  await expect(page.locator('.toast-words').filter({ hasText: sentence }).first()).toBeVisible();
};

/** Looks at a page of this walk: it stands whole, is clean to axe, shows no id, and with `SHOTS` is kept as a picture. */
export const seenIn =
  (walk: string) =>
  async (page: Page, name: string): Promise<void> => {
    // While its code is fetched a page has no heading yet.
    await expect(page.locator('h1')).not.toHaveCount(0);
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await axe(page);
    await plain(page);
    await shots(page, `${walk}-${name}`);
  };

/** A page without our frame: clean to axe, light and dark, within 390 px, and without ids; kept as pictures by its name. */
export const seenOutside = async (page: Page, name?: string): Promise<void> => {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, colorScheme === 'dark' ? OF_COLOURS : undefined), colorScheme).toEqual([]);
    const path = `test-results/shots/${name}-390-${colorScheme}.png`;
    if (name && process.env.SHOTS) await page.screenshot({ path, fullPage: true });
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await plain(page);
  if (before) await page.setViewportSize(before);
};

/** Nobody reads an id on this page. */
export const plain = async (page: Page): Promise<void> => expect(await idsShown(page)).toEqual([]);

const atHome = (page: Page): Promise<void> =>
  expect(page.getByRole('navigation', { name: 'Modules', exact: true })).toBeVisible();
