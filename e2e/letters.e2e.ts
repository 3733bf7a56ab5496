import { readFileSync } from 'node:fs';
import { testDocx, textOfDocx, textOfPdf } from '../src/inbox/letters/testing.ts';
import { testPng } from '../src/inbox/signatures/testing.ts';
import { expect, test } from './harness.ts';
import { pdf, send } from './papers.ts';
import { opened, pick, says, seenIn, setUp } from './people.ts';

const seen = seenIn('letters');
const TITLE = 'Accounts of Bay';

test('IN-116 IN-117 IN-108 a letter on the practice’s own paper is written, approved, taken as Word and PDF, and marked printed', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  await send(page, 'POST', '/clients', { organisation_name: 'Bay' });
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const choose = async (name: string, buffer: Buffer) => {
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles([{ name, mimeType: word, buffer }]);
    await expect(page.getByLabel('Word file', { exact: true })).toHaveValue(name);
  };

  await test.step('the letterhead is set once for all letters', async () => {
    await page.goto('/settings/practice');
    await page.getByLabel('Letterhead').fill('2 Sample Street\nExampleton\n+44 20 7946 0001');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await says(page, 'Saved the practice');
  });

  await test.step('a Word file with an unknown field is refused by name, a good one becomes a template', async () => {
    await page.goto('/settings/letters');
    await seen(page, 'none');
    await page.getByRole('button', { name: 'Add letter template' }).first().click();
    await choose('Wrong.docx', testDocx(['Dear {{client.nmae}}']));
    const sheet = page.getByRole('dialog', { name: 'Add letter template' });
    await sheet.getByRole('button', { name: 'Add letter template' }).click();
    await expect(sheet.getByText(/no field «client\.nmae»/).first()).toBeVisible();
    await seen(page, 'unknown-field');
    await choose(
      'Letter.docx',
      testDocx([
        '{{client.name}}',
        '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>{{today}}</w:t></w:r></w:p>',
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Your accounts</w:t></w:r></w:p>',
        '{{letter.body}}',
        'Kind regards',
        '{{approver.signature}}',
      ]),
    );
    await sheet.getByRole('button', { name: 'Add letter template' }).click();
    await says(page, 'Added «Wrong»');
    await seen(page, 'templates');
  });

  await test.step('the approver sets how they sign; what is no picture is refused with why', async () => {
    await page.goto('/me');
    const part = page.getByRole('region', { name: 'Signature' });
    const put = (name: string, mimeType: string, buffer: Buffer) =>
      part.locator('input[type=file]').setInputFiles([{ name, mimeType, buffer }]);
    await put('signature.png', 'image/png', Buffer.from('%PDF-1.7 no picture'));
    await expect(part.getByRole('alert')).toContainText('no PNG or JPEG picture');
    await put('signature.png', 'image/png', testPng(600, 150));
    await says(page, 'Set your signature');
    await expect(part.getByRole('img', { name: 'The signature of Sample Owner' })).toBeVisible();
    await part.scrollIntoViewIfNeeded();
    await seen(page, 'signature');
  });

  await test.step('a profile goes by letter', async () => {
    await page.goto('/settings/profiles');
    await page.getByRole('button', { name: 'Add profile' }).first().click();
    const sheet = page.getByRole('dialog', { name: 'Add profile' });
    await sheet.getByLabel('Name').fill('Yearly accounts');
    await pick(sheet.getByRole('combobox', { name: 'Letter template' }), 'Wrong');
    await seen(page, 'profile');
    await sheet.getByRole('button', { name: 'Add profile' }).click();
    await says(page, 'Added «Yearly accounts»');
  });

  await test.step('the document waits with its letter, whose gap is named', async () => {
    await page.goto('/documents');
    await page.getByRole('button', { name: 'Upload document' }).first().click();
    const sheet = page.getByRole('dialog', { name: 'Upload document' });
    await sheet
      .locator('input[type=file]')
      .setInputFiles([{ name: `${TITLE}.pdf`, mimeType: 'application/pdf', buffer: pdf() }]);
    await expect(sheet.getByLabel('Title')).toHaveValue(TITLE);
    await sheet.getByRole('combobox', { name: 'Client' }).fill('Bay');
    await page.getByRole('option', { name: /Bay/ }).click();
    await pick(sheet.getByRole('combobox', { name: 'Profile' }), 'Yearly accounts');
    await sheet.getByRole('button', { name: 'Add document' }).click();
    await says(page, `Added «${TITLE}»`);
    const row = page.getByRole('row').filter({ hasText: TITLE });
    await expect(row).toContainText('Unprocessed');
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await expect(row).toContainText('Awaiting approval');
    await page.goto('/inbox/1/preview');
    await expect(page.getByText(/without a value: letter\.body/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Send & approve' })).toHaveCount(0);
    await page.getByLabel('Text', { exact: true }).fill('Dear client,\n\nhere are your accounts for Жизнь & Co.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await says(page, 'Saved the letter');
    await expect(page.getByText(/without a value/)).toHaveCount(0);
    await seen(page, 'preview');
  });

  await test.step('approved, it is taken as PDF and Word, and marked printed', async () => {
    await page.getByRole('button', { name: 'Approve only' }).click();
    await says(page, 'Approved #1');
    await page.goto('/documents');
    const row = page.getByRole('row').filter({ hasText: TITLE });
    await expect(row).toContainText('Client not notified');
    await page.waitForTimeout(10_500);
    const [{ letter }] = (await (await page.request.get('/api/v1/documents')).json()).items;
    const printed = await page.request.get(`/api/v1/correspondences/${letter.id}/pdf`);
    expect(await textOfPdf(await printed.body())).toMatch(
      /^Lantern & Quill\n2 Sample Street\nExampleton[\s\S]*Your accounts\nDear client,[\s\S]*Жизнь[\s\S]*Kind regards$/,
    );
    await row
      .getByRole('button', { name: `Acts for ${TITLE}` })
      .first()
      .click();
    await seen(page, 'acts');
    await page.reload();
    await row
      .getByRole('button', { name: `Acts for ${TITLE}` })
      .first()
      .click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Letter as Word file' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${TITLE}.docx`);
    const path = await download.path();
    const word = readFileSync(path);
    expect(textOfDocx(word)).not.toContain('Sample Owner');
    expect(word.includes('word/media/approver-signature.png')).toBe(true);
    await row
      .getByRole('button', { name: `Acts for ${TITLE}` })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Mark printed' }).click();
    await says(page, `Marked the letter of «${TITLE}» as printed`);
    await expect(row).not.toContainText('Client not notified');
    await seen(page, 'printed');
  });
});
