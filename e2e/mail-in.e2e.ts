import { createTransport } from 'nodemailer';
import { test as base, expect, freePort, startTickmark } from './harness.ts';
import { clients, opened, says, seenIn, setUp } from './people.ts';

/** Mail as it reaches the practice: sent by SMTP, read where items are worked on. */
const test = base;
const seen = seenIn('mail-in');
const DOMAIN = 'in.example.test';

test('IN-40 IN-76 IN-80 IN-84 IN-86 mail to the practice’s address stands in Outstanding with its text, files and raw bytes; what was set aside becomes an item by one press', async ({
  browser,
}) => {
  const port = await freePort();
  const tickmark = await startTickmark({
    INBOUND_SMTP_PORT: String(port),
    INBOUND_DOMAIN: DOMAIN,
    MAIL_AUTHSERV: 'mx.example.test',
  });
  try {
    const page = await opened(browser, tickmark);
    await setUp(page, tickmark);
    clients(tickmark, 2);
    const send = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });

    await page.getByRole('link', { name: 'Inbox' }).first().click();
    const address = (await page.locator('.inbox-address code').textContent())!;
    await test.step('the empty inbox names the address to write to', async () => {
      expect(address).toMatch(/^[a-z0-9-]+@in\.example\.test$/);
      await page.getByRole('button', { name: 'Copy the address' }).click();
      await says(page, 'Copied the address');
      await seen(page, 'address');
    });

    await test.step('a mail stands there without a reload', async () => {
      await send.sendMail({
        from: 'Bay Bakery <office@bay.example>',
        to: address,
        subject: 'Lease of the new shop',
        text: 'Good morning,\n\nthe lease is attached. Please look at clause 4 before Friday.\n\n> On Monday you asked for it.\n> Here it is.',
        html: '<p>Good morning,</p><p>the <b>lease</b> is attached. Please look at clause 4 before Friday.</p><script>document.title = "x"</script>',
        attachments: [
          { filename: 'Lease.pdf', content: Buffer.from('%PDF-1.4\n%%EOF') },
          { filename: 'Viewer.exe', content: Buffer.from('MZ\0\0\0') },
        ],
      });
      const row = page.getByRole('row').filter({ hasText: 'Lease of the new shop' });
      await expect(row).toBeVisible();
      await expect(row).toContainText('Bay Bakery');
      await seen(page, 'list');
      await row.getByText('Lease of the new shop').click();
      await expect(page).toHaveURL(/\/inbox\/1$/);
    });

    await test.step('its page shows sender, text, files, and the mail as it was sent', async () => {
      await expect(page.getByText('Please look at clause 4 before Friday.').first()).toBeVisible();
      await expect(page.getByText('On Monday you asked for it.')).toBeHidden();
      await page.getByText('Earlier text').click();
      await expect(page.getByText('On Monday you asked for it.')).toBeVisible();
      await expect(page.getByText('Lease.pdf').first()).toBeVisible();
      await seen(page, 'item');
      await page.getByText('As it was sent').click();
      const frame = page.frameLocator('iframe[title="The mail as it was sent"]');
      await expect(frame.locator('b')).toHaveText('lease');
      await expect(frame.locator('script')).toHaveCount(0);
      // No check can look into a frame that runs nothing.
      await page.getByText('As it was sent').click();
      await page.getByRole('button', { name: 'Download «Viewer.exe», which may do harm' }).click();
      await expect(page.getByRole('dialog', { name: 'Download «Viewer.exe»?' })).toBeVisible();
      await seen(page, 'careful');
      await page.keyboard.press('Escape');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download the mail as it came (.eml)' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.eml$/);
    });

    await test.step('a reply goes to whoever wrote, waits in its window, and one press takes it back', async () => {
      await page.getByRole('button', { name: 'Reply…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Reply about #1' });
      await expect(dialog).toContainText('office@bay.example');
      await expect(dialog.getByLabel('Subject')).toHaveValue('Re: Lease of the new shop');
      await dialog.getByText('Quoted below your text').click();
      await expect(dialog.getByText('the lease is attached')).toBeVisible();
      await dialog.getByLabel('Text').fill('Good afternoon,\n\nclause 4 is fine. Please sign it.');
      await seen(page, 'reply');
      await dialog.getByRole('button', { name: 'Send' }).click();
      await says(page, /The mail to office@bay\.example leaves in \d+ s/);
      const ours = page.locator('article.mail').filter({ hasText: 'clause 4 is fine' });
      await expect(ours).toContainText('leaves soon');
      await seen(page, 'replied');
      await page.getByRole('button', { name: 'Undo' }).last().click();
      await expect(ours).toContainText('taken back');
      await page.getByRole('button', { name: 'More', exact: false }).first().click();
      await page.getByRole('menuitem', { name: 'New mail…' }).click();
      await seen(page, 'new-mail');
      await page.keyboard.press('Escape');
    });

    await test.step('a sender who failed stands under a red banner, and the links of the mail lead nowhere', async () => {
      const found =
        'mx.example.test; spf=fail smtp.mailfrom=bay.example; dkim=none; dmarc=fail header.from=bay.example';
      await send.sendMail({
        from: 'Bay Bakery <office@bay.example>',
        to: address,
        subject: 'Our bank account has changed',
        text: 'Please pay to the new account.',
        html: '<p>Please pay to <a href="https://pay.elsewhere.example">the new account</a>.</p>',
        headers: { 'Authentication-Results': found },
      });
      await page.getByRole('link', { name: 'Inbox' }).first().click();
      const row = page.getByRole('row').filter({ hasText: 'Our bank account' });
      await expect(row.getByTitle('SPF fail, DKIM none, DMARC fail')).toBeVisible();
      await seen(page, 'verdicts');
      await row.getByText('Our bank account').click();
      await expect(page.getByText('This is not from whom it says.')).toBeVisible();
      await seen(page, 'failed');
      await page.getByText('As it was sent').click();
      const frame = page.frameLocator('iframe[title="The mail as it was sent"]');
      await expect(frame.getByText('the new account')).toBeVisible();
      await expect(frame.locator('a')).toHaveCount(0);
      await page.getByRole('switch', { name: 'Let its links open' }).check();
      await expect(frame.locator('a')).toHaveCount(1);
    });

    await test.step('an automatic answer is set aside with its reason, and one press makes it an item', async () => {
      await send.sendMail({
        from: 'Harbour Supplies <orders@harbour.example>',
        to: address,
        subject: 'Out of office until Monday',
        text: 'I am away.',
        headers: { 'Auto-Submitted': 'auto-replied' },
      });
      await page.getByRole('link', { name: 'Inbox' }).first().click();
      await page.getByRole('link', { name: 'Set aside' }).click();
      const row = page.getByRole('row').filter({ hasText: 'Out of office until Monday' });
      await expect(row).toBeVisible();
      await expect(row).toContainText('An automatic answer');
      await seen(page, 'set-aside');
      await row
        .getByRole('button', { name: /Out of office until Monday/ })
        .last()
        .click();
      await page.getByRole('menuitem', { name: 'Make item' }).click();
      await says(page, 'Made #3');
      await expect(row).toHaveCount(0);
      await page.goto(`${tickmark.url}/inbox/3`);
      await expect(page.getByText('I am away.')).toBeVisible();
    });

    await test.step('an address with a tag is set up, and a test mail comes in by it', async () => {
      await page.goto(`${tickmark.url}/settings/inbox/mail`);
      await page.getByRole('button', { name: 'Add address' }).click();
      const sheet = page.getByRole('dialog', { name: 'New address' });
      await sheet.getByLabel('Tag').fill('tax');
      await sheet.getByLabel('Tell us after working days without mail').fill('2');
      await seen(page, 'new-address');
      await sheet.getByRole('button', { name: 'Add address' }).click();
      await says(page, /Added .*\+tax@/);
      const row = page.getByRole('listitem').filter({ hasText: '+tax@' });
      await expect(row).toContainText('none yet');
      await expect(row).toContainText('Tells after 2 working days without mail');
      await row.getByRole('button').click();
      await page.getByRole('menuitem', { name: 'Send me a test mail' }).click();
      await says(page, /The listener took the mail/);
      await expect(row).not.toContainText('none yet');
      await seen(page, 'settings');
      await page.goto(`${tickmark.url}/inbox`);
      await expect(page.getByRole('row').filter({ hasText: 'Test mail to' })).toBeVisible();
    });
  } finally {
    await tickmark.end();
  }
});
