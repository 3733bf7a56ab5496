import { spawnSync } from 'node:child_process';
import { findDovecot, NO_DOVECOT } from '../bin/dovecot.mjs';
import { startDovecot } from '../src/connectors/imap/testing-dovecot.ts';
import { test as base, expect, startTickmark, type Tickmark } from './harness.ts';
import { opened, PRACTICE, says, seenIn, setUp } from './people.ts';

/** A mailbox of the practice's own, on a real IMAP server. */
const test = base;
const seen = seenIn('mailbox');

/** Its alarm was set a month ago, and looks now. */
const silent = ({ data }: Tickmark): void => {
  const env = { ...process.env, TICKMARK_DATA: data };
  const done = spawnSync(process.execPath, ['e2e/silent.ts', PRACTICE.slug], { env, encoding: 'utf8' });
  expect(done.status, done.stderr).toBe(0);
};

test('IN-48 IN-49 a mailbox is connected, a check says what its server answers, and mail is there as it comes', async ({
  browser,
}) => {
  test.skip(!findDovecot(), NO_DOVECOT);
  const dovecot = await startDovecot();
  const tickmark = await startTickmark({ MAILBOX_CA_FILE: dovecot.ca_file });
  try {
    const page = await opened(browser, tickmark);
    await setUp(page, tickmark);
    await page.goto('/settings/inbox');
    await expect(page).toHaveURL(/\/settings\/inbox\/mail$/);
    const row = page.getByRole('listitem').filter({ hasText: dovecot.user });
    const act = async (name: string) => {
      await row.getByRole('button').first().click();
      await page.getByRole('menuitem', { name }).click();
    };

    await test.step('it is connected with a wrong password, and the check says what the server answers', async () => {
      await page.getByRole('button', { name: 'Connect mailbox' }).click();
      const sheet = page.getByRole('dialog', { name: 'Connect a mailbox' });
      await sheet.getByLabel('IMAP server').fill('127.0.0.1');
      await sheet.getByLabel('Port').fill(String(dovecot.port));
      await sheet.getByLabel('User').fill(dovecot.user);
      await sheet.getByLabel('Password', { exact: true }).fill('wrong');
      await seen(page, 'connect');
      await sheet.getByRole('button', { name: 'Connect mailbox' }).click();
      await says(page, `Connected ${dovecot.user}`);
      await act('Check now');
      await expect(row).toContainText('Authentication failed');
      await seen(page, 'cannot');
    });

    await test.step('with the right one it opens', async () => {
      await act('Edit');
      const sheet = page.getByRole('dialog', { name: dovecot.user });
      await sheet.getByLabel('Password', { exact: true }).fill(dovecot.password);
      await sheet.getByRole('button', { name: 'Save changes' }).click();
      await says(page, `Saved ${dovecot.user}`);
      await act('Check now');
      await expect(row).toContainText('It opens');
      await expect(row.getByText('Read', { exact: true })).toBeVisible();
      await seen(page, 'connected');
    });

    await test.step('IN-181 after its working days without mail it says so, and so does the bell; one mail ends it', async () => {
      await act('Edit');
      const sheet = page.getByRole('dialog', { name: dovecot.user });
      await sheet.getByLabel('Tell us after working days without mail').fill('2');
      await sheet.getByRole('button', { name: 'Save changes' }).click();
      await expect(row).toContainText('Tells after 2 working days without mail');
      await expect(row).not.toContainText('No mail for 2 working days, told');
      silent(tickmark);
      await page.reload();
      await expect(row).toContainText('No mail for 2 working days, told');
      await seen(page, 'quiet');
      await page.getByRole('link', { name: /^Notifications/ }).click();
      const told = page.getByText(`No mail came from ${dovecot.user}: none for 2 working days`);
      await expect(told).toBeVisible();
      await told.click();
      await expect(page).toHaveURL(/\/settings\/inbox\/mail$/);
    });

    await test.step('what comes is an item', async () => {
      await page.goto('/inbox');
      dovecot.deliver('From: Anna Bay <anna@bay.example>\r\nSubject: By mailbox\r\n\r\nPlease call me.\r\n');
      await expect(page.getByRole('row').filter({ hasText: 'By mailbox' })).toBeVisible();
      await seen(page, 'item');
      await page.goto('/settings/inbox/mail');
      await expect(row).toContainText('Tells after 2 working days without mail');
      await expect(row).not.toContainText('No mail for 2 working days, told');
    });
  } finally {
    await tickmark.end();
    await dovecot.end();
  }
});
