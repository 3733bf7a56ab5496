import type { Page } from '@playwright/test';
import { expect, test } from './harness.ts';
import { clients, opened, says, setUp } from './people.ts';
import { openTask } from './working.ts';

const COUNT = 'Count the cash';
const WRITE = 'Write it down';
const SAY = 'Say what it came to';
const QUESTION = 'What did it come to?';

/** Three tasks, one after another, on one client; made by the API, as this walk is about working them. Gives the run's page. */
const started = async (page: Page, client: string): Promise<string> => {
  const origin = new URL(page.url()).origin;
  const ask = async (method: string, path: string, data: object, seen?: number) => {
    const headers = { origin, ...(seen === undefined ? {} : { 'if-match': `"${seen}"` }) };
    const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  };
  const made = await ask('POST', '/workflows', { name: 'Cash count', subject_kinds: ['client'] });
  const task = { kind: 'task', who: ['launcher'] };
  const steps = [
    { ...task, key: 'count', title: COUNT },
    { ...task, key: 'write', title: WRITE },
    { ...task, key: 'say', title: SAY, asks: [{ key: 'sum', label: QUESTION, type: 'text' }] },
  ];
  const at = `/workflows/${made.id}`;
  const saved = await ask(
    'PUT',
    `${at}/draft`,
    { content: { ...made.content, steps }, base_version: 0 },
    made.draft_version,
  );
  const published = await ask('POST', `${at}/versions`, { note: 'First', base_version: 0 }, saved.draft_version);
  await ask('PUT', `${at}/activation`, {}, published.version);
  const run = await ask('POST', '/runs', { workflow: made.id, as: 'client', subject: client });
  return `/runs/${run.id}`;
};

test('WF-119 WF-190 while the server is slow, the next task is finished before the answer to the last has come, and what is typed meanwhile stays', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  const [client] = clients(tickmark, 1);
  const run = await started(page, client!);
  await page.goto(run);
  let answered = 0;
  const typedInto = Promise.withResolvers<void>();
  await page.route('**/api/v1/tasks/*/completion', async (route) => {
    const response = await route.fetch();
    await typedInto.promise;
    answered += 1;
    await route.fulfill({ response });
  });
  const ended = (title: string) => page.locator('.run-step[data-state="done"]').filter({ hasText: title });

  await test.step('two are finished, one after the other, and neither is answered yet', async () => {
    for (const title of [COUNT, WRITE]) {
      const panel = await openTask(page, title);
      await panel.getByRole('button', { name: /^Finish/ }).click();
      await expect(ended(title)).toBeVisible();
    }
    expect(answered).toBe(0);
  });

  const third = await openTask(page, SAY);
  const typed = third.getByRole('textbox', { name: QUESTION });
  await test.step('what is typed into the third stays when the answers come', async () => {
    await typed.fill('Twelve pounds');
    expect(answered).toBe(0);
    const readAgain = page.waitForResponse((one) => answered === 2 && one.url().endsWith(`/api/v1${run}`));
    typedInto.resolve();
    await says(page, `Finished «${COUNT}»`);
    await says(page, `Finished «${WRITE}»`);
    expect(answered).toBe(2);
    await readAgain;
    await expect(typed).toHaveValue('Twelve pounds');
    await expect(typed).toBeFocused();
  });

  await test.step('all three are finished, for the server too', async () => {
    await third
      .getByRole('button', { name: /^Finish/ })
      .last()
      .click();
    await says(page, `Finished «${SAY}»`);
    await page.unroute('**/api/v1/tasks/*/completion');
    await page.goto(run);
    for (const title of [COUNT, WRITE, SAY]) await expect(ended(title)).toBeVisible();
    await expect((await openTask(page, SAY)).getByText('Twelve pounds')).toBeVisible();
  });
});
