import type { Locator, Page } from '@playwright/test';
import { axe, expect, shots, test } from './harness.ts';
import { contactsFile, fileRow, lookThrough, uploadFile, writeRows } from './importing.ts';
import { invite, join, opened, pick, plain, says, setUp, take } from './people.ts';
import { finish, openTask, skip, tickLines } from './working.ts';

/** A screen on the way: no axe finding, no id in sight, and its pictures. */
const seen = async (page: Page, name: string): Promise<void> => {
  await seenWithCells(page, name);
  await plain(page);
};

/** The same where cells of a file are shown, which may well be another program's ids. */
const seenWithCells = async (page: Page, name: string): Promise<void> => {
  await expect(page.locator('.skeleton')).toHaveCount(0);
  await axe(page);
  await shots(page, `journey-${name}`);
};

const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });

/** Ticks the first `count` rows with the keys: `x`, down with `j`, `X`. */
const tickFirst = async (page: Page, count: number): Promise<void> => {
  await page.locator('[data-row-link]').first().focus();
  await page.keyboard.press('x');
  for (let n = 1; n < count; n += 1) await page.keyboard.press('j');
  await page.keyboard.press('X');
  await expect(page.getByText(`${count} selected`)).toBeVisible();
};

test('PL-6 PL-29 PL-45 PL-170 WF-4 WF-81 a practice is set up, two members join, fifty clients are onboarded in one act, and work is handed on', async ({
  browser,
  tickmark,
}) => {
  const owner = await opened(browser, tickmark);
  await setUp(owner, tickmark);
  await seen(owner, 'home-new');
  const manager = await opened(browser, tickmark);
  const staff = await opened(browser, tickmark);
  await join(manager, await invite(owner, 'Sample Manager', 'Manager'));
  await join(staff, await invite(owner, 'Sample Staff', 'Staff'));
  await owner.goto('/settings/members');
  await expect(owner.locator('[data-row]')).toHaveCount(3);
  await take(owner, 'client_onboarding');
  const { path, good, nameless, twice } = contactsFile(tickmark.data);
  let held = '';
  let cancelled = '';
  let ended = '';

  await test.step('the clients come from a file', async () => {
    await owner.goto('/clients');
    await owner.getByRole('main').getByRole('button', { name: 'Import a file' }).click();
    await uploadFile(owner, 'Clients', path);
    await expect(owner.getByRole('combobox', { name: 'What «name» becomes' })).toHaveValue('Organisation name');
    await seenWithCells(owner, 'columns');
    expect(await lookThrough(owner)).toBe(`${good} clients would be added, 2 rows have errors and are left out`);
    await expect(owner.locator('[data-row]').nth(0)).toContainText(nameless);
    await expect(fileRow(owner, twice).first()).toContainText('is about the same record');
    await seenWithCells(owner, 'preview');
    expect(await writeRows(owner)).toBe(`${good} clients added, 2 rows have errors and are left out`);
    await seenWithCells(owner, 'imported');
  });

  await test.step('the same file again adds and changes nothing', async () => {
    await uploadFile(owner, 'Clients', path);
    expect(await lookThrough(owner)).toBe(`${good} are as they are, 2 rows have errors and are left out`);
  });

  await test.step('fifty clients, one act', async () => {
    await manager.goto('/clients');
    await expect(manager.locator('[data-row]').nth(49)).toBeAttached();
    [held = '', cancelled = '', ended = ''] = await manager.locator('[data-row-link]').allInnerTexts();
    await tickFirst(manager, 50);
    await manager.getByRole('button', { name: /^Start workflow/ }).click();
    await manager.getByRole('option', { name: /Client onboarding/ }).click();
    const sheet = dialog(manager, 'Client onboarding for 50 clients');
    await expect(sheet.getByText('It starts on all 50.')).toBeVisible();
    await seen(manager, 'launch');
    await sheet.getByRole('button', { name: 'Start on 50 clients' }).click();
    await says(manager, 'Started «Client onboarding» on 50 clients');
  });

  await test.step('five tasks go to a colleague', async () => {
    await manager.goto(`/my-work?q=${encodeURIComponent('identity')}`);
    await tickFirst(manager, 5);
    await manager.getByRole('button', { name: /^Assign/ }).click();
    const sheet = dialog(manager, 'Who does 5 tasks?');
    await pick(sheet.getByRole('combobox', { name: 'To' }), 'Sample Staff');
    await sheet.getByRole('button', { name: 'Assign' }).click();
    await says(manager, /^Gave 5 tasks/);
  });

  await test.step('two members with different roles work', async () => {
    await staff.goto('/my-work');
    await expect(staff.locator('[data-row]')).toHaveCount(5);
    await seen(staff, 'my-work');
    await staff.locator('[data-row-link]').first().click();
    await finishIdentity(staff, 'passed');
    await expect(staff.locator('[data-row]')).toHaveCount(4);
    await manager.goto(`/my-work?q=${encodeURIComponent('identity')}`);
    await manager.locator('[data-row-link]').first().click();
    await finishIdentity(manager, 'refer');
    await seen(manager, 'my-work-manager');
  });

  await test.step('away, with a deputy', async () => {
    await manager.goto('/settings/delegations');
    await manager.getByRole('button', { name: 'Set a deputy' }).first().click();
    const sheet = dialog(manager, 'Set a deputy');
    await pick(sheet.getByRole('combobox', { name: 'Deputy' }), 'Sample Staff');
    await sheet.getByRole('button', { name: 'Set the deputy' }).click();
    await says(manager, 'Sample Staff stands in for Sample Manager');
    await seen(manager, 'deputies');
    await staff.goto('/my-work?view=deputy');
    await expect(staff.locator('[data-row]').first()).toBeVisible();
    await expect(staff.getByText('for Sample Manager').first()).toBeVisible();
    await seen(staff, 'as-deputy');
    await staff.goto(`/my-work?view=deputy&q=${encodeURIComponent('identity')}`);
    await staff.locator('[data-row-link]').first().click();
    await finishIdentity(staff, 'passed');
  });

  await test.step('held and released', async () => {
    await open(owner, held);
    await owner.getByRole('button', { name: /^Hold/ }).click();
    const hold = dialog(owner, 'Put this run on hold');
    await hold.getByLabel('Reason').fill('The client is moving house');
    await hold.getByRole('button', { name: 'Put on hold' }).click();
    await says(owner, /^Put .+ on hold/);
    await expect(owner.getByText('The client is moving house').first()).toBeVisible();
    await seen(owner, 'run-held');
    await owner.getByRole('button', { name: /^Release/ }).click();
    const release = dialog(owner, 'Let this run go on');
    await axe(owner);
    await release.getByRole('button', { name: 'Release' }).click();
    await says(owner, /goes on$/);
    await tells(owner, 'held', [
      'put it on hold: The client is moving house',
      'let it go on',
      'finished «Check identity and money-laundering risk»: passed',
      'ticked «Source of funds and purpose of the relationship understood» in «Check identity and money-laundering risk»',
      'gave «Check identity and money-laundering risk» to Sample Staff',
      'started it',
    ]);
  });

  await test.step('worked to the end', async () => {
    await open(owner, ended);
    for (const [title, needs] of TO_THE_END) {
      if (title === SET_UP) await skip(await openTask(owner, AUTHORITY), AUTHORITY, 'The tax office answers by letter');
      const panel = await openTask(owner, title);
      await tickLines(panel);
      await needs(panel);
      if (title !== DETAILS) await finish(panel, title);
      if (title === IDENTITY) await reviewed({ owner, manager, client: ended });
    }
    // The file of clients has no addresses, so the welcome mail becomes a task.
    const reach = `Reach ${ended} another way: Send the welcome e-mail: who does what, and when`;
    await finish(await openTask(owner, reach), reach);
    await owner.getByRole('button', { name: 'Complete early' }).click();
    const early = dialog(owner, 'Complete this run now?');
    await axe(owner);
    await early.getByRole('button', { name: 'Complete early' }).click();
    await says(owner, /^Completed /);
    await expect(owner.locator('.thing .chip').first()).toHaveText('Completed');
    await seen(owner, 'run-ended');
    await tells(owner, 'ended', [
      'attached «engagement-letter.txt» to «Get the engagement letter signed»',
      'skipped «Record the authority to act»: The tax office answers by letter',
      `finished «${reach}»`,
    ]);
  });

  await test.step('cancelled and restored', async () => {
    await open(owner, cancelled);
    await more(owner, 'Cancel run');
    const cancel = dialog(owner, 'Cancel this run?');
    await cancel.getByLabel('Reason').fill('They went elsewhere');
    await cancel.getByRole('button', { name: 'Cancel run' }).click();
    await says(owner, /^Cancelled /);
    await expect(owner.getByRole('button', { name: /^Restore/ })).toBeVisible();
    await seen(owner, 'run-cancelled');
    await owner.getByRole('button', { name: /^Restore/ }).click();
    const restore = dialog(owner, 'Bring this run back');
    await restore.getByLabel('Reason').fill('They came back');
    await restore.getByRole('button', { name: 'Restore' }).click();
    await says(owner, /^Brought .+ back/);
    await tells(owner, 'restored', ['cancelled it: They went elsewhere', 'brought it back: They came back']);
  });
});

