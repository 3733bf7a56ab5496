import type { Page } from '@playwright/test';
import { startMailServer } from '../src/connectors/mail/testing-server.ts';
import { expect, test } from './harness.ts';
import { opened, says, seenIn, setUp } from './people.ts';

const seen = seenIn('approval');
const CLIENT = 'accounts@bay.example';
const TITLE = 'Accounts of Bay';

/** Through the API, as this walk is not about it. */
const send = <Answer>(page: Page, method: string, path: string, body: object): Promise<Answer> =>
  page.evaluate(
    async ([how, at, data]) => {
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      const { version, ...given } = data as { version?: number };
      if (version !== undefined) headers['if-match'] = `"${version}"`;
      const answer = await fetch(`/api/v1${at}`, { method: how as string, headers, body: JSON.stringify(given) });
      const said = await answer.json();
      if (!answer.ok) throw new Error(`${how} ${at}: ${JSON.stringify(said)}`);
      return said as never;
    },
    [method, path, body] as const,
  );

/** A PDF of one page with a line of text. */
const pdf = (): Buffer => {
  const text = 'BT /F1 24 Tf 72 720 Td (Accounts 2026) Tj ET';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.7\n';
  const at = objects.map((object, i) => {
    const start = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = file.length;
  const rows = at.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 6\n0000000000 65535 f \n${rows}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
};

test('IN-101 IN-105 IN-107 IN-113 a document is uploaded, waits in the inbox, and is approved as its mail leaves with it', async ({
  browser,
  tickmark,
}) => {
  test.setTimeout(240_000);
  const server = await startMailServer();
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
      await sheet.getByRole('combobox', { name: 'Message template' }).click();
      await page.getByRole('option', { name: 'Accounts' }).click();
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
      await sheet.getByRole('combobox', { name: 'Profile' }).click();
      await page.getByRole('option', { name: 'Yearly accounts' }).click();
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
      await expect.poll(() => server.taken.length, { timeout: 60_000 }).toBe(1);
      const [mail] = server.taken;
      expect(mail!.to).toEqual([CLIENT]);
      expect(mail!.raw).toContain('Subject: Your accounts, as agreed');
      expect(mail!.raw.replaceAll(/\s/g, '')).toContain(pdf().toString('base64').slice(0, 400));
    });

    await test.step('the item is Approved, and its timeline tells who did what', async () => {
      await page.goto('/inbox/1');
      await expect(page.getByText('Approved', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
      await expect(page.getByText(/approved it and sends it to the client/).first()).toBeVisible();
      await expect(page.getByText(/sent it, so it is approved/).first()).toBeVisible();
      await seen(page, 'approved');
    });
  } finally {
    await server.close();
  }
});
