import type { Locator, Page } from '@playwright/test';
import { createTransport } from 'nodemailer';
import { startMailServer } from '../src/connectors/mail/testing-server.ts';
import { expect, freePort, startTickmark, test } from './harness.ts';
import { pdf, send } from './papers.ts';
import { opened, pick, says, seenIn, seenOutside, setUp } from './people.ts';

const seen = seenIn('four-ways');
const DOMAIN = 'in.example.test';
const CLIENT = 'accounts@bay.example';
const [MAIL, FORM, HAND, PAPER] = ['Lease of the new shop', 'New enquiry', 'Ring the bank', 'Accounts of Bay'];
/** The public page asks for three seconds of a person. */
const THREE_SECONDS = 3_200;

const rowOf = (page: Page, subject: string): Locator => page.getByRole('row').filter({ hasText: subject });

/** How long until it stands in the open list, without a reload. */
const stands = async (page: Page, subject: string, since: number): Promise<string> => {
  // at each frame: other waiting looks twice a second
  await page.waitForFunction(
    (words) => [...document.querySelectorAll('[data-row]')].some((row) => row.textContent?.includes(words)),
    subject,
  );
  const took = performance.now() - since;
  await expect(rowOf(page, subject)).toBeVisible();
  return `${subject}: ${Math.round(took)} ms`;
};

