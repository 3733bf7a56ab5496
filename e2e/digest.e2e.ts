import { spawnSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { startMailServer, type Taken } from '../src/connectors/mail/testing-server.ts';
import { expect, type Tickmark, test } from './harness.ts';
import { pdf } from './papers.ts';
import { invite, join, opened, PRACTICE, says, seenIn, setUp } from './people.ts';

const seen = seenIn('digest');
const MEMBER = 'manager@lantern.example';

/** A zone in which it is noon or later now, so that the digest of today is due. */
const ZONES = [
  'Pacific/Auckland',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
];
const noonZone = (): string => {
  const hour = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone }).format(new Date()));
  return ZONES.find((zone) => hour(zone) >= 9 && hour(zone) <= 22)!;
};

/** Through the API, as this walk is not about it. */
const send = <Answer>(page: Page, method: string, path: string, body?: object, version?: number): Promise<Answer> =>
  page.evaluate(
    async ([how, at, data, seen]) => {
      const headers = { 'content-type': 'application/json', ...(seen && { 'if-match': seen }) };
      const answer = await fetch(`/api/v1${at}`, { method: how!, headers, body: data ?? null });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    [method, path, body && JSON.stringify(body), version === undefined ? undefined : String(version)],
  );

/** The practice writes by this mail server, and works every day in a zone in which it is daytime now. */
const settle = async (page: Page, port: number): Promise<void> => {
  const { items } = await send<{ items: { kind: string; version: number }[] }>(page, 'GET', '/channels');
  const settings = { host: '127.0.0.1', port, tls: 'none' };
  const channel = { provider: 'smtp', address: 'office@lantern.example', settings };
  await send(page, 'PUT', '/channels/email', channel, items.find(({ kind }) => kind === 'email')!.version);
  const { version } = await send<{ version: number }>(page, 'GET', '/practice');
  const days = { time_zone: noonZone(), working_days: [1, 2, 3, 4, 5, 6, 7] };
  await send(page, 'PATCH', '/practice', days, version);
};

const morning = ({ data }: Tickmark): void => {
  const env = { ...process.env, TICKMARK_DATA: data };
  const done = spawnSync(process.execPath, ['e2e/morning.ts', PRACTICE.slug], { env, encoding: 'utf8' });
  expect(done.status, done.stderr).toBe(0);
};

/** The text of a mail, as a reader has it. */
const textOf = ({ raw }: Taken): string =>
  raw
    .replace(/=\r?\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'));

test('IN-172 IN-173 IN-174 PL-125 PL-126 WF-187 a member chooses how to be told, gets the digest by mail, opens its line and presses; opening alone does nothing', async ({
  browser,
  tickmark,
}) => {
  const server = await startMailServer();
  const mails = (subject: RegExp) =>
    server.taken.filter(({ to, raw }) => to.includes(MEMBER) && subject.test(/^subject: (.*)/im.exec(raw)?.[1] ?? ''));
  try {
    const owner = await opened(browser, tickmark);
    await setUp(owner, tickmark);
    await settle(owner, server.port);
    const link = await invite(owner, 'Marlow Sample', 'Manager');
    const member = await opened(browser, tickmark);
    await join(member, link);

    await test.step('the member chooses: what is given to them comes in the digest, and not at once', async () => {
      await member.goto('/me#notifications');
      const part = member.getByRole('region', { name: 'Notifications' });
      await part.getByRole('radio', { name: 'Work is given to me: Digest' }).check();
      await expect(part.getByRole('radio', { name: 'Work is given to me: Digest' })).toBeChecked();
      await seen(member, 'chosen');
    });

    const { items } = await send<{ items: { id: string; name: string }[] }>(owner, 'GET', '/members');
    const to = items.find(({ name }) => name === 'Marlow Sample')!.id;
    for (const title of ['Check the bank', 'Ring the landlord'])
      await send(owner, 'POST', '/tasks', { title, to: { member: to } });

    const address = await test.step('the mail comes in the morning, with a line of each task', async () => {
      morning(tickmark);
      await expect.poll(() => mails(/2 ready to start/).length).toBe(1);
      expect(mails(/was given to you/)).toEqual([]);
      const text = textOf(mails(/2 ready to start/)[0]!);
      expect(text).toContain('Ring the landlord');
      const found = /- Check the bank\s+by hand\s+(http\S+)|- Check the bank\s+(http\S+)/.exec(text);
      const url = found?.[1] ?? found?.[2];
      expect(url, text).toBeTruthy();
      return url!;
    });

    await test.step('whoever is not signed in is asked to, and sees nothing of it', async () => {
      const stranger = await opened(browser, tickmark);
      await stranger.goto(address);
      await expect(stranger).toHaveURL(/\/sign-in\?to=/);
      await expect(stranger.getByText('Check the bank')).toHaveCount(0);
      await stranger.context().close();
    });

    await test.step('opening it changes nothing; pressing finishes it', async () => {
      await member.goto(address);
      await expect(member.getByRole('heading', { level: 1, name: 'Check the bank' })).toBeVisible();
      await member.reload();
      await expect(member.getByText('Ready', { exact: true }).first()).toBeVisible();
      await expect(member.getByText('1970')).toHaveCount(0);
      await seen(member, 'asked');
      await member.getByRole('button', { name: /^Finish/ }).click();
      await says(member, 'Finished «Check the bank»');
      await expect(member.getByText('This is done: there is nothing more to press here.')).toBeVisible();
      await expect(member.getByRole('button', { name: /^Finish/ })).toHaveCount(0);
      await seen(member, 'pressed');
    });

    await test.step('the link opened again says so, and leads to what is left', async () => {
      await member.goto(address);
      await expect(member.getByText('This is done: there is nothing more to press here.')).toBeVisible();
      await member.locator('#main').getByRole('link', { name: 'Open My work' }).click();
      await expect(member.getByText('Ring the landlord').first()).toBeVisible();
      await expect(member.getByText('Check the bank')).toHaveCount(0);
    });

    await test.step('a link to what is not theirs opens a plain page with the way on', async () => {
      await member.goto(`${address.slice(0, -4)}${address.endsWith('0000') ? '1111' : '0000'}`);
      await expect(member.getByText('This task does not wait for you').first()).toBeVisible();
      await seen(member, 'gone');
    });

    const { id: client_id } = await send<{ id: string }>(owner, 'POST', '/clients', { organisation_name: 'Bay' });
    const profile = { name: 'Accounts', approver: { member: to }, file_only: true };
    const { id: profile_id } = await send<{ id: string }>(owner, 'POST', '/profiles', profile);
    /** A document that the member shall approve. */
    const asks = async (title: string): Promise<void> => {
      const file = { name: `${title}.pdf`, mimeType: 'application/pdf', buffer: pdf() };
      const sent = await owner.request.post('/api/v1/files', {
        multipart: { file },
        headers: { origin: tickmark.url },
      });
      const { items: files } = (await sent.json()) as { items: { id: string }[] };
      const document = { file_id: files[0]!.id, title, client_id, profile_id };
      const { id } = await send<{ id: string }>(owner, 'POST', '/documents', document);
      await send(owner, 'POST', `/documents/${id}/processing`, {});
    };
    const written = (who: string) =>
      server.taken
        .filter((one) => one.to.includes(who))
        .map(textOf)
        .join('\n');
    const switched = async (on: boolean): Promise<void> => {
      await owner.goto('/settings/inbox/items');
      const approvals = owner.getByRole('switch', { name: 'Tell approvers by mail' });
      await expect(approvals).toBeChecked({ checked: !on });
      await approvals.setChecked(on);
      await owner.getByRole('button', { name: 'Save changes' }).click();
      await says(owner, 'Saved how items behave');
      await owner.reload();
      await expect(approvals).toBeChecked({ checked: on });
    };

    await test.step('the practice keeps mails about approvals off: the approver is told in the app, and of other work by mail', async () => {
      await member.goto('/me#notifications');
      await member.getByRole('radio', { name: 'Work is given to me: Mail at once' }).check();
      await expect(member.getByRole('radio', { name: 'Work is given to me: Mail at once' })).toBeChecked();
      await switched(false);
      await seen(owner, 'approval-mail-off');
      await asks('Accounts of Bay');
      await send(owner, 'POST', '/items', { subject: 'Ring the bay', assignee_id: to });
      await member.goto('/notifications');
      await expect(member.getByText('Accounts of Bay').first()).toBeVisible();
      await expect.poll(() => written(MEMBER), { timeout: 180_000 }).toContain('Ring the bay');
      expect(written(MEMBER)).not.toContain('Accounts of Bay');
    });

    await test.step('on again, the next is mailed, to nobody whose own act it was; opening its link decides nothing', async () => {
      await switched(true);
      await asks('Accounts of Quay');
      await expect.poll(() => written(MEMBER), { timeout: 180_000 }).toContain('Accounts of Quay');
      expect(written('owner@lantern.example')).not.toContain('Accounts of');
      const [, link] = /(http\S+\/inbox\/3\b\S*)/.exec(written(MEMBER)) ?? [];
      await member.goto(link!);
      await expect(member.getByRole('heading', { level: 1, name: 'Accounts of Quay' })).toBeVisible();
      await member.reload();
      await expect(member.getByText('Outstanding', { exact: true }).first()).toBeVisible();
      await expect(member.getByRole('button', { name: /^Approve/ })).toBeVisible();
    });
  } finally {
    await server.close();
  }
});
