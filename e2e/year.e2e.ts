import type { Locator, Page } from '@playwright/test';
import { expect, test } from './harness.ts';
import { invite, join, opened, pick, says, seenIn, setUp } from './people.ts';
import { finish, openTask, tickLines } from './working.ts';

const seen = seenIn('year');

const FORM = 'Anything new?';
const NEWS = 'What is new this month?';
const CLIENTS = ['Amber Bakery', 'Birch Boats', 'Copper Café'];

/** A form, and clients whom mails and texts reach with the tag whose work repeats; made by the API, as another program would. */
const taggedClients = async (page: Page): Promise<void> => {
  const headers = { origin: new URL(page.url()).origin };
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(`/api/v1${path}`, { data, headers });
    expect(answer.status(), await answer.text()).toBe(201);
    return (await answer.json()) as { id: string };
  };
  const { id: tag } = await post('/tags', { name: 'Monthly', applies_to: ['client'] });
  await post('/forms', { title: FORM, questions: [{ key: 'news', kind: 'short_text', label: NEWS }] });
  for (const [n, name] of CLIENTS.entries())
    await post('/clients', {
      form: 'organisation',
      organisation_name: name,
      emails: [{ address: `books${n}@client.example`, label: 'work', primary: true }],
      phones: [{ number: `+44 7700 90000${n + 1}`, label: 'mobile', primary: true }],
      tags: [tag],
    });
};

/** A published template, written on its own page. */
const template = async (page: Page, name: string, channel: 'E-mail' | 'Text message', text: string): Promise<void> => {
  await page.goto('/settings/templates');
  await page.getByRole('button', { name: 'New template' }).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Name', { exact: true }).fill(name);
  await sheet.getByRole('radio', { name: channel }).click();
  await sheet.getByRole('button', { name: /Write|Create/ }).click();
  await page.waitForURL(/\/templates\/.+/);
  if (channel === 'E-mail') await page.getByRole('textbox', { name: 'Subject' }).fill(name);
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill(text);
  await page.getByRole('button', { name: /^Save/ }).click();
  await says(page, /^Saved/);
};

const panel = (page: Page): Locator => page.locator('.editor-panel');

/** A date in the panel that is open: [3] [days] [before] [the period’s end]. */
const offset = async (part: Locator, n: number, unit: string, way: 'before' | 'after', from: string) => {
  await part.getByRole('textbox', { name: 'How many' }).fill(String(n));
  await pick(part.getByRole('combobox', { name: 'Of what' }), unit, { exact: true });
  await pick(part.getByRole('combobox', { name: 'Before or after' }), way, { exact: true });
  await pick(part.getByRole('combobox', { name: 'What it counts from' }), from, { exact: true });
};

/** Every month on the 1st from the coming one on, about that month. */
const monthly = async (page: Page, part: Locator): Promise<void> => {
  await part.getByRole('button', { name: 'Scheduled date' }).click();
  await page.getByRole('button', { name: 'Month after' }).click();
  await page.getByRole('dialog', { name: 'Scheduled date' }).getByRole('button', { name: /^1 / }).first().click();
  await pick(part.getByRole('combobox', { name: 'About the period' }), 'From this date to the next', { exact: true });
};

/** Which message on which day at which hour, of the rows of a list, in the order of time. */
const leaving = async (rows: Locator): Promise<string[]> => {
  await expect(rows).not.toHaveCount(0);
  const said = await rows.evaluateAll((all) =>
    all.map((row) => {
      const time = row.querySelector('time')!;
      const hour = /\d\d:\d\d/.exec(time.closest('td, .tabular')!.textContent!)?.[0];
      const subject = ['Three days left', 'All is filed', 'Anything new'].find((one) => row.textContent?.includes(one));
      return `${time.dateTime.slice(0, 10)} ${hour} ${subject}`;
    }),
  );
  return said.sort();
};

/** The sandbox’s clock goes on, and all that falls due on the way has happened. */
const moved = async (page: Page, by: 'A week' | 'A month'): Promise<void> => {
  await page.goto('/sandbox');
  await page.getByRole('button', { name: by }).click();
  await says(page, /^Moved the clock/);
};

