import type { Page } from '@playwright/test';
import { axe, expect, test } from './harness.ts';
import { clients, opened, PRACTICE, says, seenIn, setUp, take } from './people.ts';

const seen = seenIn('sandbox');

const now = (page: Page) => page.locator('.sandbox-now').innerText();

test('PL-141 PL-142 a sandbox is made beside the practice, worked in by a moved clock, reset, left and removed', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  clients(tickmark, 120);
  await take(page, 'health_check');

  await test.step('it is made with people under made-up names', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Sandbox' }).click();
    await seen(page, 'none');
    await page.getByRole('button', { name: 'Make the sandbox' }).click();
    await expect(page.getByRole('heading', { name: `${PRACTICE.name} sandbox` })).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await seen(page, 'there');
  });

  await test.step('every page of it says what it is, and nobody is named', async () => {
    await page.getByRole('button', { name: 'Open the sandbox' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    await expect(page.getByText(/^Sandbox: nothing leaves this practice/)).toBeVisible();
    await page.goto('/clients');
    await expect(page.getByText('Amber Bakery 1', { exact: true })).toBeVisible();
    await expect(page.getByText(/^Client \d/)).toHaveCount(0);
    await expect(page.getByText(/^Sandbox: nothing leaves this practice/)).toBeVisible();
    await seen(page, 'clients');
    await page.goto('/workflows');
    await expect(page.getByText('Annual health check').first()).toBeVisible();
  });

  await test.step('the clock moves, and a reset takes it back', async () => {
    await page.goto('/sandbox');
    const made = await now(page);
    await page.getByRole('button', { name: 'A month' }).click();
    await expect.poll(() => now(page)).not.toBe(made);
    await seen(page, 'inside');
    await page.getByRole('button', { name: 'Reset…' }).click();
    const sure = page.getByRole('dialog', { name: 'Reset the sandbox?' });
    await axe(page);
    await sure.getByRole('button', { name: 'Reset' }).click();
    await says(page, 'Going back to the beginning');
    await expect.poll(() => now(page)).toBe(made);
    await expect(page.getByRole('button', { name: 'Reset…' })).toBeEnabled();
    await page.goto('/clients');
    await expect(page.getByText('Amber Bakery 1', { exact: true })).toBeVisible();
  });

  await test.step('one leaves it as one came, and removes it', async () => {
    await page.goto('/sandbox');
    await page.getByRole('button', { name: `Leave for ${PRACTICE.name}` }).click();
    await page.waitForURL((url) => url.pathname === '/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(/^Sandbox: nothing leaves/)).toHaveCount(0);
    await page.goto('/sandbox');
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('dialog', { name: 'Remove the sandbox?' }).getByRole('button', { name: 'Remove' }).click();
    await says(page, 'Removed the sandbox');
    await expect(page.getByRole('button', { name: 'Make the sandbox' })).toBeVisible();
    await page.goto('/clients');
    await expect(page.getByText(/^Client \d/).first()).toBeVisible();
  });
});
