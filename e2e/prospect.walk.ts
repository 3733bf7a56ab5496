import type { Page } from '@playwright/test';
import { axe, expect, shots, test } from './harness.ts';
import { clients, opened, plain, says, setUp, take } from './people.ts';

const PROSPECT = 'Orbit Biscuit Works';

/** What the menu of the first row offers. */
const menuOf = async (page: Page, name: string): Promise<string[]> => {
  await page.getByRole('button', { name: `Acts for ${name}` }).click();
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  const labels = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem')).toHaveCount(0);
  return labels.map((label) => label.split('\n')[0] ?? '');
};

test('PE-24 PE-31 PL-R22 a workflow is started where its record is, one converted elsewhere is refused with the way to go, and a task is done by keys alone', async ({
  browser,
  tickmark,
}) => {
  test.setTimeout(150_000);
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  const [client] = clients(tickmark, 1);
  await take(page, 'new_prospect');

  await test.step('add the prospect', async () => {
    await page.goto('/prospects');
    await page.getByRole('button', { name: 'Add prospect' }).first().click();
    const sheet = page.getByRole('dialog', { name: 'Add prospect' });
    await sheet.getByLabel('Name of the organisation').fill(PROSPECT);
    await axe(page);
    await sheet.getByRole('button', { name: 'Add prospect' }).click();
    await says(page, `Added ${PROSPECT}`);
  });

  await test.step('Start workflow stands in the menu only where something can be started', async () => {
    await page.goto('/prospects');
    expect(await menuOf(page, PROSPECT)).toContain('Start workflow');
    await page.goto('/clients');
    expect(await menuOf(page, 'Client 0')).not.toContain('Start workflow');
    await page.goto(`/clients/${client}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Client 0');
    await expect(page.getByRole('button', { name: 'Start workflow' })).toHaveCount(0);
  });

  await test.step('one task by keys alone', async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search or do' }).pressSequentially('Prospects');
    await expect(
      page
        .getByRole('button', { name: 'Prospects' })
        .or(page.getByRole('option', { name: 'Prospects' }))
        .first(),
    ).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/prospects/);
    await expect(page.locator('[data-row]')).toHaveCount(1);
    await page.keyboard.press('j');
    await page.keyboard.press('s');
    await expect(page.getByRole('combobox', { name: 'Find a workflow' })).toBeFocused();
    await axe(page);
    await page.keyboard.press('Enter');
    await says(page, `Started «New prospect» on ${PROSPECT}`);
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await expect(page).toHaveURL(/\/my-work/);
    await expect(page.locator('[data-row]').first()).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('s');
    await says(page, /^Started «/);
    await page.keyboard.press('d');
    await expect(page.locator('.task-panel')).toBeVisible();
    await plain(page);
    await shots(page, 'prospect-task');
  });

  await test.step('converted in one window, refused in the other', async () => {
    const other = await page.context().newPage();
    await take(page, 'add_to_waitlist');
    await other.goto('/prospects');
    await expect(other.getByText(PROSPECT, { exact: true })).toBeVisible();
    await other.locator('[data-row-link]').first().focus();
    await other.keyboard.press('s');
    await expect(other.getByRole('option', { name: /waitlist/i })).toBeVisible();
    await page.goto('/prospects');
    await page.getByRole('button', { name: `Acts for ${PROSPECT}` }).click();
    await page.getByRole('menuitem', { name: /^Convert to client/ }).click();
    await says(page, `${PROSPECT} is a client now`);
    await other.getByRole('option', { name: /waitlist/i }).click();
    await expect(other.getByRole('alert')).toContainText(`${PROSPECT} is a client now. Start it from Clients.`);
  });
});
