import { startMailServer } from '../src/connectors/mail/testing-server.ts';
import { expect, test } from './harness.ts';
import { pdf, send } from './papers.ts';
import { opened, pick, says, seenIn, setUp } from './people.ts';

const seen = seenIn('send-many');
const CLIENT = 'accounts@bay.example';
const TITLE = 'Accounts of Bay';

test('IN-124 where the practice wants it, many are sent and approved once every recipient was read', async ({
  browser,
  tickmark,
}) => {
  const server = await startMailServer();
  try {
    const page = await opened(browser, tickmark);
    await setUp(page, tickmark);
    const channels = (await (await page.request.get('/api/v1/channels')).json()) as {
      items: { kind: string; version: number }[];
    };
    await send(page, 'PUT', '/channels/email', {
      version: channels.items.find(({ kind }) => kind === 'email')!.version,
      provider: 'smtp',
      address: 'office@lantern.example',
      settings: { host: '127.0.0.1', port: server.port, tls: 'none' },
      manual_seconds: 0,
    });
    await send(page, 'POST', '/clients', { organisation_name: 'Bay', emails: [{ address: CLIENT }] });
    const wording = { locale: 'en', subject: 'Your accounts', body: '<p>Dear {{ client.name }}, here they are.</p>' };
    await send(page, 'POST', '/message-templates', {
      channel: 'email',
      module: 'workflows',
      name: 'Accounts',
      content: { default_locale: 'en', signature: false, variants: [wording] },
    });
    const templates = (await (await page.request.get('/api/v1/message-templates')).json()) as {
      items: { id: string; name: string }[];
    };
    const message_template_id = templates.items.find(({ name }) => name === 'Accounts')!.id;
    await send(page, 'POST', '/profiles', { name: 'Yearly accounts', message_template_id });
    await send(page, 'POST', '/items', { subject: 'A letter' });
    await page.goto('/documents');
    await page.getByRole('button', { name: 'Upload document' }).first().click();
    const upload = page.getByRole('dialog', { name: 'Upload document' });
    const file = { name: `${TITLE}.pdf`, mimeType: 'application/pdf', buffer: pdf() };
    await upload.locator('input[type=file]').setInputFiles([file]);
    await upload.getByRole('combobox', { name: 'Client' }).fill('Bay');
    await page.getByRole('option', { name: /Bay/ }).click();
    await pick(upload.getByRole('combobox', { name: 'Profile' }), 'Yearly accounts');
    await upload.getByRole('button', { name: 'Add document' }).click();
    await expect(page.getByRole('row').filter({ hasText: TITLE })).toContainText('Unprocessed');
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await expect(page.getByRole('row').filter({ hasText: TITLE })).toContainText('Awaiting approval');

    await page.goto('/inbox');
    await page.locator('[data-row]', { hasText: TITLE }).hover();
    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    await expect(page.getByRole('button', { name: /^Approve/ }).first()).toBeVisible();
    await expect(page.getByRole('button', { name: /^Send & approve/ })).toHaveCount(0);
    await page.goto('/settings/inbox/items');
    await page.getByLabel('Send & approve for many at once').check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await says(page, 'Saved how items behave');

    await page.goto('/inbox');
    await page.locator('[data-row]', { hasText: TITLE }).hover();
    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    await page.getByRole('button', { name: /^Send & approve/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Send & approve 2 items' });
    await expect(dialog).toContainText(`Bay, ${CLIENT}`);
    await expect(dialog).toContainText('has no document that could be sent');
    await seen(page, 'recipients');
    await dialog.getByRole('button', { name: 'Send to 1 client' }).click();
    await says(page, '1 e-mail is on its way');
    await expect.poll(() => server.taken.filter(({ to }) => to.includes(CLIENT)).length, { timeout: 60_000 }).toBe(1);
    await page.goto('/inbox?view=approved');
    await expect(page.locator('[data-row]', { hasText: TITLE })).toBeVisible();
  } finally {
    await server.close();
  }
});