test('WF-155 WF-157 PL-142 a month that repeats is designed, simulated, switched on and watched', async ({
  browser,
  tickmark,
}) => {
  const owner = await opened(browser, tickmark);
  await setUp(owner, tickmark);
  const manager = await opened(browser, tickmark);
  const partner = await opened(browser, tickmark);
  await join(manager, await invite(owner, 'Sample Manager', 'Manager'));
  await join(partner, await invite(owner, 'Sample Partner', 'Admin'));

  await test.step('in a sandbox, where nothing reaches anybody', async () => {
    await owner.goto('/sandbox');
    await owner.getByRole('button', { name: 'Make the sandbox' }).click();
    await expect(owner.getByRole('button', { name: 'Open the sandbox' })).toBeVisible();
    await expect(owner.getByRole('progressbar')).toHaveCount(0);
    for (const page of [owner, manager, partner]) {
      await page.goto('/sandbox');
      await page.getByRole('button', { name: 'Open the sandbox' }).click();
      await page.waitForURL((url) => url.pathname === '/');
    }
    await taggedClients(owner);
  });

  await test.step('what the clients will read is written', async () => {
    await template(owner, 'Three days left', 'E-mail', 'The month ends in three days.');
    await template(owner, 'The month is closed', 'Text message', 'All is filed.');
  });

  await test.step('the month is designed', async () => {
    await owner.goto('/workflows');
    await owner
      .getByRole('button', { name: /^New workflow/ })
      .first()
      .click();
    await owner.keyboard.type('Monthly books');
    await owner.keyboard.press('Control+Enter');
    await owner.waitForURL(/\/edit$/);
    await owner.getByRole('checkbox', { name: 'A period' }).check();
    await owner.locator('.add-step').getByRole('button', { name: 'Form', exact: true }).click();
    await pick(panel(owner).getByRole('combobox', { name: 'Form', exact: true }), FORM, { exact: true });
    await panel(owner).getByLabel('Remind after so many days').fill('');
    await panel(owner).getByRole('button', { name: 'Set a due date' }).click();
    await offset(panel(owner).getByRole('region', { name: 'Due' }), 15, 'days', 'before', 'the period ends');
    const add = owner.getByRole('textbox', { name: 'Add a step' });
    await add.fill('Collect the records');
    await add.press('Enter');
    await add.fill('Post the books');
    await add.press('Enter');
    const step = (title: string | RegExp) => owner.getByRole('button', { name: title }).first().click();
    const due = (part: string) => panel(owner).getByRole('region', { name: part });
    await step(/Collect the records/);
    await panel(owner).getByRole('button', { name: 'Set a due date' }).click();
    await offset(due('Due'), 10, 'days', 'before', 'the period ends');
    await panel(owner).getByRole('button', { name: 'A checklist' }).click();
    await owner.keyboard.type('Bank statements');
    await owner.keyboard.press('Enter');
    await step(/Post the books/);
    await panel(owner).getByRole('button', { name: 'Set a due date' }).click();
    await offset(due('Due'), 5, 'business days', 'before', 'the period ends');
    await owner.locator('.add-step').getByRole('button', { name: 'Review' }).click();
    await panel(owner).getByRole('button', { name: 'A second look by somebody else' }).click();
    await owner.getByRole('option', { name: 'Sample Partner' }).click();
    const looks = due('Who reviews it, one after the other');
    for (const name of ['Reviewer', 'Manager']) await looks.getByRole('button', { name: `Remove ${name}` }).click();
    await pick(looks.getByRole('combobox', { name: 'First look' }), 'Sample Manager', { exact: true });
    await panel(owner).getByText('Both', { exact: true }).click();
    for (const [title, channel, n, way] of [
      ['Three days left', 'Send an e-mail', 3, 'before'],
      ['The month is closed', 'Send a text', 1, 'after'],
    ] as const) {
      await owner.locator('.add-step').getByRole('button', { name: 'Action' }).click();
      await owner.getByRole('menuitem', { name: channel }).click();
      await panel(owner).getByRole('textbox', { name: 'Title' }).fill(title);
      await pick(panel(owner).getByRole('combobox', { name: 'Message template' }), new RegExp(`^${title}`), {
        exact: true,
      });
      await pick(panel(owner).getByRole('combobox', { name: 'Who receives it' }), 'Whom it is about', { exact: true });
      await panel(owner).getByRole('button', { name: 'A date to wait for' }).click();
      await offset(due('Not before'), n, 'days', way, 'the period ends');
    }
    await owner
      .getByRole('button', { name: /Three days left/ })
      .first()
      .click();
    await pick(panel(owner).getByRole('combobox', { name: 'Comes after' }), 'nothing: it begins with the run', {
      exact: true,
    });
    await seen(owner, 'designed');
  });

  let promised: string[] = [];
  await test.step('what a year of it would do is looked at before it does anything', async () => {
    await owner.getByRole('link', { name: 'Simulate' }).click();
    await pick(owner.getByRole('combobox', { name: 'Clients by name' }), CLIENTS[0]!, { exact: true });
    await owner.keyboard.press('Escape');
    await owner.getByRole('checkbox', { name: 'It repeats' }).check();
    await monthly(owner, owner.getByRole('main'));
    await owner.getByRole('button', { name: 'Messages' }).click();
    await expect(owner.getByText(/^12 runs start, 11 completed/)).toBeVisible();
    promised = await leaving(owner.locator('[data-row]'));
    expect(promised).toHaveLength(12 + 2 * 11);
    await seen(owner, 'simulated');
  });

  await test.step('it is published, turned on and put on its cadence for the tag', async () => {
    await owner.goto('/workflows');
    await owner.getByRole('link', { name: 'Monthly books', exact: true }).click();
    await owner.getByRole('button', { name: 'Publish' }).click();
    await owner.getByRole('button', { name: 'Publish version 1' }).click();
    await says(owner, 'Published version 1 of «Monthly books» and turned it on');
    await owner
      .locator('.editor-tools')
      .getByRole('button', { name: /^(Acts|More)/ })
      .click();
    await owner.getByRole('menuitem', { name: 'Put on a cadence' }).click();
    const sheet = owner.getByRole('dialog', { name: 'Put «Monthly books» on a cadence' });
    await pick(sheet.getByRole('combobox', { name: 'Clients by tag' }), 'Monthly', { exact: true });
    await owner.keyboard.press('Escape');
    await monthly(owner, sheet);
    await owner.waitForTimeout(1000);
    await seen(owner, 'put');
    await sheet.getByRole('button', { name: 'Put on a cadence' }).click();
    await says(owner, '«Monthly books» repeats from now on');
  });

  await test.step('a month is lived: the clock goes on and people do their part', async () => {
    await moved(owner, 'A week');
    await seen(owner, 'clock');
    await owner.goto('/runs');
    await expect(owner.locator('[data-row]')).toHaveCount(CLIENTS.length);
    await seen(owner, 'runs');
    for (const client of CLIENTS) {
      await owner.goto('/runs');
      await owner.getByRole('link', { name: new RegExp(`^${client}`) }).click();
      const form = await openTask(owner, FORM);
      await form.getByRole('button', { name: 'Enter the answer' }).click();
      await form.getByLabel(NEWS).fill('A second oven');
      await form.getByRole('button', { name: 'Save the answer' }).click();
      await says(owner, /^Entered the answer/);
      await tickLines(await openTask(owner, 'Collect the records'));
      await finish(owner.getByRole('complementary', { name: 'Collect the records' }), 'Collect the records');
      await finish(await openTask(owner, 'Post the books'), 'Post the books');
    }
    await seen(owner, 'run');
    for (const reviewer of [manager, partner])
      for (const _ of CLIENTS) {
        await reviewer.goto('/my-work');
        await reviewer.locator('[data-row-link]').first().click();
        const review = reviewer.getByRole('complementary', { name: 'Review: Post the books' });
        await review.getByRole('button', { name: 'Approve' }).click();
        await says(reviewer, /^Approved /);
      }
    await moved(owner, 'A month');
  });

  await test.step('what happened is what was promised', async () => {
    await owner.goto('/outbox');
    await owner.getByRole('button', { name: 'Sent' }).click();
    await expect(owner.locator('[data-row]')).toHaveCount(4 * CLIENTS.length);
    await seen(owner, 'outbox');
    expect(await leaving(owner.locator('[data-row]', { hasText: CLIENTS[0]! }))).toEqual(promised.slice(0, 4));
    await owner.goto('/runs');
    await owner.getByRole('button', { name: 'Completed', exact: true }).click();
    await expect(owner.locator('[data-row]')).toHaveCount(CLIENTS.length);
  });
});
