import type { Page } from '@playwright/test';
import { axe, expect, shots, test } from './harness.ts';
import { clients, opened, pick, says, seenIn, setUp, take } from './people.ts';

const PROSPECT = 'Orbit Biscuit Works';
const SECOND = 'Second Biscuit Works';
const THIRD = 'Third Biscuit Works';

const seen = seenIn('prospect');

const openMenu = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: `Acts for ${name}` }).click();
  await expect(page.getByRole('menuitem').first()).toBeVisible();
};

/** What the menu of the row offers. */
const menuOf = async (page: Page, name: string): Promise<string[]> => {
  await openMenu(page, name);
  const labels = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem')).toHaveCount(0);
  return labels.map((label) => label.split('\n')[0] ?? '');
};

/** Adds by `n`, as somebody does who has the name at hand. */
const add = async (page: Page, list: string, label: string, name: string): Promise<void> => {
  await page.goto(list);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('n');
  const sheet = page.getByRole('dialog', { name: label });
  await sheet.getByLabel(list === '/employees' ? 'Family name' : 'Name of the organisation').fill(name);
  // Whoever has no address is asked about first: the workflow sends them a mail.
  if (list === '/prospects') await sheet.getByLabel('E-mail', { exact: true }).fill('office@biscuit.example');
  await axe(page);
  await page.keyboard.press('Control+Enter');
  await says(page, new RegExp(`^Added .*${name}`));
};

