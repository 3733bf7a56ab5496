import type { Page } from '@playwright/test';
import { expect, test } from './harness.ts';
import { invite, join, opened, says, seenIn, setUp } from './people.ts';

const seen = seenIn('views');
const rows = (page: Page) => page.locator('[data-row]');
const filter = async (page: Page, name: string, option: string) => {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};
const menu = async (page: Page, button: string | RegExp) => {
  await page.getByRole('button', { name: button, exact: typeof button === 'string' }).click();
  return page.getByRole('menu', { name: 'Saved views' });
};

test('IN-161 a member saves what they look at as a view, shares it, and it says what it names that is gone', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  const post = async (path: string, data: object) => {
    const headers = { origin: tickmark.url };
    const done = await page.request.post(`/api/v1${path}`, { data, headers });
    expect(done.ok(), await done.text()).toBe(true);
    return (await done.json()) as { id: string; version: number };
  };
  const category = await post('/categories', { name: 'Leases' });
  await post('/items', { subject: 'Lease of the office', category_id: category.id, priority: 'high' });
  await post('/items', { subject: 'Lease of the garage', category_id: category.id });
  await post('/items', { subject: 'A letter' });

  await test.step('filters and columns are saved under a name', async () => {
    await page.goto('/inbox');
    await expect(rows(page)).toHaveCount(3);
    await (await menu(page, 'Views')).waitFor();
    await seen(page, 'none');
    await page.keyboard.press('Escape');
    await filter(page, 'Category', 'Leases');
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Category' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('columnheader', { name: 'Category' })).toBeVisible();
    await page.getByRole('button', { name: 'Save as a view…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Save as a view' });
    await sheet.getByRole('button', { name: 'Save view' }).click();
    await expect(sheet.getByText('Give the view a name.').first()).toBeVisible();
    await sheet.getByLabel('Name', { exact: true }).fill('Leases');
    await sheet.getByLabel('For everybody').check();
    await seen(page, 'sheet');
    await sheet.getByRole('button', { name: 'Save view' }).click();
    await says(page, 'Saved the view «Leases»');
    await expect(page).toHaveURL(/columns=[^&]*category/);
    await seen(page, 'saved');
  });

  await test.step('what is changed in it is saved, or left; a reload shows what the address says', async () => {
    await filter(page, 'Priority', 'High');
    await expect(page.getByRole('button', { name: 'Leases, changed' })).toBeVisible();
    await page.reload();
    await expect(rows(page)).toHaveCount(1);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await says(page, 'Changed the view «Leases»');
    await expect(page.getByRole('button', { name: 'Leases, changed' })).toHaveCount(0);
    await page.locator('.toast', { hasText: 'Changed the view' }).getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('button', { name: 'Leases, changed' })).toBeVisible();
  });

  const other = await opened(browser, tickmark);
  await test.step('a colleague opens it from the menu and the palette, and cannot change it', async () => {
    await join(other, await invite(page, 'Sam Staff', 'Staff'));
    await other.goto('/inbox');
    const list = await menu(other, 'Views');
    await list.getByRole('menuitemradio', { name: 'Leases' }).click();
    await expect(rows(other)).toHaveCount(2);
    await expect(other.getByRole('columnheader', { name: 'Category' })).toBeVisible();
    await menu(other, 'Leases');
    await expect(other.getByRole('menuitem', { name: 'Remove view' })).toHaveCount(0);
    await seen(other, 'shared');
    await other.keyboard.press('Escape');
    await other.goto('/inbox');
    await expect(rows(other)).toHaveCount(3);
    await other.keyboard.press('Control+k');
    await other.getByRole('textbox', { name: 'Search or do' }).fill('view Leases');
    const palette = other.getByRole('dialog', { name: 'Search or do' });
    await palette.getByRole('button', { name: /Open the view «Leases»/ }).click();
    await expect(rows(other)).toHaveCount(2);
  });

  await test.step('the category goes: the view shows its rows, that filter struck out, and says so', async () => {
    const headers = { origin: tickmark.url, 'if-match': '"1"' };
    const gone = await page.request.delete(`/api/v1/categories/${category.id}`, { headers });
    expect(gone.ok(), await gone.text()).toBe(true);
    await other.goto('/inbox');
    const list = await menu(other, 'Views');
    await list.getByRole('menuitemradio', { name: 'Leases (names something gone)' }).click();
    await expect(rows(other)).toHaveCount(3);
    await expect(other.getByRole('status').filter({ hasText: 'Category' })).toContainText(
      'what this filter names is not there any more',
    );
    await expect(other.locator('.fchip s')).toHaveText('Category');
    await seen(other, 'gone');
    await other.getByRole('button', { name: 'Clear the filter Category' }).click();
    await expect(other.locator('.fchip s')).toHaveCount(0);
  });

  await test.step('it is renamed and removed, and comes back', async () => {
    await page.goto('/inbox');
    await (await menu(page, 'Views')).getByRole('menuitemradio', { name: /^Leases/ }).click();
    await (await menu(page, /^Leases/)).getByRole('menuitem', { name: 'Rename or share…' }).click();
    const sheet = page.getByRole('dialog', { name: 'The view «Leases»' });
    await sheet.getByLabel('Name', { exact: true }).fill('Office leases');
    await sheet.getByRole('button', { name: 'Save changes' }).click();
    await (await menu(page, 'Office leases')).getByRole('menuitem', { name: 'Remove view' }).click();
    await says(page, 'Removed the view «Office leases»');
    await expect(page.getByRole('button', { name: 'Views', exact: true })).toBeVisible();
    await page.locator('.toast', { hasText: 'Removed the view' }).getByRole('button', { name: 'Undo' }).click();
    await (await menu(page, 'Views')).getByRole('menuitemradio', { name: /^Office leases/ }).waitFor();
  });
});
