import type { Page } from '@playwright/test';
import axeCore from 'axe-core';

declare const axe: typeof import('axe-core');

/**
 * What axe finds on the page as it stands, each as rule, help and place; by all of its rules, or by `only` some (PL-R22). What stands
 * in a frame is another page, which is looked at by itself.
 */
export const violations = async (page: Page, only?: readonly string[]): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  return page.evaluate(async (rules) => {
    const answer = await axe.run(document, {
      resultTypes: ['violations'],
      iframes: false,
      ...(rules && { runOnly: { type: 'rule', values: [...rules] } }),
    });
    return answer.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
    );
  }, only);
};

/** What can break where colours alone differ. */
export const OF_COLOURS = ['color-contrast'];
