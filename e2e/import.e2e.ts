import { axe, expect, test } from './harness.ts';
import {
  csvFile,
  fileRow,
  importClients,
  lookThrough,
  mapColumn,
  resultOf,
  uploadFile,
  writeRows,
} from './importing.ts';
import { opened, pick, says, seenIn, setUp } from './people.ts';

const seen = seenIn('import');

const FILE = [
  'Company;Client code;Email;Town;Year end;Fax',
  'Alder & Vane Ltd;AV1;office@alder.example;Bath;31 March;1',
  'Brackwater Stores;BW1;hello@brackwater.example;Wells;30/6;2',
  'Copperline Joinery;CJ1;not an address;Frome;31 December;3',
  'Dunmere Foods;DM1;post@dunmere.example;Bath;31 March;4',
  'Dunmere Foods again;dm1;;Bath;;5',
  '=SUM(1,2) Holdings;SH1;books@sum.example;Bath;31 March;6',
];

test('PE-80 PE-81 PE-82 PE-85 PE-86 PE-88 PE-90 PE-91 a file of clients is chosen, its columns said, looked through, written, and taken back', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  const path = csvFile(tickmark.data, 'clients.csv', FILE);

  await test.step('an empty list leads to the file', async () => {
    await page.goto('/people/imports');
    await expect(page.getByText('No imports yet')).toBeVisible();
    await seen(page, 'none');
    await page.goto('/clients');
    await page.getByRole('main').getByRole('button', { name: 'Import a file' }).click();
    await expect(page.getByRole('radio', { name: 'Clients' })).toBeChecked();
    await seen(page, 'new');
  });

  await test.step('what is no file of rows is refused with its sentence', async () => {
    await page.locator('input[type=file]').setInputFiles(csvFile(tickmark.data, 'bare.csv', ['12,34', '56,78']));
    await expect(page.getByRole('alert')).toHaveText(/The first row must name the columns/);
    await seen(page, 'refused');
  });

  await test.step('the columns are proposed and can be changed', async () => {
    await uploadFile(page, 'Clients', path);
    await expect(page.getByRole('combobox', { name: 'What «Company» becomes' })).toHaveValue('Organisation name');
    await expect(page.getByText('1 column is not read: Fax.')).toBeVisible();
    await mapColumn(page, 'Town', 'Street address, town');
    await page.getByLabel('Keep these columns as').fill('Our old system');
    await seen(page, 'columns');
  });

  await test.step('looked through, errors first', async () => {
    expect(await lookThrough(page)).toBe('4 clients would be added, 2 rows have errors and are left out');
    await expect(fileRow(page, 'Copperline Joinery')).toContainText('«not an address» is not an e-mail address.');
    await expect(fileRow(page, 'Dunmere Foods again')).toContainText('Row 5 is about the same record.');
    await seen(page, 'preview');
    await page.getByLabel('All or nothing').check();
    await expect(page.getByText(/2 rows stop this import/)).toBeVisible();
    await page.getByLabel('All or nothing').uncheck();
  });

  await test.step('the errors are a file of their own', async () => {
    const fetching = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Errors as CSV' }).click();
    expect((await fetching).suggestedFilename()).toBe('errors.csv');
  });

  await test.step('the good rows are written', async () => {
    expect(await writeRows(page)).toBe('4 clients added, 2 rows have errors and are left out');
    await seen(page, 'result');
    await page.goto('/clients');
    await expect(page.locator('[data-row]')).toHaveCount(4);
    await expect(fileRow(page, '=SUM(1,2) Holdings')).toBeVisible();
  });

  await test.step('the same file again changes nothing; the kept columns fill it in', async () => {
    await uploadFile(page, 'Clients', path);
    await pick(page.getByRole('combobox', { name: 'Saved mapping' }), 'Our old system');
    await expect(page.getByRole('combobox', { name: 'What «Town» becomes' })).toHaveValue('Street address, town');
    expect(await lookThrough(page)).toBe('4 are as they are, 2 rows have errors and are left out');
    await expect(page.getByText('No row would change anything.')).toBeVisible();
    await page.getByRole('button', { name: 'Throw away' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Throw away' }).click();
    await says(page, 'Threw away «clients.csv»');
  });

  await test.step('taken back as one act', async () => {
    await expect(page.locator('[data-row]')).toHaveCount(1);
    await seen(page, 'list');
    await fileRow(page, 'clients.csv').getByRole('link').click();
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect(page.getByRole('dialog')).toContainText('4 clients that nobody has worked on since are deleted');
    await axe(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await expect(page.locator('.thing .chip').first()).toHaveText('Taken back');
    expect(await resultOf(page)).toBe('4 rows taken back, 2 rows have errors and are left out');
    await seen(page, 'taken-back');
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await expect(page.getByText(/began to take it back/)).toBeVisible();
    await seen(page, 'timeline');
    await page.goto('/clients');
    await expect(page.locator('[data-row]')).toHaveCount(0);
  });

  await test.step('names alone are enough to know them again', async () => {
    const names = csvFile(tickmark.data, 'names.csv', ['Name', 'Elmstead Works', 'Fallow & Finch']);
    expect(await importClients(page, names)).toBe('2 clients added');
    await uploadFile(page, 'Clients', names);
    expect(await lookThrough(page)).toBe('2 are as they are');
  });
});
