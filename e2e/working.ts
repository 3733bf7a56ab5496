import type { Locator, Page } from '@playwright/test';
import { expect } from './harness.ts';
import { says } from './people.ts';

/** Opens a task of the run that is shown, and gives its panel. */
export const openTask = async (page: Page, title: string): Promise<Locator> => {
  await page.getByRole('button', { name: title, exact: true }).click();
  const panel = page.getByRole('complementary', { name: title });
  await expect(panel).toBeVisible();
  return panel;
};

/** Ticks every line of the task's checklist. */
export const tickLines = async (panel: Locator): Promise<void> => {
  for (const line of await panel.getByRole('checkbox').all()) {
    await line.click();
    await expect(line).toBeChecked();
  }
};

/** Finishes the task of this panel, once nothing that it asks for is missing. */
export const finish = async (panel: Locator, title: string): Promise<void> => {
  await panel
    .getByRole('button', { name: /^Finish/ })
    .last()
    .click();
  await says(panel.page(), `Finished «${title}»`);
};

/** Skips the task of this panel with a reason. */
export const skip = async (panel: Locator, title: string, reason: string): Promise<void> => {
  await panel.getByRole('button', { name: /^Skip/ }).click();
  const sheet = panel.page().getByRole('dialog', { name: `Skip «${title}»` });
  await sheet.getByLabel('Why').fill(reason);
  await sheet.getByRole('button', { name: 'Skip' }).click();
  await says(panel.page(), `Skipped «${title}»`);
};
