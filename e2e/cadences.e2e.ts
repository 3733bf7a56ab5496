import { expect, test } from './harness.ts';
import { opened, says, seenIn } from './people.ts';

const seen = seenIn('cadences');
const ROOM_FOR_ITS_WORD = 90;

test('CA-58 a cadence gets another name, owner and clients on its page, and the list is narrowed by what its address says', async ({
  browser,
  tickmark,
}) => {
  test.slow();
  const page = await opened(browser, tickmark);
  await page.goto(tickmark.setupLink());
  await page.getByRole('button', { name: /demo practice first/i }).click();
  await expect(page.getByRole('navigation', { name: 'Modules', exact: true })).toBeVisible({ timeout: 60_000 });

  const name = await test.step('the list is narrowed to an owner, in words and in the address', async () => {
    await page.goto('/cadences');
    const first = await page.locator('[data-row-link]').first().innerText();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Owner' }).click();
    await page.getByRole('option').or(page.getByRole('menuitemradio')).locator('visible=true').first().click();
    await expect(page).toHaveURL(/[?&]owner=/);
    await page.reload();
    await expect(page.locator('.fchip-words')).toHaveText(/^owned by /);
    await seen(page, 'filtered');
    return first;
  });

  await test.step('on a phone the search field has room for its word', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/cadences');
    const field = await page.getByRole('textbox', { name: 'Search' }).boundingBox();
    await expect(page.getByRole('button', { name: 'Filter', exact: true })).toBeVisible();
    expect(field?.width).toBeGreaterThan(31 + 28 + ROOM_FOR_ITS_WORD);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('its name is changed, and taken back', async () => {
    await page.goto('/cadences');
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('button', { name: 'Name, owner and clients' }).click();
    const sheet = page.getByRole('dialog', { name: `Change «${name}»` });
    await sheet.getByLabel('Name', { exact: true }).fill('Books of the month');
    await seen(page, 'edit');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await says(page, 'Changed «Books of the month»');
    await expect(page.getByRole('heading', { level: 1, name: 'Books of the month' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  });
});