/** The workflows that the picker of a row offers. */
const offered = async (page: Page, list: string, name: string): Promise<string[]> => {
  await page.goto(list);
  await openMenu(page, name);
  await page.getByRole('menuitem', { name: 'Start workflow' }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  const names = await page.locator('.picker-name').allInnerTexts();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  return names.sort();
};

test('PE-17 PE-30 PE-31 PE-32 PE-34 PE-35 PE-36 PE-37 PE-114 PE-24 PE-52 WF-72 workflows are started from where the record stands, and only where there is one to start', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  const [client] = clients(tickmark, 1);
  await take(page, 'new_prospect');
  await add(page, '/prospects', 'Add prospect', PROSPECT);
  await add(page, '/prospects', 'Add prospect', SECOND);
  await add(page, '/employees', 'Add employee', 'Sample');

  await test.step('it stands in the menu only where something can be started; the tab says so to whoever designs', async () => {
    await page.goto('/prospects');
    expect(await menuOf(page, PROSPECT)).toContain('Start workflow');
    await page.goto('/clients');
    expect(await menuOf(page, 'Client 0')).not.toContain('Start workflow');
    await page.goto(`/clients/${client}?tab=workflow`);
    await expect(page.getByText('No workflow is made for clients yet')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start workflow' })).toHaveCount(0);
    await seen(page, 'none-for-clients');
  });

  await test.step('each module offers its own', async () => {
    await take(page, 'client_onboarding');
    await take(page, 'complaint');
    await take(page, 'employee_profile');
    const names = async (list: string, name: string) => (await offered(page, list, name)).join(', ');
    expect(await names('/prospects', PROSPECT)).toBe(
      'Add to waitlist, Client onboarding, Deactivate prospect, New prospect',
    );
    expect(await names('/clients', 'Client 0')).toBe('Client onboarding, Complaint');
    expect(await names('/employees', 'Sample')).toBe('Update employee profile');
  });

  await test.step('menu, module, record, three dots, Start workflow, the workflow', async () => {
    await page
      .getByRole('navigation', { name: 'Modules', exact: true })
      .getByRole('link', { name: 'Prospects' })
      .click();
    await openMenu(page, SECOND);
    await page.getByRole('menuitem', { name: 'Start workflow' }).click();
    await page.getByRole('option', { name: /New prospect/ }).click();
    await says(page, `Started «New prospect» on ${SECOND}`);
  });

  await test.step('one task by keys alone', async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search or do' }).pressSequentially('Prospects');
    await expect(
      page
        .getByRole('button', { name: 'Prospects' })
        .or(page.getByRole('option', { name: 'Prospects' }))
        .first(),
    ).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/prospects/);
    await expect(page.locator('[data-row]')).toHaveCount(2);
    await page.keyboard.press('j');
    // the key works once the page knows what can be started, and says nothing before
    await expect(async () => {
      await page.keyboard.press('s');
      await expect(page.getByRole('combobox', { name: 'Find a workflow' })).toBeFocused({ timeout: 1_000 });
    }).toPass();
    await seen(page, 'picker');
    await page.keyboard.type('New prospect');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await says(page, `Started «New prospect» on ${PROSPECT}`);
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    // the list one comes from stands until this one has been fetched
    await expect(page.getByRole('heading', { level: 1, name: 'My work' })).toBeVisible();
    await expect(page.locator('[data-row]').first()).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('s');
    await says(page, /^Started «[^N]/);
    await page.keyboard.press('d');
    await expect(page.locator('.task-panel')).toBeVisible();
    await seen(page, 'task');
  });

  await test.step('the page of the record has the same button, and lists its runs', async () => {
    await page.goto('/prospects');
    await page.locator('[data-row-link]').filter({ hasText: PROSPECT }).click();
    await expect(page.getByRole('button', { name: 'Start workflow' })).toBeVisible();
    await page.getByRole('tab', { name: /^Workflow/ }).click();
    const run = page.locator('[data-row]').filter({ hasText: 'New prospect' });
    await expect(run).toContainText('Running');
    await expect(run.getByRole('img', { name: 'Sample Owner' })).toBeVisible();
    await expect(run.getByRole('img', { name: /0 of 9 steps done; now/ })).toBeVisible();
    await seen(page, 'runs');
  });

  await test.step('converted in one window, it is not launched as a prospect in another', async () => {
    const other = await page.context().newPage();
    await other.goto('/prospects');
    await openMenu(other, PROSPECT);
    await other.getByRole('menuitem', { name: 'Start workflow' }).click();
    await expect(other.getByRole('option').first()).toBeVisible();
    await page.getByRole('button', { name: 'Convert to client' }).click();
    await expect(page).toHaveURL(/\/clients\//);
    await other.getByRole('option', { name: /Client onboarding/ }).click();
    await expect(other.getByText(`${PROSPECT} is a client now. Start it from Clients.`)).toBeVisible();
    await axe(other);
    await shots(other, 'prospect-converted');
    await other.close();
  });

  await test.step('the waitlist is reached by keys; a place offered to the first lets the others move up, and can be taken back', async () => {
    await add(page, '/prospects', 'Add prospect', THIRD);
    for (const name of [SECOND, THIRD]) {
      await page.goto('/prospects');
      await openMenu(page, name);
      await page.getByRole('menuitem', { name: 'Add to waitlist' }).click();
      await expect(page.getByRole('dialog', { name: `Put ${name} on the waitlist` })).toBeVisible();
      await page.keyboard.press('Control+Enter');
      await says(page, `Put ${name} on the waitlist`);
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search or do' }).pressSequentially('Waitlist');
    await expect(page.getByRole('button', { name: 'Waitlist', exact: true })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/prospects\/waitlist/);
    const names = page.locator('[data-row-link]');
    await expect(names).toHaveText([`Place 1${SECOND}`, `Place 2${THIRD}`]);
    expect(await menuOf(page, SECOND)).toEqual(['Open', 'Offer a place', 'Take off the waitlist', 'Start workflow']);
    await seen(page, 'waitlist');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('o');
    await says(page, `Offered ${SECOND} a place`);
    await expect(names).toHaveText([`Place 1${THIRD}`]);
    await page.keyboard.press('z');
    await expect(names).toHaveText([`Place 1${SECOND}`, `Place 2${THIRD}`]);
  });

  await test.step('an authorization starts nothing', async () => {
    await page.goto(`/clients/${client}?tab=authorizations`);
    const tabs = page.getByRole('tab');
    await expect(tabs).toHaveText(['Overview', 'Contacts', /^Workflow/, 'Authorizations', 'Timeline']);
    await page.getByRole('button', { name: 'New authorization' }).click();
    const sheet = page.getByRole('dialog', { name: 'New authorization' });
    await pick(sheet.getByRole('combobox', { name: 'Kind' }), 'Authority to act');
    await sheet.getByRole('button', { name: 'Add authorization' }).click();
    await says(page, /^Added /);
    await page.goto('/authorizations');
    await openMenu(page, 'the authority to act of Client 0');
    const labels = (await page.getByRole('menuitem').allInnerTexts()).join(', ');
    expect(labels).toContain('Open client');
    expect(labels).not.toContain('Start');
    await page.keyboard.press('Escape');
    await page.locator('[data-row-link]').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Authority to act');
    await expect(page.getByRole('button', { name: /Start/ })).toHaveCount(0);
    await seen(page, 'authorization');
  });

  await test.step('on a phone each row is a card with its dots at one place', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/clients');
    await expect(page.locator('[data-row]')).toHaveCount(2);
    const places = await page
      .getByRole('button', { name: /^Acts for/ })
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().right)));
    expect(new Set(places).size).toBe(1);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
    await seen(page, 'cards');
  });
});
