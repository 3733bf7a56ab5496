import { createTransport } from 'nodemailer';
import { test as base, expect, freePort, startTickmark } from './harness.ts';
import { opened, says, seenIn, setUp } from './people.ts';

/** The practice's own rules for what comes in. */
const test = base;
const seen = seenIn('triage');

test('IN-186 a rule is made, refused while it says nothing, tried on what came, switched on, and told by the item that it made so', async ({
  browser,
}) => {
  const port = await freePort();
  const tickmark = await startTickmark({ INBOUND_SMTP_PORT: String(port), INBOUND_DOMAIN: 'in.example.test' });
  try {
    const page = await opened(browser, tickmark);
    await setUp(page, tickmark);
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    const comes = async (subject: string) => {
      await transport.sendMail({
        from: 'Anna Bay <office@bay.example>',
        to: 'lantern-quill@in.example.test',
        subject,
        text: 'Please call me.',
      });
      await page.goto('/inbox');
      const row = page.getByRole('row').filter({ hasText: subject });
      await expect(row).toBeVisible();
      return row;
    };
    for (const subject of ['A first call', 'A lease', 'A second call']) await comes(subject);

    await test.step('a rule is made, tried on what came and switched on; the next mail gets what it says, and the item says by which rule', async () => {
      await page.goto('/settings/inbox');
      await page.getByRole('button', { name: 'Add rule' }).click();
      const sheet = page.getByRole('dialog', { name: 'Add rule' });
      await sheet.getByLabel('Name').fill('Calls');
      await sheet.getByRole('button', { name: 'Add rule' }).click();
      await expect(sheet.getByText('Say to what it applies').first()).toBeVisible();
      await sheet.getByLabel('Subject has').first().fill('call');
      await sheet.getByLabel('Subject has').first().press('Enter');
      await sheet.getByLabel('Goes to').first().click();
      await page.getByRole('option', { name: 'Sample Owner' }).click();
      await sheet.getByLabel('Due after').fill('2');
      await seen(page, 'rule');
      await sheet.getByRole('button', { name: 'Add rule' }).click();
      await says(page, 'Added «Calls», which is off until you try it');
      const row = page.getByRole('listitem').filter({ hasText: 'Subject has «call»' });
      await expect(row).toContainText('Off');
      await row.getByRole('button').click();
      await page.getByRole('menuitem', { name: 'Try and switch on…' }).click();
      const trial = page.getByRole('dialog', { name: 'What «Calls» would change' });
      await expect(
        trial.getByText('Of the last 3 mails and answers, 2 would have become something else.'),
      ).toBeVisible();
      await expect(trial.getByRole('listitem')).toHaveCount(2);
      await expect(trial.getByText('nobody → Sample Owner').first()).toBeVisible();
      await seen(page, 'trial');
      await trial.getByRole('button', { name: 'Switch on' }).click();
      await says(page, '«Calls» is on');
      await expect(row).not.toContainText('Off');
      await seen(page, 'rules');
      const item = await comes('One more call');
      await expect(item).toContainText('Sample Owner');
      await item.getByText('One more call').click();
      await expect(page.getByText('set who gets it and the due date by the rule «Calls»')).toBeVisible();
      await seen(page, 'by-rule');
    });
  } finally {
    await tickmark.end();
  }
});
