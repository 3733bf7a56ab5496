import type { Page } from '@playwright/test';
import { expect, test } from './harness.ts';
import { clients, opened, pick, says, seenIn, setUp, take } from './people.ts';

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

/** Through the API, as this walk is not about it. */
const send = <Answer>(page: Page, method: string, path: string, body?: object): Promise<Answer> =>
  page.evaluate(
    async ([how, at, data]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/v1${at}`, { method: how!, headers, body: data ?? null });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    [method, path, body && JSON.stringify(body)],
  );

/** Monthly for one client, with the third of its dates set by hand. */
const withOneSetByHand = async (page: Page, client: string): Promise<string> => {
  const { items: workflows } = await send<{ items: { id: string }[] }>(page, 'GET', '/workflows');
  const cadence = { kind: 'scheduled', anchor: '2026-01-15', every: { n: 1, unit: 'month' } };
  const made = { workflow: workflows[0]!.id, name: 'Monthly books', cadence, clients: [client] };
  const { id } = await send<{ id: string }>(page, 'POST', '/cadences', made);
  const on = `/cadences/${id}/occurrences`;
  const dates = async () =>
    (await send<{ items: { key: string; start: string; due: string }[] }>(page, 'GET', `${on}?next=12`)).items;
  await expect.poll(async () => (await dates()).length).toBeGreaterThan(3);
  const { key, start, due } = (await dates())[2]!;
  await send(page, 'PUT', `${on}/${client}/${key}/override`, { start, due });
  return id;
};

test('CA-52 a change that takes away a date set by hand lists it before it is saved, to keep it or to let it go', async ({
  browser,
  tickmark,
}) => {
  test.slow();
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  const [client] = clients(tickmark, 1);
  await take(page, 'client_onboarding');
  const id = await withOneSetByHand(page, client!);
  await page.goto(`/cadences/${id}`);
  await page.getByRole('button', { name: 'Change the cadence' }).click();
  const sheet = page.getByRole('dialog');
  await pick(sheet.getByRole('combobox', { name: 'Unit' }).first(), /^years?$/);
  await sheet.getByRole('button', { name: 'See the dates' }).click();
  const lost = sheet.getByRole('region', { name: 'One date that was set by hand is not among the new ones' });
  await expect(lost.getByRole('radio', { name: /^Keep it instead of/ })).toBeChecked();
  await lost.getByRole('radio', { name: 'Let it go' }).check();
  await expect(lost.getByRole('radio', { name: 'Let it go' })).toBeChecked();
  await expect(sheet.getByRole('button', { name: 'Save the change' })).toBeVisible();
  await lost.scrollIntoViewIfNeeded();
  await seen(page, 'lost');
  await sheet.getByRole('button', { name: 'Save the change' }).click();
  await expect(sheet).toHaveCount(0);
});
