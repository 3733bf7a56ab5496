import { expect, test } from './harness.ts';
import { opened, seenIn, setUp, take } from './people.ts';

const seen = seenIn('workflow-page');

test('WF-5 WF-191 a workflow’s page has one main button and a menu reached by keyboard', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  await take(page, 'health_check');
  await page.goto('/workflows');
  await page.getByText('Annual health check').first().waitFor();
  const answer = await page.request.get('/api/v1/workflows', { params: { limit: 1 } });
  const { items } = (await answer.json()) as { items: { id: string }[] };
  await page.goto(`/workflows/${items[0]!.id}`);
  const bar = page.locator('.thing-head .actbar');
  await expect(bar.getByRole('button')).toHaveText(['Edit', 'More']);
  await bar.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem').last()).toBeFocused();
  await seen(page, 'menu');
  await page.keyboard.press('Escape');
  await expect(bar.getByRole('button', { name: 'More' })).toBeFocused();
});