/** Opens the run of «Client onboarding» on this client, as one finds it in the list. */
const open = async (page: Page, client: string): Promise<void> => {
  await page.goto(`/runs?q=${encodeURIComponent(client)}`);
  await page.locator('[data-row-link]').filter({ hasText: client }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Client onboarding');
};

const IDENTITY = 'Check identity and money-laundering risk';

/** Ticks every line of the open task, says how it ended, and finishes it. */
const finishIdentity = async (page: Page, outcome: string): Promise<void> => {
  const panel = page.locator('.task-panel');
  await expect(panel.getByRole('checkbox').first()).toBeVisible();
  await tickLines(panel);
  await panel.getByRole('radio', { name: outcome }).check();
  await finish(panel, IDENTITY);
};

const ACCEPT = 'Second look by the partner: do we take this client?';

/** The Owner makes the task of this panel their own, so that nobody else counts as who prepared it. */
const takeOver = async (panel: Locator, title: string): Promise<void> => {
  const page = panel.page();
  await panel.getByRole('button', { name: 'Assign' }).click();
  const sheet = dialog(page, `Who does «${title}»?`);
  await pick(sheet.getByRole('combobox', { name: 'To' }), 'Sample Owner');
  await sheet.getByRole('button', { name: 'Assign' }).click();
  await says(page, `Gave «${title}» to Sample Owner`);
};

/** The Owner, who prepared it, names somebody else; they hand a step back, it is done again, and they approve. */
const reviewed = async ({ owner, manager, client }: { owner: Page; manager: Page; client: string }): Promise<void> => {
  const naming = await openTask(owner, `Name a reviewer: ${ACCEPT}`);
  await seen(owner, 'review-to-name');
  await naming.getByRole('button', { name: 'Name a reviewer' }).click();
  const sheet = dialog(owner, `Who reviews «${ACCEPT}»?`);
  await pick(sheet.getByRole('combobox', { name: 'To' }), 'Sample Manager');
  await sheet.getByRole('button', { name: 'Assign' }).click();
  await open(manager, client);
  const review = await openTask(manager, ACCEPT);
  await seen(manager, 'review');
  await manager.keyboard.press('r');
  const back = dialog(manager, `Hand «${ACCEPT}» back`);
  await back.getByLabel('What is to be done?').fill('Note where the money comes from');
  await back.getByRole('checkbox', { name: 'Get the engagement letter signed' }).uncheck();
  await axe(manager);
  await back.getByRole('button', { name: 'Hand back' }).click();
  await says(manager, /^Handed .+ back$/);
  const again = await openTask(owner, IDENTITY);
  await again.getByRole('radio', { name: 'passed' }).check();
  await finish(again, IDENTITY);
  await expect(review.getByRole('button', { name: 'Approve' })).toBeEnabled();
  await manager.keyboard.press('e');
  await says(manager, /^Approved /);
  await seen(manager, 'review-approved');
};

const SET_UP = 'Set up roles, plans and deadlines';
const AUTHORITY = 'Record the authority to act';

const DETAILS = 'Ask the client for contacts, year end and tax periods';

/** The file of clients has no addresses, so nothing could be sent: what the client says on the telephone is entered. */
const answeredFor = async (panel: Locator): Promise<void> => {
  const page = panel.page();
  await seen(page, 'form-not-sent');
  await panel.getByRole('button', { name: 'Enter the answer' }).click();
  await panel.getByLabel('Who should we talk to?').fill('The accounts office');
  await panel.getByLabel('Their e-mail address').fill('office@sample-client.example');
  await panel.getByLabel('When does your year end?').fill('31 March');
  await panel.getByRole('radio', { name: 'Quarterly' }).check();
  await panel.getByRole('radio', { name: 'No', exact: true }).check();
  await seen(page, 'form-answered-for');
  await panel.getByRole('button', { name: 'Save the answer' }).click();
  await says(page, `Entered the answer to «${DETAILS}»`);
};

/** The tasks that an onboarding without a previous adviser has, in the order in which they come up, and what each needs. */
const TO_THE_END: readonly (readonly [title: string, needs: (panel: Locator) => Promise<void>])[] = [
  [
    'Get the engagement letter signed',
    async (panel) => {
      await takeOver(panel, 'Get the engagement letter signed');
      await panel.locator('input[type=file]').setInputFiles({
        name: 'engagement-letter.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('Signed'),
      });
      await says(panel.page(), 'Attached «engagement-letter.txt»');
      await pick(panel.getByRole('combobox', { name: 'Is there a previous adviser' }), 'No');
    },
  ],
  [
    IDENTITY,
    async (panel) => {
      await takeOver(panel, IDENTITY);
      await panel.getByRole('radio', { name: 'passed' }).check();
    },
  ],
  [DETAILS, answeredFor],
  ['Check access to the books and the opening balances', async () => undefined],
  [SET_UP, async () => undefined],
];

/** An act of the page, from its bar or from the menu behind it. */
const more = async (page: Page, act: string): Promise<void> => {
  const button = page.getByRole('button', { name: act });
  if (!(await button.isVisible())) await page.getByRole('button', { name: /more/i }).first().click();
  await page
    .getByRole('button', { name: act })
    .or(page.getByRole('menuitem', { name: act }))
    .first()
    .click();
};

/** The run's timeline says each of these sentences. */
const tells = async (page: Page, name: string, sentences: readonly string[]): Promise<void> => {
  await page.getByRole('tab', { name: 'Timeline' }).click();
  for (const sentence of sentences) await expect(page.getByText(sentence).first()).toBeVisible();
  await seen(page, `timeline-${name}`);
};
