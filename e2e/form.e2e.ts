import { globSync, readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { expect, type Tickmark, test } from './harness.ts';
import { opened, pick, says, seenIn, seenOutside, setUp } from './people.ts';
import { openTask } from './working.ts';

const seen = seenIn('form');
const WORKFLOW = 'New client';
const FORM = 'Your details';
const QUESTIONS = [
  { key: 'name', kind: 'short_text', label: 'Who should we talk to?' },
  { key: 'staff', kind: 'yes_no', label: 'Do you pay anybody a salary?' },
  {
    key: 'count',
    kind: 'number',
    label: 'How many people?',
    shown_if: { question: 'staff', is: 'yes' },
  },
  { key: 'papers', kind: 'file', label: 'Last year’s accounts', required: false },
];

/** Through the API, as this walk is not about it. */
const made = (page: Page, path: string, body: object): Promise<unknown> =>
  page.evaluate(
    async ([at, data]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/v1${at}`, { method: 'POST', headers, body: data! });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    [path, JSON.stringify(body)],
  );

/** A phone of somebody who has no account here. */
const phone = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(20_000);
  return context.newPage();
};

/** The link of the mail that was delivered; no mail server is set up, so it stands in the folder. */
const linkIn = async ({ data, url }: Tickmark): Promise<string> => {
  const mails = () => globSync(`${data}/capture/**/*.eml`).map((file) => readFileSync(file, 'utf8'));
  await expect.poll(() => mails().length, { timeout: 60_000 }).toBe(1);
  const text = mails()[0]!.replaceAll('=\r\n', '').replaceAll('=\n', '').replaceAll('=3D', '=');
  return new RegExp(`${url}/f/[\\w-]+`).exec(text)![0];
};

test('WF-57 IN-93 IN-94 PL-R22 a client answers a form from the mail, in two goes and on a phone, and the run goes on', async ({
  browser,
  tickmark,
}) => {
  const owner = await opened(browser, tickmark);
  await setUp(owner, tickmark);
  await made(owner, '/clients', {
    organisation_name: 'Bay Bakery',
    emails: [{ address: 'ada@bay.example', label: 'work', primary: true }],
  });
  await made(owner, '/forms', { title: FORM, questions: QUESTIONS });

  await test.step('a form and a task behind it are designed', async () => {
    await owner.goto('/workflows');
    await expect(owner.getByRole('heading', { level: 1, name: 'Workflows' })).toBeVisible();
    await owner.keyboard.press('n');
    await owner.keyboard.press('w');
    await expect(owner.getByRole('dialog').getByLabel('Name', { exact: true })).toBeFocused();
    await owner.keyboard.type(WORKFLOW);
    await owner.keyboard.press('Control+Enter');
    await expect(owner).toHaveURL(/\/edit/);
    await owner.locator('.add-step').getByRole('button', { name: 'Form', exact: true }).click();
    const panel = owner.locator('.editor-panel');
    await pick(panel.getByRole('combobox', { name: 'Form', exact: true }), FORM);
    await expect(panel.getByRole('textbox', { name: 'Title' })).toHaveValue(FORM);
    await expect(panel.getByText('4 questions: Who should we talk to?')).toBeVisible();
    await panel.getByLabel('Remind after so many days').fill('2, 5');
    await panel.getByLabel('The link works for so many days').fill('14');
    await panel.getByRole('button', { name: 'Own words' }).click();
    await panel.getByRole('textbox', { name: 'Text' }).fill('Dear client, please tell us who you are.');
    await seen(owner, 'editor');
    await owner.getByRole('textbox', { name: 'Add a step' }).fill('Enter the details');
    await owner.keyboard.press('Enter');
    await expect(owner.locator('.step-row')).toHaveCount(2);
    await expect(owner.locator('.step-row .step-sub').first()).toHaveText(`Asks the primary contact with «${FORM}»`);
  });

  await test.step('it is published, switched on and started', async () => {
    await owner.getByRole('button', { name: 'Publish', exact: true }).click();
    await owner
      .getByRole('dialog', { name: /^Publish/ })
      .getByRole('button', { name: /^Publish/ })
      .click();
    await says(owner, /^Published/);
    const on = owner.getByRole('switch').first();
    if (!(await on.isChecked())) await on.click({ force: true });
    await expect(on).toBeChecked();
    await owner.goto('/clients');
    await owner.locator('[data-row-link]').first().focus();
    await owner.keyboard.press('x');
    await owner.getByRole('button', { name: /^Start workflow/ }).click();
    await owner.getByRole('option', { name: WORKFLOW }).click();
    await says(owner, `Started «${WORKFLOW}» on Bay Bakery`);
  });

  await test.step('the letter stands in the outbox without its link, and is sent now', async () => {
    await owner.goto('/runs');
    await owner.locator('[data-row-link]').first().click();
    await owner.getByRole('link', { name: FORM, exact: true }).click();
    await expect(owner.getByText('Dear client, please tell us who you are.').first()).toBeVisible();
    await expect(owner.getByText('/f/…').first()).toBeVisible();
    await seen(owner, 'letter');
    await owner.getByRole('button', { name: 'Send now' }).click();
  });

  const link = await linkIn(tickmark);

  await test.step('the client fills in half on a phone, and keeps it', async () => {
    const page = await phone(browser);
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1, name: FORM })).toBeVisible();
    expect(page.url()).not.toContain(link.split('/').at(-1));
    await expect(page.getByLabel('How many people?')).toBeHidden();
    await seenOutside(page);
    await page.getByLabel('Who should we talk to?').fill('Ada Sample');
    await page.getByText('Yes', { exact: true }).click();
    await expect(page.getByLabel('How many people?')).toBeVisible();
    await page.getByRole('button', { name: 'Keep for later' }).click();
    await expect(page.getByText(/^Kept\./)).toBeVisible();
    await seenOutside(page);
    await page.context().close();
  });

  await test.step('another time it is there again, what is missing is said, and it is sent', async () => {
    const page = await phone(browser);
    await page.goto(link);
    await expect(page.getByLabel('Who should we talk to?')).toHaveValue('Ada Sample');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByText('Please answer this.')).toBeVisible();
    await seenOutside(page);
    await page.getByLabel('How many people?').fill('4');
    await page
      .getByLabel('Last year’s accounts')
      .setInputFiles({ name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
    await seenOutside(page);
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
    await page.context().close();
  });

  await test.step('the run goes on, with the answers and the file', async () => {
    await owner.goto('/runs');
    await owner.locator('[data-row-link]').first().click();
    const panel = await openTask(owner, FORM);
    await expect(panel.getByText('Answered', { exact: true })).toBeVisible();
    await expect(panel.getByText('Ada Sample')).toBeVisible();
    await expect(panel.getByText('accounts.csv').first()).toBeVisible();
    await seen(owner, 'answered');
    const next = await openTask(owner, 'Enter the details');
    await expect(next.getByText('Ready', { exact: true }).first()).toBeVisible();
  });
});
