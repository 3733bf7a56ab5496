import { expect, test } from './harness.ts';
import { invite, join, opened, pick, says, seenIn, setUp } from './people.ts';

const seen = seenIn('categories');

test('IN-12 IN-125 IN-141 IN-143 IN-160 IN-170 a practice makes its own kinds of items; an item gets who does it and when it is due from its kind', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);

  await test.step('a category says who gets its items and when they are due', async () => {
    await page.goto('/settings/inbox/categories');
    await expect(page.getByText(/^No categories yet/)).toBeVisible();
    await seen(page, 'none');
    await page.getByRole('button', { name: 'Add category' }).first().click();
    const sheet = page.getByRole('dialog', { name: 'Add category' });
    await sheet.getByLabel('Due after').fill('soon');
    await sheet.getByRole('button', { name: 'Add category' }).click();
    await expect(sheet.getByText('Give the category a name.').first()).toBeVisible();
    await expect(sheet.getByText('Give a whole number from 0 to 366.').first()).toBeVisible();
    await sheet.getByLabel('Name').fill('Leases');
    await pick(sheet.getByRole('combobox', { name: 'Goes to' }), 'Sample Owner');
    await sheet.getByLabel('Due after').fill('5');
    await seen(page, 'sheet');
    await sheet.getByRole('button', { name: 'Add category' }).click();
    await says(page, 'Added «Leases»');
    await expect(page.getByRole('listitem').filter({ hasText: 'Leases' })).toContainText(
      'Due 5 working days after it came',
    );
    await seen(page, 'one');
  });

  await test.step('IN-170 whom new items that nobody has are mailed to: a bad address is named, the others are kept', async () => {
    await page.getByRole('navigation', { name: 'Inbox' }).getByRole('link', { name: 'Alerts & assignments' }).click();
    await page.getByRole('button', { name: 'Edit alert addresses' }).click();
    const sheet = page.getByRole('dialog', { name: 'Edit alert addresses' });
    await sheet.getByLabel('Addresses').fill('desk@lantern.example; oops, boss@lantern.example');
    await sheet.getByRole('button', { name: 'Save addresses' }).click();
    await expect(sheet.getByText('«oops» is not an e-mail address. The others are saved.').first()).toBeVisible();
    await seen(page, 'alerts-wrong');
    await sheet.getByLabel('Addresses').fill('desk@lantern.example\nboss@lantern.example');
    await sheet.getByRole('button', { name: 'Save addresses' }).click();
    await expect(sheet).toHaveCount(0);
    await expect(page.getByRole('listitem').filter({ hasText: 'boss@lantern.example' })).toBeVisible();
    await seen(page, 'alerts');
  });

  await test.step('an item of it is theirs and has a date; one without is found by neither', async () => {
    await page.goto('/inbox');
    for (const [subject, category] of [
      ['New lease', 'Leases'],
      ['A letter', null],
    ] as const) {
      await page.getByRole('button', { name: 'Add new workflow' }).first().click();
      const sheet = page.getByRole('dialog', { name: 'New item' });
      await sheet.getByLabel('Subject').fill(subject);
      if (category) {
        await pick(sheet.getByRole('combobox', { name: 'Category' }), category);
        await seen(page, 'new');
      }
      await sheet.getByRole('button', { name: 'Add item' }).click();
      await expect(sheet).toHaveCount(0);
    }
    await expect(page.locator('[data-row]', { hasText: 'New lease' })).toContainText('Sample Owner');
    await page.locator('[data-row-link]', { hasText: 'New lease' }).click();
    await expect(page.getByRole('definition').filter({ hasText: 'Leases' })).toBeVisible();
    await seen(page, 'item');
  });

  await test.step('the other gets it from the bulk bar, and both are found by it', async () => {
    await page.goto('/inbox');
    const row = page.locator('[data-row]', { hasText: 'A letter' });
    await row.hover();
    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: /^Category/ }).click();
    const sheet = page.getByRole('dialog', { name: 'Category of 1 item' });
    await pick(sheet.getByRole('combobox', { name: 'Category' }), 'Leases');
    await seen(page, 'bulk');
    await sheet.getByRole('button', { name: 'Save changes' }).click();
    await expect(sheet).toHaveCount(0);
    const { items } = (await (await page.request.get('/api/v1/categories')).json()) as { items: { id: string }[] };
    await page.goto(`/inbox?category=${items[0]!.id}`);
    await expect(page.locator('[data-row]')).toHaveCount(2);
    await seen(page, 'found');
  });

  await test.step('IN-160 a tag is made where it is put on, goes on many at once, and the list is narrowed by it and by days', async () => {
    await page.goto('/inbox');
    await page.locator('[data-row-link]', { hasText: 'New lease' }).click();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const edit = page.getByRole('dialog', { name: /^Edit #/ });
    await edit.getByRole('combobox', { name: 'Tags' }).fill('Urgent');
    await page.getByRole('option', { name: 'Make the tag «Urgent»' }).click();
    await edit.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('definition').filter({ hasText: 'Urgent' })).toBeVisible();

    await page.goto('/inbox');
    const row = page.locator('[data-row]', { hasText: 'A letter' });
    await row.hover();
    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: /^Tag/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Tag 1 item' });
    await pick(dialog.getByRole('combobox', { name: 'Tag' }), 'Urgent');
    await seen(page, 'tag');
    await dialog.getByRole('button', { name: 'Put on' }).click();
    await expect(dialog).toHaveCount(0);

    const filter = async (name: string) => {
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await filter('Tag');
    await page.getByRole('option', { name: 'Urgent' }).click();
    await expect(page.getByRole('button', { name: 'Tag: tagged Urgent' })).toBeVisible();
    await expect(page.locator('[data-row]')).toHaveCount(2);
    await filter('Received');
    await seen(page, 'days');
    // Pictures are taken in other sizes, which closes it.
    if (!(await page.getByLabel('From', { exact: true }).isVisible())) await filter('Received');
    await page.getByLabel('From', { exact: true }).fill('2020-01-01');
    await page.getByLabel('To', { exact: true }).fill('2020-12-31');
    await page.getByRole('button', { name: 'Use these days' }).click();
    await expect(page.getByRole('button', { name: /^Received: received from .* to / })).toBeVisible();
    await expect(page.locator('[data-row]')).toHaveCount(0);
    await seen(page, 'narrowed');
    await filter('Received');
    await page.getByRole('option', { name: 'today' }).click();
    await expect(page).toHaveURL(/received=today/);
    await expect(page.locator('[data-row]')).toHaveCount(2);
  });

  await test.step('IN-143 a member acts on the items of a category, and sees no others', async () => {
    const link = await invite(page, 'Cara Collects', 'AR Specialist');
    const other = await opened(browser, tickmark);
    await join(other, link);
    await other.goto('/inbox');
    await expect(other.locator('[data-row]')).toHaveCount(0);

    await page.goto('/settings/inbox/people');
    await page.getByRole('button', { name: 'Add inbox assignment' }).click();
    const sheet = page.getByRole('dialog', { name: 'Add inbox assignment' });
    await sheet.getByRole('button', { name: 'Add inbox assignment' }).click();
    await expect(sheet.getByText('Choose a member.').first()).toBeVisible();
    await pick(sheet.getByRole('combobox', { name: 'Member' }), 'Cara Collects');
    await pick(sheet.getByRole('combobox', { name: 'Categories' }), 'Leases');
    await page.keyboard.press('Escape');
    await seen(page, 'assignment');
    await sheet.getByRole('button', { name: 'Add inbox assignment' }).click();
    await says(page, 'Saved what Cara Collects may act on');
    await expect(page.getByRole('listitem').filter({ hasText: 'Cara Collects' })).toContainText('Categories Leases');
    await seen(page, 'assignments');

    await other.reload();
    await expect(other.locator('[data-row]')).toHaveCount(2);
    await other.context().close();
  });
});

