import { createTransport } from 'nodemailer';
import { test as base, expect, freePort, startTickmark } from './harness.ts';
import { send } from './papers.ts';
import { opened, pick, says, seenIn, setUp } from './people.ts';

/** The practice's own rules for what comes in. */
const test = base;
const seen = seenIn('triage');

test('IN-186 a rule is made, refused while it says nothing, tried on what came, switched on, and told by the item that it made so; rules are asked in their order, also by what a form was answered', async ({
  browser,
}) => {
  const port = await freePort();
  const tickmark = await startTickmark({ INBOUND_SMTP_PORT: String(port), INBOUND_DOMAIN: 'in.example.test' });
  try {
    const page = await opened(browser, tickmark);
    await setUp(page, tickmark);
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
    const comes = async (subject: string) => {
      await transport.sendMail({
        from: 'Anna Bay <office@bay.example>',
        to: 'lantern-quill@in.example.test',
        subject,
        text: 'Please call me.',
      });
      await page.goto('/inbox');
      const row = page.getByRole('row').filter({ hasText: subject });
      await expect(row).toBeVisible();
      return row;
    };
    for (const subject of ['A first call', 'A lease', 'A second call']) await comes(subject);

    await test.step('a rule is made, tried on what came and switched on; the next mail gets what it says, and the item says by which rule', async () => {
      await page.goto('/settings/inbox/triage');
      await expect(page.getByText('No rules yet')).toBeVisible();
      await page.getByRole('button', { name: 'Add rule' }).first().click();
      const sheet = page.getByRole('dialog', { name: 'Add rule' });
      await sheet.getByLabel('Name').fill('Calls');
      await sheet.getByRole('button', { name: 'Add rule' }).click();
      await expect(sheet.getByText('Say to what it applies').first()).toBeVisible();
      await sheet.getByLabel('Subject has').first().fill('call');
      await sheet.getByLabel('Subject has').first().press('Enter');
      await sheet.getByLabel('Goes to').first().click();
      await page.getByRole('option', { name: 'Sample Owner' }).click();
      await sheet.getByLabel('Due after').fill('2');
      await seen(page, 'rule');
      await sheet.getByRole('button', { name: 'Add rule' }).click();
      await says(page, 'Added «Calls», which is off until you try it');
      const row = page.getByRole('listitem').filter({ hasText: 'Subject has «call»' });
      await expect(row).toContainText('Off');
      await row.getByRole('button').click();
      await page.getByRole('menuitem', { name: 'Try and switch on…' }).click();
      const trial = page.getByRole('dialog', { name: 'What «Calls» would change' });
      await expect(
        trial.getByText('Of the last 3 mails and answers, 2 would have become something else.'),
      ).toBeVisible();
      await expect(trial.getByRole('listitem')).toHaveCount(2);
      await expect(trial.getByText('nobody → Sample Owner').first()).toBeVisible();
      await seen(page, 'trial');
      await trial.getByRole('button', { name: 'Switch on' }).click();
      await says(page, '«Calls» is on');
      await expect(row).not.toContainText('Off');
      await seen(page, 'rules');
      const item = await comes('One more call');
      await expect(item).toContainText('Sample Owner');
      await item.getByText('One more call').click();
      await expect(page.getByText('set who gets it and the due date by the rule «Calls»')).toBeVisible();
      await seen(page, 'by-rule');
    });

    const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
    const menuOf = (name: string) => row(name).getByRole('button', { name: `Acts for ${name}` });
    const order = page.locator('ol.intake .intake-address');

    await test.step('a rule moved up by keys is asked first; moved down again by the mouse it is not, and so it stays', async () => {
      const when = { words: ['urgent'] };
      const made = await send<{ id: string }>(page, 'POST', '/triage-rules', {
        name: 'Urgent',
        when,
        sets: { due_after: { n: 0, unit: 'days' } },
      });
      const { version } = await send<{ version: number }>(page, 'POST', `/triage-rules/${made.id}/trial`, {});
      await send(page, 'PUT', `/triage-rules/${made.id}/switch`, { on: true, version });
      const first = await comes('Urgent call, the first');
      await first.getByText('Urgent call').click();
      await expect(page.getByText('set who gets it and the due date by the rule «Calls»')).toBeVisible();

      await page.goto('/settings/inbox/triage');
      await expect(order).toHaveText([/1\.\s*Calls/, /2\.\s*Urgent/]);
      await menuOf('Urgent').focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('m');
      await expect(page.getByRole('menuitem', { name: 'Move up' })).toBeFocused();
      await page.keyboard.press('Enter');
      await says(page, 'Moved «Urgent»');
      await expect(order).toHaveText([/1\.\s*Urgent/, /2\.\s*Calls/]);
      await expect(menuOf('Urgent')).toBeFocused();
      const second = await comes('Urgent call, the second');
      await second.getByText('Urgent call').click();
      await expect(page.getByText(/the due date by the rule «Urgent»/)).toBeVisible();
      await expect(page.getByText(/who gets it by the rule «Calls»/)).toBeVisible();

      await page.goto('/settings/inbox/triage');
      await menuOf('Urgent').click();
      await page.getByRole('menuitem', { name: 'Move down' }).click();
      await expect(order).toHaveText([/1\.\s*Calls/, /2\.\s*Urgent/]);
      await page.reload();
      await expect(order).toHaveText([/1\.\s*Calls/, /2\.\s*Urgent/]);
    });

    await test.step('a rule asks what a form was answered: one answer gets what it says, another does not', async () => {
      const questions = [
        { key: 'name', kind: 'short_text', label: 'Your name' },
        { key: 'let', kind: 'yes_no', label: 'Do you let a house?' },
      ];
      const { id } = await send<{ id: string }>(page, 'POST', '/forms', { title: 'Enquiry', questions });
      const { address } = await send<{ address: string }>(page, 'POST', `/forms/${id}/publication`, {});
      /** What they open stands open while the rule is made, as a person takes their time over a form. */
      const filling = async (name: string, answer: 'Yes' | 'No') => {
        const stranger = await opened(browser, tickmark);
        await stranger.goto(address);
        await stranger.getByLabel('Your name').fill(name);
        await stranger.getByRole('radio', { name: answer }).check();
        return stranger;
      };
      const strangers = [await filling('Lars Landlord', 'Yes'), await filling('Tess Tenant', 'No')];

      await page.goto('/settings/inbox/triage');
      await page.getByRole('button', { name: 'Add rule' }).click();
      const sheet = page.getByRole('dialog', { name: 'Add rule' });
      await sheet.getByLabel('Name').fill('Landlords');
      await pick(sheet.getByRole('combobox', { name: 'Answers the form' }), 'Enquiry');
      await sheet.getByRole('button', { name: 'Add an answer' }).click();
      await pick(sheet.getByRole('combobox', { name: 'Question' }), 'Do you let a house?');
      await sheet.getByLabel('Answered').fill('yes');
      await pick(sheet.getByRole('combobox', { name: 'Goes to' }), 'Sample Owner');
      await seen(page, 'form-rule');
      await sheet.getByRole('button', { name: 'Add rule' }).click();
      await expect(row('Landlords')).toContainText('Answers «Enquiry» with «yes»');
      await menuOf('Landlords').click();
      await page.getByRole('menuitem', { name: 'Try and switch on…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click();
      await says(page, '«Landlords» is on');

      for (const stranger of strangers) {
        await stranger.getByRole('button', { name: 'Send', exact: true }).click();
        await expect(stranger.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
      }
      await page.goto('/inbox');
      const item = (name: string) => page.getByRole('row').filter({ hasText: `Enquiry: ${name}` });
      await expect(item('Lars Landlord')).toContainText('Sample Owner');
      await expect(item('Tess Tenant')).toBeVisible();
      await expect(item('Tess Tenant')).not.toContainText('Sample Owner');
      await item('Lars Landlord').getByText('Enquiry').click();
      await expect(page.getByText('set who gets it by the rule «Landlords»')).toBeVisible();
      await seen(page, 'by-form-rule');
    });
  } finally {
    await tickmark.end();
  }
});
