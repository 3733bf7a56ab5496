import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './harness.ts';
import { clients, invite, join, opened, says, seenIn, setUp, take } from './people.ts';
import { openTask, skip } from './working.ts';

const WORKFLOW = 'Stock count';
const COUNT = 'Count the stock';
const WRITE = 'Write to the owner';

const seen = seenIn('work');

/** Goes on with Tab, as somebody without a mouse does, until the focus is there; fails when Tab never comes to it. */
const tabTo = async (page: Page, place: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
  await expect(place).toBeVisible();
  const there = () => place.evaluate((one) => one === document.activeElement);
  for (let n = 0; n < 40 && !(await there()); n += 1) await page.keyboard.press(key);
  await expect(place).toBeFocused();
};

/** Types into the list one is at, and takes what it finds. */
const pick = async (page: Page, typed: string, name: string | RegExp): Promise<void> => {
  await page.keyboard.type(typed);
  await expect(page.getByRole('option', { name })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option')).toHaveCount(0);
};

test('WF-3 WF-10 WF-11 WF-13 WF-44 WF-191 a workflow is built, published and switched on by keys alone', async ({
  browser,
  tickmark,
}) => {
  const owner = await opened(browser, tickmark);
  await setUp(owner, tickmark);
  const page = await opened(browser, tickmark);
  await join(page, await invite(owner, 'Sample Manager', 'Manager'));
  const panel = page.locator('.editor-panel');

  await test.step('the palette leads to the workflows, n w begins one', async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('textbox', { name: 'Search or do' })).toBeFocused();
    await page.keyboard.type('Workflows');
    await expect(page.getByRole('dialog', { name: 'Search or do' }).getByRole('button')).toHaveText(/^Workflows/);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/workflows$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Workflows' })).toBeVisible();
    await page.keyboard.press('n');
    await page.keyboard.press('w');
    await expect(page.getByRole('dialog').getByLabel('Name', { exact: true })).toBeFocused();
    await page.keyboard.type(WORKFLOW);
    await page.keyboard.press('Control+Enter');
    await expect(page).toHaveURL(/\/edit/);
  });

  await test.step('two tasks, typed one under the other', async () => {
    await expect(page.getByRole('heading', { level: 1, name: WORKFLOW })).toBeVisible();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    for (const key of ['Add a step', 'Next step', 'Move up', 'Publish'])
      await expect(sheet.getByText(key)).toBeVisible();
    await seen(page, 'keys');
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await page.keyboard.press('a');
    await expect(page.getByRole('textbox', { name: 'Add a step' })).toBeFocused();
    await page.keyboard.type(COUNT);
    await page.keyboard.press('Enter');
    await expect(page.locator('.step-row')).toHaveCount(1);
    await page.keyboard.type(WRITE);
    await page.keyboard.press('Enter');
    await expect(page.locator('.step-row')).toHaveCount(2);
  });

  await test.step('who does the first, by when, and how it may end', async () => {
    await tabTo(page, page.locator('.step-row').nth(1), 'Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('textbox', { name: 'Title' })).toBeFocused();
    await tabTo(page, panel.getByRole('combobox', { name: 'Who does it' }));
    await pick(page, 'whoever', /Whoever starts it/);
    await tabTo(page, panel.getByRole('button', { name: 'Set a due date' }));
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('textbox', { name: 'How many' })).toBeFocused();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('5');
    await tabTo(page, panel.getByRole('button', { name: 'Outcomes' }));
    await page.keyboard.press('Enter');
    for (const outcome of ['fits', 'does not fit']) {
      await page.keyboard.type(outcome);
      await page.keyboard.press('Enter');
    }
  });

  await test.step('what is taken out again leaves the keys where one is', async () => {
    const after = async (remove: string, place: Locator) => {
      await tabTo(page, panel.getByRole('button', { name: remove }), 'Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(place).toBeFocused();
    };
    const [who, due] = [panel.getByRole('combobox', { name: 'Who does it' }), 'Set a due date'];
    const checklist = panel.getByRole('button', { name: 'A checklist' });
    await tabTo(page, page.locator('.step-row').first(), 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tabTo(page, who);
    await pick(page, 'whoever', /Whoever starts it/);
    await after('Remove Whoever starts it', who);
    await tabTo(page, panel.getByRole('button', { name: due }));
    await page.keyboard.press('Enter');
    await after('Remove: Due', panel.getByRole('button', { name: due }));
    await tabTo(page, checklist);
    await page.keyboard.press('Enter');
    await after('Remove: Checklist', checklist);
  });

  await test.step('the second only if the first did not fit', async () => {
    await expect(panel.getByRole('textbox', { name: 'Title' })).toHaveValue(WRITE);
    await tabTo(page, panel.getByRole('button', { name: 'A condition', exact: true }));
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('combobox', { name: 'How these count' })).toBeFocused();
    await tabTo(page, panel.getByRole('button', { name: 'Condition', exact: true }));
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('combobox', { name: 'What is looked at' })).toBeFocused();
    await page.keyboard.press('Control+a');
    await pick(page, COUNT, `«${COUNT}» ended`);
    await tabTo(page, panel.getByRole('combobox', { name: 'With what' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option', { name: 'does not fit' })).toBeVisible();
    // A list that is just opening may miss a key: down until the wanted one is marked.
    const wanted = page.getByRole('option', { name: 'does not fit' });
    await expect(async () => {
      await page.keyboard.press('ArrowDown');
      await expect(wanted).toHaveAttribute('data-combobox-selected', 'true', { timeout: 500 });
    }).toPass();
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('combobox', { name: 'With what' })).toHaveValue('does not fit');
    await seen(page, 'editor');
  });

  await test.step('a step moves with Alt and an arrow, and back', async () => {
    await tabTo(page, page.locator('.step-row').nth(1), 'Shift+Tab');
    await page.keyboard.press('Alt+ArrowUp');
    await expect(page.locator('.step-title').first()).toHaveText(WRITE);
    await expect(page.locator('.step-row').first()).toBeFocused();
    await page.keyboard.press('Alt+ArrowDown');
    await expect(page.locator('.step-title').first()).toHaveText(COUNT);
  });

  await test.step('published with a note, then switched on', async () => {
    await page.keyboard.press('p');
    const sheet = page.getByRole('dialog', { name: /^Publish/ });
    await expect(sheet.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await page.keyboard.type('The first of its kind');
    await tabTo(page, sheet.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await expect(sheet.getByRole('checkbox')).not.toBeChecked();
    await seen(page, 'publish');
    await tabTo(page, sheet.getByRole('button', { name: /^Publish/ }));
    await page.keyboard.press('Enter');
    await says(page, /^Published/);
    const on = page.getByRole('switch').first();
    await expect(on).not.toBeChecked();
    await tabTo(page, on, 'Shift+Tab');
    await page.keyboard.press('Space');
    await expect(on).toBeChecked();
    await expect(page.locator('.step-row .step-sub').first()).toContainText('5 business days');
    await page.reload();
    await expect(page.locator('.step-title')).toHaveText([COUNT, WRITE]);
    await expect(on).toBeChecked();
    await expect(page.getByText('Version 1, as published')).toBeVisible();
  });
});

const IDENTITY = 'Check identity and money-laundering risk';
const LETTER = 'Get the engagement letter signed';

test('WF-50 WF-72 WF-121 WF-185 WF-188 WF-192 WF-193 runs stand on a board and go into a file, a colleague is called by name, and what must be done is only skipped with a reason', async ({
  browser,
  tickmark,
}) => {
  const owner = await opened(browser, tickmark);
  await setUp(owner, tickmark);
  const staff = await opened(browser, tickmark);
  await join(staff, await invite(owner, 'Sample Staff', 'Staff'));
  clients(tickmark, 3);
  await take(owner, 'client_onboarding');

  await test.step('three runs', async () => {
    await owner.goto('/clients');
    await expect(owner.locator('[data-row]')).toHaveCount(3);
    await owner.locator('[data-row-link]').first().focus();
    await owner.keyboard.press('x');
    await owner.keyboard.press('j');
    await owner.keyboard.press('j');
    await owner.keyboard.press('X');
    await owner.getByRole('button', { name: /^Start workflow/ }).click();
    await owner.getByRole('option', { name: /Client onboarding/ }).click();
    await owner.getByRole('button', { name: 'Start on 3 clients' }).click();
    await says(owner, 'Started «Client onboarding» on 3 clients');
  });

  await test.step('nothing is due yet, and My work says what comes next', async () => {
    await owner.goto('/my-work');
    await expect(owner.getByText('Nothing is due. Next:')).toBeVisible();
    const next = owner.getByRole('link', { name: new RegExp(`^(${LETTER}|${IDENTITY}), Client \\d, \\w{3} \\d`) });
    await seen(owner, 'next');
    await next.click();
    await expect(owner.locator('.task-panel')).toBeVisible();
  });

  await test.step('all of them go into a file', async () => {
    await owner.goto('/runs');
    await expect(owner.locator('[data-row]')).toHaveCount(3);
    const coming = owner.waitForEvent('download');
    await owner.getByRole('button', { name: 'More of this list' }).click();
    await owner.getByRole('menuitem', { name: /Export/ }).click();
    const file = await coming;
    const [heading = '', ...rows] = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split(/\r?\n/);
    expect(file.suggestedFilename()).toMatch(/runs.*\.csv$/);
    expect(heading).toContain('workflow,version,subject');
    expect(rows).toHaveLength(3);
    for (const n of [0, 1, 2])
      expect(rows.filter((row) => row.startsWith(`Client onboarding,1,Client ${n},`))).toHaveLength(1);
  });

  await test.step('the board shows them by the step they are at', async () => {
    await owner.getByRole('radiogroup', { name: 'Show as' }).getByText('Board').click();
    await owner.getByRole('button', { name: 'Client onboarding', exact: true }).click();
    const lane = owner.getByRole('region', { name: LETTER });
    await expect(lane.locator('[data-row]')).toHaveCount(3);
    await seen(owner, 'board');
    await lane.locator('[data-row-link]').filter({ hasText: 'Client 1' }).click();
    await expect(owner.getByRole('heading', { level: 1 })).toContainText('Client onboarding');
  });

  await test.step('«@» offers members, and whoever is named is told', async () => {
    const panel = await openTask(owner, LETTER);
    const box = panel.getByRole('textbox', { name: 'Write a comment' });
    await box.click();
    await owner.keyboard.type('Please look at this, @sam');
    const names = owner.getByRole('listbox', { name: 'Mention' });
    await expect(names.getByRole('option')).toHaveCount(2);
    await seen(owner, 'mention');
    await names.getByRole('option', { name: 'Sample Staff' }).click();
    await expect(box).toHaveValue('Please look at this, @Sample Staff ');
    await owner.keyboard.press('Control+Enter');
    await expect(panel.getByText('Please look at this, @Sample Staff')).toBeVisible();
    await expect(box).toHaveValue('');
  });

  await test.step('the notice leads to the task', async () => {
    const bell = staff.getByRole('link', { name: 'Notifications, 1' });
    await expect(bell).toBeVisible();
    await bell.click();
    await expect(staff.locator('[data-row]')).toHaveCount(1);
    await seen(staff, 'notice');
    await staff.locator('[data-row-link]').click();
    const panel = staff.getByRole('complementary', { name: LETTER });
    await expect(panel.getByText('Please look at this, @Sample Staff')).toBeVisible();
    await seen(staff, 'named');
  });

  await test.step('skipping without a reason is refused', async () => {
    const panel = owner.getByRole('complementary', { name: LETTER });
    await panel.getByRole('button', { name: /^Skip/ }).click();
    const sheet = owner.getByRole('dialog', { name: `Skip «${LETTER}»` });
    await sheet.getByRole('button', { name: 'Skip' }).click();
    await expect(sheet.getByLabel('Why')).toHaveAttribute('aria-invalid', 'true');
    await expect(sheet.locator('.mantine-Textarea-error')).toHaveText('Say why, in a few words.');
    await seen(owner, 'skip');
    await owner.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await skip(panel, LETTER, 'Signed on paper');
  });
});
