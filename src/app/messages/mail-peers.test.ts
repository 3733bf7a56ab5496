import '@hono/zod-openapi';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { type Postfix, startPostfix } from '#connectors/mail/testing-postfix.ts';
import { selfSigned } from '#connectors/testing-certificate.ts';
import type { Id } from '#ground/id.ts';
import { throwAway, throwAwayFolder } from '#kernel/database/testing-folder.ts';
import { LONG } from '#kernel/loop/testing.ts';
import { hasPostfix, hasSwaks, NO_POSTFIX, NO_SWAKS, SWAKS } from '../../../bin/senders.mjs';
import { useTestHouse } from '../testing.ts';
import { ANNA, DOMAIN, mailInTesting, mailOf } from './testing-mail-in.ts';

/** Mail for the inbox by programs that others wrote: one that speaks SMTP by the letter, and a real mail server with its queue. */
const house = useTestHouse();
const { begin, listen, readAll } = mailInTesting(house);
if (LONG && !hasSwaks()) console.warn(NO_SWAKS);
if (LONG && !hasPostfix()) console.warn(NO_POSTFIX);

let home: string;
let certificate: { cert: string; key: string };
beforeAll(async () => {
  home = await throwAwayFolder();
  certificate = { cert: join(home, 'cert.pem'), key: join(home, 'key.pem') };
  selfSigned(certificate.cert, certificate.key);
});
afterAll(() => throwAway(home));

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const listening = async (options: Parameters<typeof listen>[0]): Promise<Listener> => {
  const listener = await listen(options);
  ends.push(() => listener.stop());
  return listener;
};

describe.skipIf(!LONG || !hasSwaks())('swaks', () => {
  const swaks = (port: number, ...more: string[]): Promise<{ code: number; said: string }> =>
    new Promise((resolve) => {
      const options = ['--server', '127.0.0.1', '--port', String(port), '--from', ANNA, '--timeout', '20', ...more];
      execFile(SWAKS, options, { maxBuffer: 64 << 20 }, (error, said) =>
        resolve({ code: error ? Number(error.code) : 0, said }),
      );
    });

  test('IN-40 IN-43 IN-45 over STARTTLS its mail with its file is an item in Outstanding', async () => {
    const { api, practice, address } = await begin();
    const { port } = await listening(certificate);
    const file = join(home, 'figures.csv');
    writeFileSync(file, 'month,amount\n1,17.5\n');
    const subject = 'Figures — März';
    const sent = await swaks(port, '--to', address, '--tls', '--h-Subject', subject, '--attach', `@${file}`);
    expect(sent, sent.said).toMatchObject({ code: 0, said: expect.stringContaining('TLS started') });
    await readAll(practice);
    const [item] = (await api('GET', '/items')).body.items;
    expect(item).toMatchObject({ subject, origin: 'email', status: 'outstanding', source: { from: ANNA } });
    const [{ attachments }] = (await api('GET', `/arrivals?item=${item.id}`)).body.items;
    expect(attachments).toMatchObject([{ name: 'figures.csv', bytes: 20 }]);
  });

  test('IN-44 IN-46 who is not of the house is refused by name, what is too large by its size, and nothing stays of either', async () => {
    const { api, address } = await begin();
    const { port } = await listening({ maxMb: 1 });
    const stranger = await swaks(port, '--to', `nobody-of-us@${DOMAIN}`);
    expect(stranger.said).toMatch(/<\*\* +550 /);
    expect(stranger.code).toBe(24);
    const file = join(home, 'large.bin');
    writeFileSync(file, Buffer.alloc(1_200_000, 7));
    const large = await swaks(port, '--to', address, '--attach', `@${file}`);
    expect(large.said).toMatch(/<\*\* +552 /);
    expect((await api('GET', '/arrivals')).body.items).toEqual([]);
  });
});

describe.skipIf(!LONG || !hasPostfix())('Postfix', () => {
  const sender = async (port: number): Promise<Postfix> => {
    const postfix = await startPostfix(port);
    ends.push(() => postfix.end());
    return postfix;
  };
  const empty = (postfix: Postfix) => expect.poll(() => postfix.waiting(), { timeout: 60_000 }).toEqual([]);
  const subjectsOf = async ({ api, practice }: { api: Awaited<ReturnType<typeof begin>>['api']; practice: Id }) => {
    await readAll(practice);
    const { items } = (await api('GET', '/items?limit=200')).body as { items: { subject: string }[] };
    return items.map(({ subject }) => subject).sort();
  };

  test('IN-45 what was sent while the server was away waits in the sender’s queue, comes by TLS when it is back, and is there once', async () => {
    const place = await begin();
    const away = await listen();
    const { port } = away;
    await away.stop();
    const postfix = await sender(port);
    for (const subject of ['First', 'Second'])
      await postfix.submit(ANNA, place.address, mailOf({ Subject: subject, To: place.address }));
    await expect
      .poll(() => postfix.waiting(), { timeout: 30_000 })
      .toEqual(Array(2).fill(expect.stringMatching(/connection refused/i)));
    await listening({ port, ...certificate });
    await empty(postfix);
    expect(postfix.log()).toMatch(/TLS connection established to 127\.0\.0\.1/);
    expect(await subjectsOf(place)).toEqual(['First', 'Second']);
  });

  test('IN-45 IN-47 what is put off is tried again, each is there once, and whoever is not known comes back to its sender', async () => {
    const place = await begin();
    const first = await listen();
    const postfix = await sender(first.port);
    const from = `many@${place.address.split('@')[0]}.example`;
    const subjects = Array.from({ length: 70 }, (_, i) => `Mail ${String(i).padStart(2, '0')}`);
    for (const subject of subjects)
      await postfix.submit(from, place.address, mailOf({ Subject: subject, To: place.address }));
    await postfix.submit(from, `nobody-of-us@${DOMAIN}`, mailOf({ Subject: 'Lost', To: `nobody-of-us@${DOMAIN}` }));
    await expect.poll(() => postfix.log(), { timeout: 60_000 }).toMatch(/451 4\.7\.1/);
    await expect
      .poll(() => postfix.waiting().filter((why) => !why.includes('451 4.7.1')), { timeout: 60_000 })
      .toEqual([]);
    expect(postfix.waiting()).toHaveLength(10);
    expect(postfix.log()).toMatch(/to=<nobody-of-us@.*status=bounced .*550 /);
    await first.stop();
    await listening({ port: first.port, limits: false });
    await empty(postfix);
    expect(await subjectsOf(place)).toEqual(subjects);
  });
});
