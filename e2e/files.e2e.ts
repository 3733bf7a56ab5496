import type { Locator, Page } from '@playwright/test';
import { axe, expect, shots, test } from './harness.ts';
import { clients, opened, pick, plain, says, setUp, take } from './people.ts';

const TITLE = 'Get the engagement letter signed';
const LETTER = 'engagement-letter.pdf';
const PDF = [
  '%PDF-1.4',
  '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj',
  '2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj',
  '3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj',
  '4 0 obj << /Length 46 >> stream',
  'BT /F 18 Tf 30 100 Td (Engagement letter) Tj ET',
  'endstream endobj',
  '5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj',
  'trailer << /Root 1 0 R >>',
].join('\n');
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAFElEQVR42mNkYPjPgA0wYRUdtBIAO/8BBxXZ1QYAAAAASUVORK5CYII=',
  'base64',
);

const file = (name: string, buffer: string | Buffer) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(buffer),
});

/** Starts the workflow on the client by the API, and gives the address of the run. */
const start = (page: Page, subject: string): Promise<string> =>
  page.evaluate(async (client) => {
    const { items } = await (await fetch('/api/v1/workflows')).json();
    const response = await fetch('/api/v1/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ workflow: items[0].id, as: 'client', subject: client }),
    });
    return `/runs/${(await response.json()).id}`;
  }, subject);

const drop = async (place: Locator, name: string, text: string): Promise<void> => {
  const data = await place.page().evaluateHandle(
    ([called, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content!], called!));
      return transfer;
    },
    [name, text],
  );
  await place.dispatchEvent('dragover', { dataTransfer: data });
  await place.dispatchEvent('drop', { dataTransfer: data });
};

test('WF-54 PL-110 PL-113 WF-150 a task is finished with the file it asks for, which is looked at, removed and put back', async ({
  browser,
  tickmark,
}) => {
  const page = await opened(browser, tickmark);
  await setUp(page, tickmark);
  await take(page, 'client_onboarding');
  const [client] = clients(tickmark, 1);
  await page.goto(await start(page, client!));
  await page.getByRole('button', { name: TITLE, exact: true }).click();
  const panel = page.getByRole('complementary', { name: TITLE });
  const files = panel.getByRole('region', { name: 'Files' });

  await test.step('what is forbidden or empty is refused with its sentence', async () => {
    await expect(files.getByText('Needs 1 more file before it can be finished.')).toBeVisible();
    await files.locator('input[type=file]').setInputFiles([file('setup.exe', 'MZ'), file('empty.pdf', '')]);
    await expect(files.getByText('«setup.exe» is a program, and those are not taken.')).toBeVisible();
    await expect(files.getByText('«empty.pdf» is empty')).toBeVisible();
    await shots(page, 'files-refused');
  });

  await test.step('chosen and dropped files are attached and shown', async () => {
    await files.locator('input[type=file]').setInputFiles([file(LETTER, PDF), file('signed.png', PICTURE)]);
    await says(page, 'Attached 2 files');
    await drop(files.locator('.drop-place'), 'page.html', '<script>document.title = "run"</script>');
    await says(page, 'Attached «page.html»');
    await expect(files.getByRole('listitem')).toHaveCount(3);
    await axe(page);
    await plain(page);
    await shots(page, 'files-attached');
  });

  await test.step('they are looked at, and nothing in them runs', async () => {
    await files.getByRole('button', { name: 'Look at «page.html»' }).click();
    const dialog = page.getByRole('dialog', { name: 'page.html' });
    await expect(dialog.getByText('<script>document.title = "run"</script>')).toBeVisible();
    expect(await page.title()).not.toBe('run');
    await axe(page);
    await page.keyboard.press('Escape');
    await files.getByRole('button', { name: 'Look at «signed.png»' }).click();
    const picture = page.getByRole('img', { name: 'signed.png' });
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(8);
    await page.keyboard.press('Escape');
    await files.getByRole('button', { name: `Look at «${LETTER}»` }).click();
    await expect(page.locator(`iframe[title="${LETTER}"]`)).toBeVisible();
    await shots(page, 'files-preview');
    await page.keyboard.press('Escape');
    await expect(files.getByRole('button', { name: `Look at «${LETTER}»` })).toBeFocused();
  });

  await test.step('one is removed, and comes back with the key z', async () => {
    await files.getByRole('button', { name: 'Remove «page.html»' }).click();
    await says(page, 'Removed «page.html»');
    await expect(files.getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('z');
    await expect(files.getByRole('listitem')).toHaveCount(3);
  });

  await test.step('a download is the file itself', async () => {
    const coming = page.waitForEvent('download');
    await files.getByRole('link', { name: `Download «${LETTER}»` }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(LETTER);
  });

  await test.step('the task is finished, and the run shows its files', async () => {
    for (const line of await panel.getByRole('checkbox').all()) {
      await line.click();
      await expect(line).toBeChecked();
    }
    await pick(panel.getByRole('combobox', { name: 'Is there a previous adviser' }), 'No');
    await panel.getByRole('button', { name: 'Finish' }).last().click();
    await says(page, `Finished «${TITLE}»`);
    await page.keyboard.press('Escape');
    await expect(page.locator('.facts').getByRole('button', { name: `Look at «${LETTER}»` })).toBeVisible();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await expect(page.getByText(`attached «${LETTER}» to «${TITLE}»`)).toBeVisible();
    await axe(page);
    await shots(page, 'files-run');
  });

  await test.step('a task by hand alone takes files too', async () => {
    await page.evaluate(() =>
      fetch('/api/v1/tasks', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'File the receipt' }),
      }),
    );
    await page.goto('/my-work?q=receipt');
    await page.locator('[data-row-link]').first().focus();
    await page.keyboard.press('Space');
    const peek = page.getByRole('region', { name: 'Files' });
    await peek.locator('input[type=file]').setInputFiles(file('receipt.txt', 'paid'));
    await says(page, 'Attached «receipt.txt»');
    await peek.getByRole('button', { name: 'Remove «receipt.txt»' }).click();
    await expect(peek.getByRole('listitem')).toHaveCount(0);
  });
});