test('IN-1 IN-6 IN-40 IN-90 IN-101 IN-107 IN-151 a mail, a stranger’s form, an item by hand and a document all stand in Outstanding and are carried to their end', async ({
  browser,
}) => {
  const port = await freePort();
  const clientsServer = await startMailServer();
  const tickmark = await startTickmark({ INBOUND_SMTP_PORT: String(port), INBOUND_DOMAIN: DOMAIN });
  try {
    const page = await opened(browser, tickmark);
    await setUp(page, tickmark);
    const { version } = await page.evaluate(async () => {
      const { items } = (await (await fetch('/api/v1/channels')).json()) as {
        items: { kind: string; version: number }[];
      };
      return items.find(({ kind }) => kind === 'email')!;
    });
    const settings = { host: '127.0.0.1', port: clientsServer.port, tls: 'none' };
    const channel = { version, provider: 'smtp', address: 'office@lantern.example', settings, manual_seconds: 5 };
    await send(page, 'PUT', '/channels/email', channel);
    const emails = [{ address: CLIENT }];
    await send(page, 'POST', '/clients', { organisation_name: 'Bay', emails });
    const wording = { locale: 'en', subject: 'Your accounts', body: '<p>Dear {{ client.name }}, here they are.</p>' };
    const content = { default_locale: 'en', signature: false, variants: [wording] };
    const words = { channel: 'email', module: 'workflows', name: 'Accounts', content };
    const template = await send<{ id: string }>(page, 'POST', '/message-templates', words);
    const profile = { name: 'Yearly accounts', send_for_approval: true, message_template_id: template.id };
    await send(page, 'POST', '/profiles', profile);
    const questions = [
      { key: 'name', kind: 'short_text', label: 'Your name' },
      { key: 'email', kind: 'email', label: 'Your e-mail' },
      { key: 'about', kind: 'long_text', label: 'What is it about?', required: false },
    ];
    const form = await send<{ id: string }>(page, 'POST', '/forms', { title: FORM, questions });
    const times: string[] = [];
    const inbox = async () => {
      await page.goto('/inbox');
      await expect(page.getByRole('button', { name: 'Add new workflow' }).first()).toBeVisible();
    };
    let address = '';

    await test.step('a mail program sends to the practice’s address', async () => {
      await inbox();
      const ours = (await page.locator('.inbox-address code').textContent())!;
      const began = performance.now();
      await createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true }).sendMail({
        from: `Bay <${CLIENT}>`,
        to: ours,
        subject: MAIL,
        text: 'Good morning, please look at clause 4 before Friday.',
        attachments: [{ filename: 'Lease.pdf', content: pdf() }],
      });
      times.push(await stands(page, MAIL, began));
      await expect(rowOf(page, MAIL)).toContainText('Bay');
    });

    await test.step('a form is published, and a stranger fills it in', async () => {
      await page.goto(`/forms/${form.id}`);
      const part = page.locator('.form-public');
      await part.getByRole('button', { name: 'Publish', exact: true }).click();
      address = (await part.locator('code').textContent())!;
      await seen(page, 'published');
      await inbox();
      const context = await browser.newContext({ javaScriptEnabled: false });
      const stranger = await context.newPage();
      await stranger.goto(`${tickmark.url}${new URL(address).pathname}`);
      await stranger.getByRole('button', { name: 'Send' }).click();
      // The browser itself asks for what is missing; nothing was sent.
      await expect(stranger.getByLabel('Your name')).toBeVisible();
      await stranger.getByLabel('Your name').fill('Quay Motors');
      await stranger.getByLabel('Your e-mail').fill('office@quay.example');
      await stranger.getByLabel('What is it about?').fill('We open a second garage.');
      await stranger.waitForTimeout(THREE_SECONDS);
      const began = performance.now();
      await stranger.getByRole('button', { name: 'Send' }).click();
      const confirming = stranger.url();
      await stranger.getByRole('button', { name: 'I sent it myself' }).click();
      await expect(stranger).toHaveURL(/\?received$/);
      await context.close();
      times.push(await stands(page, FORM, began));
      // with scripts the browser's work is done meanwhile, and one press is enough
      const other = await opened(browser, tickmark);
      await other.goto(confirming);
      await seenOutside(other, 'four-ways-confirm');
      await other.goto(`${tickmark.url}${new URL(address).pathname}`);
      await seenOutside(other, 'four-ways-form');
      await other.getByLabel('Your name').fill('Ferry Works');
      await other.getByLabel('Your e-mail').fill('office@ferry.example');
      await other.waitForTimeout(THREE_SECONDS);
      await other.getByRole('button', { name: 'Send' }).click();
      await expect(other).toHaveURL(/\?received$/);
      await other.context().close();
      const ferry = await rowOf(page, 'Ferry Works').getAttribute('data-row');
      await send(page, 'PUT', `/items/${ferry}/status`, { version: 1, status: 'completed' });
      await expect(rowOf(page, 'Ferry Works')).toBeHidden();
      await expect(rowOf(page, FORM)).toContainText('Quay Motors');
    });

    await test.step('one is added by hand', async () => {
      await page.getByRole('button', { name: 'Add new workflow' }).first().click();
      const sheet = page.getByRole('dialog', { name: 'New item' });
      await sheet.getByLabel('Subject').fill(HAND);
      const began = performance.now();
      await sheet.getByRole('button', { name: 'Add item' }).click();
      times.push(await stands(page, HAND, began));
    });

    await test.step('a document that needs approval is processed', async () => {
      const storageState = await page.context().storageState();
      const context = await browser.newContext({ baseURL: tickmark.url, storageState });
      const other = await context.newPage();
      await other.goto('/documents');
      await other.getByRole('button', { name: 'Upload document' }).first().click();
      const sheet = other.getByRole('dialog', { name: 'Upload document' });
      const file = { name: `${PAPER}.pdf`, mimeType: 'application/pdf', buffer: pdf() };
      await sheet.locator('input[type=file]').setInputFiles([file]);
      await expect(sheet.getByLabel('Title')).toHaveValue(PAPER);
      await sheet.getByRole('combobox', { name: 'Client' }).fill('Bay');
      await other.getByRole('option', { name: /Bay/ }).click();
      await pick(sheet.getByRole('combobox', { name: 'Profile' }), 'Yearly accounts');
      await sheet.getByRole('button', { name: 'Add document' }).click();
      await expect(rowOf(other, PAPER)).toContainText('Unprocessed');
      await other.keyboard.press('j');
      const began = performance.now();
      await other.keyboard.press('e');
      times.push(await stands(page, PAPER, began));
      await context.close();
    });

    await test.step('all four stand in Outstanding', async () => {
      for (const subject of [MAIL, FORM, HAND, PAPER]) await expect(rowOf(page, subject)).toBeVisible();
      await expect(page.getByRole('button', { name: /^Outstanding/ })).toContainText('4');
      console.log(`from the act to the open list: ${times.join(', ')}`);
      await seen(page, 'outstanding');
    });

    await test.step('the document is approved as its e-mail leaves with it', async () => {
      await rowOf(page, PAPER).getByText(PAPER).click();
      await page.waitForURL(/\/inbox\/5/);
      await page.goto('/inbox/5/preview');
      await expect(page.getByText(CLIENT)).toBeVisible();
      await page.getByRole('button', { name: 'Send & approve' }).click();
      await expect.poll(() => clientsServer.taken.length, { timeout: 60_000 }).toBe(1);
      const [mail] = clientsServer.taken;
      expect(mail!.to).toEqual([CLIENT]);
      expect(mail!.raw).toContain('Subject: Your accounts');
      expect(mail!.raw.replaceAll(/\s/g, '')).toContain(pdf().toString('base64').slice(0, 400));
    });

    await test.step('the mail is approved, the form not, the item by hand completed', async () => {
      await page.goto('/inbox/1');
      await page.getByRole('button', { name: /^Approve/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
      await expect(page.getByText('Approved', { exact: true }).first()).toBeVisible();
      await page.goto('/inbox/2');
      await page.getByRole('button', { name: /^Not approve/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').first().fill('We take no garages.');
      await dialog.getByRole('button', { name: 'Do not approve' }).click();
      await expect(page.getByText('Not approved').first()).toBeVisible();
      await seen(page, 'answered');
      await inbox();
      await expect(rowOf(page, HAND)).toBeVisible();
      await page.keyboard.press('j');
      await page.keyboard.press('e');
      await expect(rowOf(page, HAND)).toBeHidden();
    });

    await test.step('decided, they are completed by hand together, and the timeline tells who did what', async () => {
      await expect(page.getByText('Nothing waits')).toBeVisible();
      await page.keyboard.press('3');
      await expect(rowOf(page, PAPER)).toBeVisible();
      await expect(rowOf(page, MAIL)).toBeVisible();
      for (const subject of [PAPER, MAIL]) await rowOf(page, subject).getByRole('checkbox').check();
      await page.keyboard.press('e');
      await says(page, 'Set 2 items to Completed');
      await page.keyboard.press('5');
      for (const subject of [MAIL, HAND, PAPER]) await expect(rowOf(page, subject)).toBeVisible();
      await seen(page, 'completed');
      await page.goto('/inbox/5');
      await expect(page.getByText(/approved it and sends it to the client/).first()).toBeVisible();
      await expect(page.getByText(/sent it, so it is approved/).first()).toBeVisible();
      await seen(page, 'told');
    });

    await test.step('IN-7 what comes between the first look and the first news of a page is not missed', async () => {
      let go = (): void => {};
      const held = new Promise<void>((resolve) => {
        go = resolve;
      });
      await page.route('**/api/v1/changes', async (route) => {
        await held;
        await route.continue();
      });
      await inbox();
      await expect(page.getByText('Nothing waits')).toBeVisible();
      await send(page, 'POST', '/items', { subject: 'Came meanwhile' });
      await expect(rowOf(page, 'Came meanwhile')).toBeHidden();
      go();
      await expect(rowOf(page, 'Came meanwhile')).toBeVisible();
    });
  } finally {
    await tickmark.end();
    await clientsServer.close();
  }
});