test('IN-11 a category names a form: adding such an item by hand asks its questions, and the item keeps the answers', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  const questions = [
    { key: 'landlord', kind: 'short_text', label: 'Who is the landlord?' },
    { key: 'signed', kind: 'yes_no', label: 'Is it signed?' },
    { key: 'signed_on', kind: 'short_text', label: 'By whom?', shown_if: { question: 'signed', is: 'yes' } },
    { key: 'copy', kind: 'file', label: 'The lease', required: false },
  ];
  const headers = { origin: tickmark.url };
  const named = await page.request.post('/api/v1/categories', { data: { name: 'Leases' }, headers });
  expect(named.ok(), await named.text()).toBe(true);
  const form = await page.request.post('/api/v1/forms', { data: { title: 'About the lease', questions }, headers });
  expect(form.ok(), await form.text()).toBe(true);
  await page.goto('/settings/inbox/categories');
  const category = page.getByRole('listitem').filter({ hasText: 'No date by itself' });
  await category.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit «Leases»' });
  await pick(edit.getByRole('combobox', { name: 'Form' }), 'About the lease');
  await seen(page, 'form');
  await edit.getByRole('button', { name: 'Save changes' }).click();
  await says(page, 'Saved «Leases»');

  await page.goto('/inbox');
  await page.getByRole('button', { name: 'Add new workflow' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'New item' });
  await sheet.getByLabel('Subject').fill('Lease of the pier');
  await pick(sheet.getByRole('combobox', { name: 'Category' }), 'Leases');
  await sheet.getByRole('radio', { name: 'Yes' }).check();
  await expect(sheet.getByLabel('By whom?')).toBeVisible();
  await sheet.getByRole('button', { name: 'Add item' }).click();
  await expect(sheet.getByText('Please answer this.').first()).toBeVisible();
  await seen(page, 'asked');
  await sheet.getByLabel('Who is the landlord?').fill('Pier Estates');
  await sheet.getByLabel('By whom?').fill('Both');
  const lease = { name: 'lease.txt', mimeType: 'text/plain', buffer: Buffer.from('a lease') };
  await sheet.locator('input[type=file]').setInputFiles(lease);
  await expect(sheet.getByText('lease.txt').first()).toBeVisible();
  await expect(sheet.getByRole('progressbar')).toHaveCount(0);
  await sheet.getByRole('button', { name: 'Add item' }).click();
  await expect(sheet).toHaveCount(0);
  await page.locator('[data-row-link]', { hasText: 'Lease of the pier' }).click();
  const answer = page.getByRole('region', { name: /About the lease/ });
  await expect(answer).toContainText('Pier Estates');
  await expect(answer).toContainText('lease.txt');
  await seen(page, 'answered');
});
