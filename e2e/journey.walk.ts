import type { Locator, Page } from '@playwright/test';
import { axe, expect, shots, test } from './harness.ts';
import { clients, invite, join, opened, plain, says, setUp, take } from './people.ts';

/** A screen on the way: no axe finding, no id in sight, and its pictures. */
const seen = async (page: Page, name: string): Promise<void> => {
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await axe(page);
  await plain(page);
  await shots(page, `journey-${name}`);
};

const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });

/** Ticks the first `count` rows with the keys: `x`, down with `j`, `X`. */
const tickFirst = async (page: Page, count: number): Promise<void> => {
  await page.locator('[data-row-link]').first().focus();
  await page.keyboard.press('x');
  for (let n = 1; n < count; n += 1) await page.keyboard.press('j');
  await page.keyboard.press('X');
  await expect(page.getByText(`${count} selected`)).toBeVisible();
};

test('PL-6 PL-29 PL-45 PL-170 WF-4 WF-81 a practice is set up, two members join, fifty clients are onboarded in one act, and work is handed on', async ({
  browser,
  tickmark,
}) => {
  test.setTimeout(200_000);
  const owner = await opened(browser, tickmark);
  await setUp(owner, tickmark);
  await seen(owner, 'home-new');
  const manager = await opened(browser, tickmark);
  const staff = await opened(browser, tickmark);
  await join(manager, await invite(owner, 'Sample Manager', 'Manager'));
  await join(staff, await invite(owner, 'Sample Staff', 'Staff'));
  await owner.goto('/settings/members');
  await expect(owner.locator('[data-row]')).toHaveCount(3);
  await take(owner, 'client_onboarding');
  clients(tickmark, 60);

  await test.step('fifty clients, one act', async () => {
    await manager.goto('/clients');
    await expect(manager.locator('[data-row]').nth(49)).toBeAttached();
    await tickFirst(manager, 50);
    await manager.getByRole('button', { name: /^Start workflow/ }).click();
    await manager.getByRole('option', { name: /Client onboarding/ }).click();
    const sheet = dialog(manager, 'Client onboarding for 50 clients');
    await expect(sheet.getByText('It starts on all 50.')).toBeVisible();
    await seen(manager, 'launch');
    await sheet.getByRole('button', { name: 'Start on 50 clients' }).click();
    await says(manager, 'Started «Client onboarding» on 50 clients');
  });

  await test.step('two members work', async () => {
    await manager.goto(`/my-work?q=${encodeURIComponent('identity')}`);
    await tickFirst(manager, 5);
    await manager.getByRole('button', { name: /^Assign/ }).click();
    const sheet = dialog(manager, 'Who does 5 tasks?');
    await sheet.getByRole('combobox', { name: 'To' }).click();
    await manager.getByRole('option', { name: 'Sample Staff' }).click();
    await sheet.getByRole('button', { name: 'Assign' }).click();
    await says(manager, /^Gave 5 tasks/);
    await staff.goto('/my-work');
    await expect(staff.locator('[data-row]')).toHaveCount(5);
    await seen(staff, 'my-work');
  });
});
