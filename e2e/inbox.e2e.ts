import type { Page } from '@playwright/test';
import { expect, test } from './harness.ts';
import { clients, invite, join, opened, says, seenIn, setUp } from './people.ts';

const seen = seenIn('inbox');
const LEASE = 'Lease of the new office';
const BANK = 'The bank wants the accounts';
const FEES = 'Fee proposal';

const row = (page: Page, subject: string) => page.getByRole('row').filter({ hasText: subject });
const toast = (page: Page, sentence: string) => page.locator('.toast').filter({ hasText: sentence });
const tab = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) }).first();

/** Adds an item by hand; `N` opens the sheet from anywhere on the page. */
const add = async (
  page: Page,
  subject: string,
  more: (sheet: ReturnType<Page['getByRole']>) => Promise<void> = async () => {},
) => {
  await page.keyboard.press('Shift+N');
  const sheet = page.getByRole('dialog', { name: 'New item' });
  await sheet.getByLabel('Subject').fill(subject);
  await more(sheet);
  await sheet.getByRole('button', { name: 'Add item' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(row(page, subject)).toBeVisible();
};

test('IN-1 IN-2 IN-3 IN-8 IN-20 IN-120 IN-164 a member adds items, decides and completes them by keys, and takes back what went wrong', async ({
  browser,
  tickmark,
}) => {
  const owner = await opened(browser, tickmark);
  await setUp(owner, tickmark);
  const page = await opened(browser, tickmark);
  await join(page, await invite(owner, 'Sample Manager', 'Manager'));
  clients(tickmark, 2);

  await test.step('the frame leads to the inbox, which says what it is for', async () => {
    await page.getByRole('link', { name: 'Inbox' }).first().click();
    await expect(page).toHaveURL(/\/inbox$/);
    await expect(page.getByText('Nothing waits')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add new workflow' }).first()).toBeVisible();
    await seen(page, 'empty');
  });

  await test.step('an item without a subject is refused at its field and keeps what was typed', async () => {
    await page.getByRole('button', { name: 'Add new workflow' }).first().click();
    const sheet = page.getByRole('dialog', { name: 'New item' });
    await sheet.getByLabel('Details').fill('Twelve pages');
    await sheet.getByRole('button', { name: 'Add item' }).click();
    await expect(sheet.getByText('Say in a few words what it is about.').first()).toBeVisible();
    await expect(sheet.getByLabel('Details')).toHaveValue('Twelve pages');
    await seen(page, 'refused');
    await sheet.getByLabel('Subject').fill(LEASE);
    await sheet.getByRole('combobox', { name: 'Client or prospect' }).fill('Client 1');
    await page.getByRole('option', { name: /Client 1/ }).click();
    await sheet.getByRole('button', { name: 'Add item' }).click();
    await expect(row(page, LEASE)).toContainText('Client 1');
    await says(page, 'Added #1');
  });

  await test.step('others see it within two seconds, without a reload', async () => {
    await owner.goto('/inbox');
    await expect(row(owner, LEASE)).toBeVisible();
    await add(page, BANK, async (sheet) => {
      await sheet.getByLabel('Note').fill('They rang twice');
    });
    await expect(row(owner, BANK)).toBeVisible();
    await add(page, FEES);
  });

  await test.step('what the tab shows leaves as a file', async () => {
    for (const [name, file] of [
      ['Export as CSV', 'items.csv'],
      ['Export as Excel', 'items.xlsx'],
    ] as const) {
      await page.getByRole('button', { name: 'More of this list' }).click();
      const leaves = page.waitForEvent('download');
      await page.getByRole('menuitem', { name }).click();
      expect((await leaves).suggestedFilename()).toBe(file);
    }
  });

  await test.step('i sets the row to In progress, z takes it back', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('i');
    await says(page, 'is in progress');
    await expect(row(page, FEES)).toHaveCount(0);
    await page.keyboard.press('z');
    await expect(row(page, FEES)).toBeVisible();
  });

  await test.step('y asks before it approves; the decision is final after its seconds and says so', async () => {
    await page.goto('/inbox?sort=number');
    await expect(row(page, LEASE)).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('y');
    const dialog = page.getByRole('dialog', { name: 'Approve #1' });
    await dialog.getByLabel('Instructions').fill('Send it by post');
    await seen(page, 'approve');
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await says(page, 'Approved #1');
    await page.keyboard.press('3');
    await expect(page).toHaveURL(/view=approved/);
    await expect(row(page, LEASE)).toContainText('Send it by post');
    await seen(page, 'approved');
  });

  await test.step('many at once: what would change is said before, and one press takes all of it back', async () => {
    await page.keyboard.press('1');
    await expect(page).not.toHaveURL(/view=/);
    await expect(row(page, BANK)).toBeVisible();
    await page.keyboard.press('k');
    for (const [at, subject] of [FEES, BANK].entries()) {
      if (at) await page.keyboard.press('j');
      await page.keyboard.press('x');
      await expect(row(page, subject).getByRole('checkbox')).toBeChecked();
    }
    await page.getByRole('button', { name: /^Change status/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the status of 2 items' });
    await expect(dialog.getByText('2 items change.')).toBeVisible();
    await seen(page, 'bulk');
    await dialog.getByRole('button', { name: 'Change status' }).click();
    await says(page, 'Set 2 items to Completed');
    await expect(page.getByText('Nothing waits')).toBeVisible();
    await page.keyboard.press('z');
    await expect(row(page, BANK)).toBeVisible();
    await expect(row(page, FEES)).toBeVisible();
  });

  await test.step('its page: hold, note, and a decision that cannot be changed but submitted again', async () => {
    await page.goto('/inbox/2');
    await expect(page.getByText('They rang twice').first()).toBeVisible();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: /^Hold/ }).click();
    const hold = page.getByRole('dialog', { name: 'Hold #2' });
    await hold.getByLabel('What does it wait for?').fill('the signed form');
    await hold.getByRole('button', { name: 'Hold' }).click();
    await expect(page.getByText('On hold: the signed form')).toBeVisible();
    await page.getByRole('textbox', { name: 'Note' }).fill('Meant for another item');
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.locator('.talk').getByText('Meant for another item')).toBeVisible();
    await toast(page, 'Added a note to #2').getByRole('button', { name: /Undo/ }).click();
    await expect(page.locator('.talk').getByText('Meant for another item')).toHaveCount(0);
    await expect(page.getByText('took a note back')).toBeVisible();
    await page.getByRole('textbox', { name: 'Note' }).fill('Form is on its way');
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.locator('.talk').getByText('Form is on its way')).toBeVisible();
    await seen(page, 'item');
    await page.getByRole('button', { name: /^Not approve/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Do not approve' }).click();
    await expect(page.getByText('Not approved').first()).toBeVisible();
    await expect(page.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'Re-submit' }).click();
    await expect(page).toHaveURL(/\/inbox\/4$/);
    await expect(page.getByText('Takes up again')).toBeVisible();
    await seen(page, 'again');
  });

  await test.step('IN-123 many are approved with one word to all of them, which each keeps; one press takes it back', async () => {
    await page.goto('/inbox');
    for (const subject of [FEES, BANK]) {
      await row(page, subject).hover();
      await row(page, subject).getByRole('checkbox').check();
    }
    await page
      .getByRole('region', { name: '2 selected' })
      .getByRole('button', { name: /^Approve/ })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Approve 2 items' });
    await dialog.getByLabel('Instructions').fill('File both');
    await seen(page, 'approve-many');
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await says(page, 'Set 2 items to Approved');
    await page.keyboard.press('3');
    await expect(row(page, FEES)).toContainText('File both');
    await expect(row(page, BANK)).toContainText('File both');
    await page.keyboard.press('z');
    await expect(row(page, FEES)).toHaveCount(0);
  });

  await test.step('what is one’s own stands beside one’s tasks', async () => {
    await page.goto('/inbox');
    await row(page, FEES).hover();
    await page.keyboard.press('m');
    await says(page, '#3 is yours now');
    await page.goto('/my-work');
    const mine = page.getByRole('region', { name: 'From the inbox' });
    await expect(mine.getByRole('link', { name: FEES })).toBeVisible();
    await seen(page, 'my-work');
  });

  await test.step('deleted and restored', async () => {
    await page.goto('/inbox');
    await row(page, FEES).hover();
    await row(page, FEES).getByRole('button', { name: /^Acts/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await says(page, 'Deleted #3');
    await page.getByRole('link', { name: 'Deleted' }).click();
    await expect(row(page, FEES)).toBeVisible();
    await seen(page, 'deleted');
    await page.keyboard.press('j');
    await row(page, FEES).getByRole('button', { name: /^Acts/ }).click();
    await page.getByRole('menuitem', { name: 'Restore' }).click();
    await says(page, 'Restored #3');
    await page.goto('/inbox');
    await expect(row(page, FEES)).toBeVisible();
    await expect(tab(page, 'Outstanding')).toContainText('2');
  });

  await test.step('the palette finds it by its number', async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('textbox', { name: 'Search or do' })).toBeFocused();
    await page.keyboard.type('#2');
    await page.getByRole('dialog', { name: 'Search or do' }).getByRole('button', { name: /#2/ }).first().click();
    await expect(page).toHaveURL(/\/inbox\/2$/);
  });

  await test.step('IN-146 who leaves keeps their items or gives the open ones away; those who kept them are found', async () => {
    await owner.goto('/settings/members');
    const left = owner.getByRole('row').filter({ hasText: 'Sample Manager' });
    await left.hover();
    await left.getByRole('button', { name: /^Acts/ }).click();
    await owner.getByRole('menuitem', { name: 'Deactivate' }).click();
    const sheet = owner.getByRole('dialog', { name: 'Deactivate Sample Manager' });
    const heir = sheet.getByRole('combobox', { name: 'Who gets their 1 open item in the inbox' });
    await expect(heir).toBeVisible();
    await seen(owner, 'leaving');
    await heir.click();
    await owner.getByRole('option', { name: 'Sample Owner' }).click();
    await sheet.getByRole('button', { name: 'Deactivate' }).click();
    await says(owner, 'Gave 1 item away');
    await expect(owner.getByText('Deactivated Sample Manager')).toBeVisible();
    const undone = owner.waitForResponse(/\/undo$/);
    await toast(owner, 'Gave 1 item away').getByRole('button', { name: /Undo/ }).click();
    await undone;
    await owner.goto('/inbox?assignee=inactive');
    await expect(row(owner, FEES)).toContainText('Sample Manager');
    await expect(row(owner, FEES)).toContainText('Owner inactive');
    await seen(owner, 'owner-inactive');
    await owner.goto('/inbox/3');
    await expect(owner.getByText('Owner inactive').first()).toBeVisible();
    await seen(owner, 'owner-inactive-item');
  });
});
