import { createTransport } from 'nodemailer';
import { test as base, expect, freePort, startTickmark } from './harness.ts';
import { opened, says, seenIn, setUp } from './people.ts';

/** Who a mail is from, whose mail makes no item, and what the settings of the inbox say. */
const test = base;
const seen = seenIn('mail-senders');

test('IN-63 IN-67 IN-70 IN-74 IN-76 IN-182 several clients of a sender are proposed and one press sets one; a key accepts what is proposed; a sender is blocked and let in again; the practice says how mail is answered', async ({
  browser,
}) => {
  const port = await freePort();
  const tickmark = await startTickmark({ INBOUND_SMTP_PORT: String(port), INBOUND_DOMAIN: 'in.example.test' });
  try {
    const page = await opened(browser, tickmark);
    await setUp(page, tickmark);
    for (const name of ['Bay Bakery', 'Bay Café'])
      expect(
        await page.evaluate(
          async (organisation_name) =>
            (
              await fetch('/api/v1/clients', {
                method: 'POST',
                headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
                body: JSON.stringify({ organisation_name, emails: [{ address: 'office@bay.example' }] }),
              })
            ).status,
          name,
        ),
      ).toBe(201);
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    const comes = (subject: string) =>
      transport.sendMail({
        from: 'Anna Bay <office@bay.example>',
        to: 'lantern-quill@in.example.test',
        subject,
        text: 'Please call me.',
      });

    await test.step('the item proposes both with the reason, and one press sets the right one', async () => {
      await comes('Which of us');
      await page.goto('/inbox');
      const row = page.getByRole('row').filter({ hasText: 'Which of us' });
      await expect(row).toBeVisible();
      await row.getByText('Which of us').click();
      const proposed = page.getByRole('region', { name: 'Proposed' });
      await expect(proposed.getByText('The address office@bay.example is on this record.')).toHaveCount(2);
      await expect(proposed.getByRole('button', { name: 'Accept all' })).toHaveCount(0);
      await seen(page, 'proposed');
      await proposed.getByRole('button', { name: 'Accept Bay Café' }).click();
      await says(page, 'Accepted 1 proposal for #1');
      await expect(page.getByText('The sender’s address is on this record.')).toBeVisible();
      await expect(proposed).toHaveCount(0);
    });

    await test.step('what a sender’s mails became is proposed for the next; a key accepts all, and what is not wanted stays away', async () => {
      for (const subject of ['Second call', 'Third call']) {
        await comes(subject);
        await page.goto('/inbox');
        const row = page.getByRole('row').filter({ hasText: subject });
        await expect(row).toBeVisible();
        await row.getByText(subject).click();
        await expect(page.getByRole('heading', { name: subject })).toBeVisible();
        await page.keyboard.press('m');
        await says(page, /is yours now/);
      }
      await comes('Re: Third call, about #1');
      await page.goto('/inbox');
      const row = page.getByRole('row').filter({ hasText: 'about #1' });
      await expect(row).toBeVisible();
      await page.goto('/inbox/4');
      const proposed = page.getByRole('region', { name: 'Proposed' });
      await expect(proposed.getByText('Its subject names #1.')).toBeVisible();
      await expect(proposed.getByText('2 of the last 3 items from office@bay.example went to them.')).toBeVisible();
      await seen(page, 'proposals');
      await proposed.getByRole('button', { name: 'Not Bay Bakery' }).click();
      await says(page, 'This is not proposed for #4 any more');
      await expect(proposed.getByText('Bay Bakery')).toHaveCount(0);
      await page.keyboard.press('A');
      await says(page, 'Accepted 3 proposals for #4');
      await expect(proposed).toHaveCount(0);
      await expect(page.getByText('Goes on with', { exact: true })).toBeVisible();
    });

    await test.step('IN-182 beside the list they stand too: one is taken by a press, the others by a key, and the list follows', async () => {
      await comes('Fourth call');
      await page.goto('/inbox');
      const row = page.getByRole('row').filter({ hasText: 'Fourth call' });
      await expect(row).toBeVisible();
      await row.hover();
      await page.keyboard.press('Space');
      const peek = page.getByRole('complementary', { name: 'Peek: #5 Fourth call' });
      const proposed = peek.getByRole('region', { name: 'Proposed' });
      await expect(proposed.getByRole('listitem').filter({ hasText: 'Sample Owner' })).toContainText('Assigned to');
      await seen(page, 'proposed-beside');
      await proposed
        .getByRole('button', { name: /^Not Bay/ })
        .first()
        .click();
      await says(page, 'This is not proposed for #5 any more');
      const other = proposed.getByRole('button', { name: /^Accept Bay/ });
      await expect(other).toHaveCount(1);
      await other.click();
      await says(page, 'Accepted 1 proposal for #5');
      await expect(row).toContainText(/Bay (Bakery|Café)/);
      await expect(peek.getByRole('definition').filter({ hasText: /Bay (Bakery|Café)/ })).toBeVisible();
      await expect(other).toHaveCount(0);
      await page.keyboard.press('A');
      await expect(peek.getByRole('definition').filter({ hasText: 'Sample Owner' })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(peek).toHaveCount(0);
      await expect(row).toContainText('Sample Owner');
    });

    await test.step('set aside from now on, the next mail makes no item', async () => {
      await page.goto('/inbox/4');
      await page.getByRole('button', { name: 'More', exact: false }).first().click();
      await page.getByRole('menuitem', { name: 'Set aside from now on…' }).click();
      const dialog = page.getByRole('dialog', { name: 'Set aside all mail from office@bay.example?' });
      await expect(dialog).toBeVisible();
      await seen(page, 'block');
      await dialog.getByRole('button', { name: 'Set aside from now on' }).click();
      await says(page, 'Mail from office@bay.example is set aside from now on');
      await page.goto('/inbox/set-aside');
      await expect(page.getByText('Nothing is set aside')).toBeVisible();
      await comes('Not heard');
      const row = page.getByRole('row').filter({ hasText: 'Not heard' });
      await expect(row).toContainText('blocked senders');
    });

    await test.step('the settings list the sender, let it in again, and say how mail is answered', async () => {
      await page.goto('/settings/inbox/mail');
      await page.getByRole('switch', { name: 'Answer that a mail was received' }).check();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await says(page, 'Saved what happens with mail');
      await page.goto('/settings/inbox/senders');
      const row = page.getByRole('listitem').filter({ hasText: 'office@bay.example' });
      await expect(row).toContainText('Set aside');
      await seen(page, 'settings');
      await row.getByRole('button', { name: 'Take office@bay.example off the list' }).click();
      await says(page, 'Took office@bay.example off the list');
      await expect(row).toHaveCount(0);
      await expect(page.getByText('No sender is blocked')).toBeVisible();
    });

    await test.step('whoever writes now hears that it was received', async () => {
      await page.goto('/inbox');
      await expect(page.getByRole('row').filter({ hasText: 'Which of us' })).toBeVisible();
      await comes('Heard again');
      const row = page.getByRole('row').filter({ hasText: 'Heard again' });
      await expect(row).toBeVisible();
      await row.getByText('Heard again').click();
      await expect(
        page.locator('article.mail').filter({ hasText: 'We have received your mail, number #6' }),
      ).toBeVisible();
      await seen(page, 'answered');
    });
  } finally {
    await tickmark.end();
  }
});
