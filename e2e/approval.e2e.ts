import { readFileSync } from 'node:fs';
import { startMailServer } from '../src/connectors/mail/testing-server.ts';
import { expect, test } from './harness.ts';
import { pdf, send } from './papers.ts';
import { invite, join, opened, pick, says, seenIn, setUp } from './people.ts';

const seen = seenIn('approval');
const CLIENT = 'accounts@bay.example';
const TITLE = 'Accounts of Bay';

test('IN-101 IN-105 IN-107 IN-113 IN-115 a document is uploaded, waits in the inbox, and is approved as its mail leaves with it', async ({
  browser,
  tickmark,
}) => {
  const server = await startMailServer();
  const sent = () => server.taken.filter(({ to }) => to.includes(CLIENT));
  try {
    const page = await opened(browser, tickmark);
    await setUp(page, tickmark);
    const version = await page.evaluate(async () => {
      const { items } = (await (await fetch('/api/v1/channels')).json()) as {
        items: { kind: string; version: number }[];
      };
      return items.find(({ kind }) => kind === 'email')!.version;
    });
    const settings = { host: '127.0.0.1', port: server.port, tls: 'none' };
    await send(page, 'PUT', '/channels/email', {
      version,
      provider: 'smtp',
      address: 'office@lantern.example',
      settings,
      manual_seconds: 5,
    });
    await send(page, 'POST', '/clients', { organisation_name: 'Bay', emails: [{ address: CLIENT }] });
    const wording = { locale: 'en', subject: 'Your accounts', body: '<p>Dear {{ client.name }}, here they are.</p>' };
    const content = { default_locale: 'en', signature: false, variants: [wording] };
    await send(page, 'POST', '/message-templates', {
      channel: 'email',
      module: 'workflows',
      name: 'Accounts',
      content,
    });

    await test.step('a profile says that such documents need approval', async () => {
      await page.goto('/settings/profiles');
      await seen(page, 'no-profiles');
      await page.getByRole('button', { name: 'Add profile' }).first().click();
      const sheet = page.getByRole('dialog', { name: 'Add profile' });
      await sheet.getByLabel('Name').fill('Yearly accounts');
      await pick(sheet.getByRole('combobox', { name: 'Message template' }), 'Accounts');
      await seen(page, 'profile');
      await sheet.getByRole('button', { name: 'Add profile' }).click();
      await says(page, 'Added «Yearly accounts»');
    });

    await test.step('a PDF is uploaded and processed', async () => {
      await page.goto('/documents');
      await seen(page, 'no-documents');
      await page.getByRole('button', { name: 'Upload document' }).first().click();
      const sheet = page.getByRole('dialog', { name: 'Upload document' });
      await sheet
        .locator('input[type=file]')
        .setInputFiles([{ name: `${TITLE}.pdf`, mimeType: 'application/pdf', buffer: pdf() }]);
      await expect(sheet.getByLabel('Title')).toHaveValue(TITLE);
      await sheet.getByRole('combobox', { name: 'Client' }).fill('Bay');
      await page.getByRole('option', { name: /Bay/ }).click();
      await pick(sheet.getByRole('combobox', { name: 'Profile' }), 'Yearly accounts');
      await seen(page, 'upload');
      await sheet.getByRole('button', { name: 'Add document' }).click();
      await says(page, `Added «${TITLE}»`);
      const row = page.getByRole('row').filter({ hasText: TITLE });
      await expect(row).toContainText('Unprocessed');
      await page.keyboard.press('j');
      await page.keyboard.press('e');
      await expect(row).toContainText('Awaiting approval');
      await seen(page, 'documents');
    });

    await test.step('its item waits in Outstanding, and opens beside its e-mail', async () => {
      await page.goto('/inbox');
      await expect(page.getByRole('row').filter({ hasText: TITLE })).toBeVisible();
      await page.keyboard.press('j');
      await page.keyboard.press('p');
      await expect(page).toHaveURL(/\/inbox\/1\/preview$/);
      await expect(page.getByText(CLIENT)).toBeVisible();
      await expect(page.getByLabel('Text', { exact: true })).toHaveValue(/Dear Bay/);
      await seen(page, 'preview');
    });

    await test.step('who opens the same preview is named', async () => {
      const link = await invite(page, 'Sample Manager', 'Manager');
      const second = await opened(browser, tickmark);
      await join(second, link);
      await second.goto('/inbox/1/preview');
      await expect(second.getByText(CLIENT)).toBeVisible();
      await page.goto('/inbox/1/preview');
      await expect(page.getByText('Sample Manager is looking at this too.')).toBeVisible();
      await seen(page, 'two');
      await second.getByRole('link', { name: 'Documents', exact: true }).click();
      await expect(page.getByText('Sample Manager is looking at this too.')).toHaveCount(0);
      await second.close();
    });

    await test.step('IN-113 another recipient needs a reason, and the client’s own is a press away', async () => {
      await page.getByRole('button', { name: 'Change recipient' }).click();
      const sheet = page.getByRole('dialog', { name: 'Change recipient' });
      await sheet.getByLabel('E-mail address').fill('audit@bay.example');
      await sheet.getByRole('button', { name: 'Change recipient' }).click();
      await expect(sheet.getByText('Say why it goes to another address.').first()).toBeVisible();
      await sheet.getByLabel('Reason').fill('Their auditor asked for it');
      await seen(page, 'recipient-sheet');
      await sheet.getByRole('button', { name: 'Change recipient' }).click();
      await says(page, 'It goes to audit@bay.example');
      await expect(page.getByText('Instead of the client’s own address: Their auditor asked for it')).toBeVisible();
      await seen(page, 'recipient');
      await page.getByRole('button', { name: 'Use the client’s address' }).click();
      await expect(page.getByText(CLIENT)).toBeVisible();
    });

    await test.step('Send & approve is undone once while it is held, and then leaves', async () => {
      await page.getByLabel('Subject').fill('Your accounts, as agreed');
      await page.getByRole('button', { name: 'Send & approve' }).click();
      await says(page, `#1 leaves for ${CLIENT}`);
      await page.getByRole('button', { name: 'Undo sending' }).click();
      await says(page, '#1 was not sent');
      await expect(page.getByLabel('Subject')).toHaveValue('Your accounts, as agreed');
      await page.getByRole('button', { name: 'Send & approve' }).click();
      await expect(page.getByText('Until it left, nothing is decided')).toBeVisible();
      await seen(page, 'sending');
      await expect.poll(() => sent().length, { timeout: 60_000 }).toBe(1);
      const [mail] = sent();
      expect(mail!.to).toEqual([CLIENT]);
      expect(mail!.raw).toContain('Subject: Your accounts, as agreed');
      expect(mail!.raw.replaceAll(/\s/g, '')).toContain(pdf().toString('base64').slice(0, 400));
    });

    await test.step('the item is Approved, and its timeline tells who did what', async () => {
      await page.goto('/inbox/1');
      await expect(page.getByText('Approved', { exact: true }).first()).toBeVisible();
      await expect(page.getByText(/approved it and sends it to the client/).first()).toBeVisible();
      await expect(page.getByText(/sent it, so it is approved/).first()).toBeVisible();
      await seen(page, 'approved');
    });

    await test.step('IN-184 all that is kept of it is taken as one download', async () => {
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await seen(page, 'evidence-menu');
      const coming = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: 'Take the evidence' }).click();
      const bundle = await coming;
      expect(bundle.suggestedFilename()).toBe('item-1.zip');
      const bytes = readFileSync(await bundle.path());
      expect(bytes.subarray(0, 2).toString()).toBe('PK');
      for (const name of ['sent/001.html', 'document/001', 'audit.ndjson']) expect(bytes.includes(name)).toBe(true);
      await says(page, 'Gathered what is kept of #1');
    });

    await test.step('IN-100 IN-115 a client’s own record says how documents reach them', async () => {
      await page.goto('/clients');
      await page.getByRole('row').filter({ hasText: 'Bay' }).getByRole('link').first().click();
      await page.getByRole('button', { name: 'Change delivery' }).click();
      const sheet = page.getByRole('dialog', { name: 'Documents of Bay' });
      await sheet.getByLabel('Approve everything').check();
      await seen(page, 'delivery-sheet');
      await sheet.getByRole('button', { name: 'Save changes' }).click();
      await says(page, 'Saved how documents reach Bay');
      await expect(page.getByText('All of their documents need approval')).toBeVisible();
      await seen(page, 'delivery');
    });

    await test.step('IN-115 what was approved only is sent from the list of documents', async () => {
      const [{ id }] = await page.evaluate(async () => (await (await fetch('/api/v1/documents')).json()).items);
      await send(page, 'POST', `/documents/${id}/approval-request`, {});
      await page.goto('/inbox');
      await expect(page.getByRole('row').filter({ hasText: TITLE })).toBeVisible();
      await page.keyboard.press('j');
      await page.keyboard.press('y');
      const dialog = page.getByRole('dialog', { name: 'Approve #2' });
      await expect(dialog.getByText('Dear Bay, here they are.')).toBeVisible();
      await expect(dialog.getByText(CLIENT)).toBeVisible();
      await seen(page, 'decide');
      await page.keyboard.press('Control+Enter');
      await expect(dialog).toHaveCount(0);
      await page.goto('/documents');
      const row = page.getByRole('row').filter({ hasText: TITLE });
      await expect(row).toContainText('Client not notified');
      await page
        .getByRole('tab', { name: 'Not told' })
        .or(page.getByRole('link', { name: 'Not told' }))
        .or(page.getByRole('button', { name: 'Not told' }))
        .first()
        .click();
      await expect(page.getByText('It was approved without sending.').first()).toBeVisible();
      await seen(page, 'not-told');
      await page.goto('/documents');
      await page.waitForTimeout(10_500);
      await row.getByRole('button', { name: `Acts for ${TITLE}` }).click();
      await page.getByRole('menuitem', { name: 'Send to the client' }).click();
      const sheet = page.getByRole('dialog', { name: `Send «${TITLE}»` });
      await expect(sheet.getByText(CLIENT)).toBeVisible();
      await seen(page, 'send');
      await sheet.getByRole('button', { name: 'Send', exact: true }).click();
      await says(page, `leaves for ${CLIENT}`);
      await expect.poll(() => sent().length, { timeout: 60_000 }).toBe(2);
      await expect(row).not.toContainText('Client not notified');
      await seen(page, 'sent');
    });
  } finally {
    await server.close();
  }
});
