import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect } from './harness.ts';

/** Writes a CSV for a walk to choose, and gives its path. */
export const csvFile = (folder: string, name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};

const LEDGER = '../shared/data/ledger-xero/contact.csv';

/**
 * Contacts as a ledger exports them (id, name, deleted), with one row that has no name and one that comes twice; a real
 * export where there is one beside the project, otherwise one of the same shape.
 */
export const contactsFile = (folder: string): { path: string; good: number; nameless: string; twice: string } => {
  const [heading = '', ...rows] = existsSync(LEDGER)
    ? readFileSync(LEDGER, 'utf8').trimEnd().split(/\r?\n/)
    : ownRows(60);
  const twice = rows[0]!.split(',')[1]!;
  const path = csvFile(folder, 'contact.csv', [heading, ...rows, 'nobody,,false', `again,${twice},false`]);
  return { path, good: rows.length, nameless: 'Give the organisation’s name', twice };
};

const ownRows = (count: number): string[] => [
  'contact_id,name,deleted',
  ...Array.from({ length: count }, (_, n) => `c-${n},Client ${n},false`),
];

/** What is in a file, as the first screen of an import names it. */
export type Kind = 'Clients' | 'Prospects' | 'Contacts' | 'Employees' | 'Authorizations';

/** Chooses the kind and the file; afterwards the page of the import asks what its columns are. */
export const uploadFile = async (page: Page, kind: Kind, path: string): Promise<void> => {
  await page.goto('/people/imports/new');
  await page.getByRole('radio', { name: kind }).check();
  await page.locator('input[type=file]').setInputFiles(path);
  await expect(page.getByRole('heading', { name: 'What the columns are' })).toBeVisible();
};

/** Says what a column becomes: `mapColumn(page, 'contact_id', 'Tax number')`. */
export const mapColumn = async (page: Page, heading: string, target: string): Promise<void> => {
  const field = page.getByRole('combobox', { name: `What «${heading}» becomes` });
  await field.fill(target);
  await page.getByRole('option', { name: target, exact: true }).click();
  await expect(field).toHaveValue(target);
};

/** Has the rows looked through, and gives the sentence that says what would happen. */
export const lookThrough = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: /^Look through/ }).click();
  const write = page.getByRole('button', { name: /^Write / });
  await expect(write).toBeVisible({ timeout: 60_000 });
  return page.getByRole('tabpanel').getByRole('heading', { level: 2 }).first().innerText();
};

/** Writes the good rows, waits for the end, and gives the sentence that says what came of it. */
export const writeRows = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: /^Write / }).click();
  return resultOf(page);
};

/** What came of an import, once nothing is under way any more. */
export const resultOf = async (page: Page): Promise<string> => {
  await expect(page.locator('.thing .chip').first()).toHaveText(/^(Done|Taken back)$/, { timeout: 60_000 });
  const head = page.getByRole('tabpanel').getByRole('heading', { level: 2 }).first();
  await expect(head).toBeVisible();
  return head.innerText();
};

/** A row of the preview or the result, by its name. */
export const fileRow = (page: Page, name: string): Locator => page.locator('[data-row]').filter({ hasText: name });

/**
 * From a CSV of clients to clients, as somebody does it who takes the columns as they are proposed. Gives what the result
 * says: «60 clients added».
 */
export const importClients = async (page: Page, path: string): Promise<string> => {
  await uploadFile(page, 'Clients', path);
  await lookThrough(page);
  return writeRows(page);
};
