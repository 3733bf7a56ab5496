import type { Page } from '@playwright/test';
import { axe, expect, test } from './harness.ts';
import { clients, opened, pick, says, seenIn, setUp } from './people.ts';

const seen = seenIn('feeds');

const part = (page: Page) => page.getByRole('region', { name: 'Calendar feeds' });

/** Opens the menu of a feed and chooses there. */
const choose = async (page: Page, feed: string, act: string): Promise<void> => {
  await part(page)
    .getByRole('button', { name: `Acts for ${feed}` })
    .click();
  await page.getByRole('menuitem', { name: act }).click();
};

/** The address that stands there this once. */
const shown = async (page: Page): Promise<string> => {
  const address = await page.getByLabel('Address', { exact: true }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  return new URL(address).pathname;
};

test('CA-61 PL-130 a calendar feed is made on one’s own page, copied, given a new address and revoked', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  clients(tickmark, 3);
  const status = async (path: string) => (await page.request.get(path)).status();

  await test.step('where none is, the page says what one is for', async () => {
    await page.goto('/me');
    await expect(part(page).getByText('No calendar feeds yet')).toBeVisible();
    await seen(page, 'none');
  });

  const first = await test.step('one is made of a client, and its address opens a calendar', async () => {
    await part(page).getByRole('button', { name: 'Make a calendar feed' }).click();
    const sheet = page.getByRole('dialog', { name: 'Make a calendar feed' });
    await pick(sheet.getByRole('combobox', { name: 'What it shows' }), 'Due dates of a client');
    await sheet.getByRole('button', { name: 'Make the feed' }).click();
    await expect(sheet.getByText('Choose the client.').first()).toBeVisible();
    await sheet.getByRole('combobox', { name: 'Client' }).fill('Client 1');
    await page.getByRole('option', { name: 'Client 1', exact: true }).click();
    await axe(page);
    await sheet.getByRole('button', { name: 'Make the feed' }).click();
    await expect(page.getByRole('dialog', { name: 'Address of «Due dates of Client 1»' })).toBeVisible();
    const path = await shown(page);
    expect(await status(path)).toBe(200);
    await page.reload();
    await expect(part(page).getByText(/^Last fetched/)).toBeVisible();
    await seen(page, 'one');
    return path;
  });

  await test.step('a new address closes the old one', async () => {
    await choose(page, 'Due dates of Client 1', 'Give it a new address');
    await page.getByRole('dialog').getByRole('button', { name: 'Give it a new address' }).click();
    const second = await shown(page);
    expect(await status(first)).toBe(404);
    expect(await status(second)).toBe(200);
  });

  await test.step('the menu copies it, and revoking leaves nothing', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await choose(page, 'Due dates of Client 1', 'Copy the address');
    await says(page, 'Copied the address of «Due dates of Client 1»');
    const copied = new URL(await page.evaluate(() => navigator.clipboard.readText())).pathname;
    expect(await status(copied)).toBe(200);
    await choose(page, 'Due dates of Client 1', 'Revoke');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await says(page, 'Revoked «Due dates of Client 1»');
    await expect(part(page).getByText('No calendar feeds yet')).toBeVisible();
    expect(await status(copied)).toBe(404);
  });
});
