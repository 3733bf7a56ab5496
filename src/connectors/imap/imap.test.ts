import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MailboxFault, type Place } from '#inbox/mailboxes/port.ts';
import { findDovecot, NO_DOVECOT } from '../../../bin/dovecot.mjs';
import { imapMailboxes } from './imap.ts';
import { type Dovecot, startDovecot } from './testing-dovecot.ts';

const QUICK = { connect: 3_000, answer: 3_000, read: 5_000 };
const SINCE = '2026-01-01T00:00:00.000Z';
const mail = (subject: string, text = 'Here are the papers.') =>
  `From: Anna Bay <anna@bay.example>\r\nSubject: ${subject}\r\n\r\n${text}\r\n`;

if (!findDovecot()) console.warn(NO_DOVECOT);

describe.skipIf(!findDovecot())('a real IMAP server', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot?.end());
  const place = (more: Partial<Place> = {}): Place => ({
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'tls',
    user: dovecot.user,
    folder: 'INBOX',
    changes: false,
    ...more,
  });
  const open = (more: Partial<Place> = {}, secret = dovecot.password) =>
    imapMailboxes({ ca: dovecot.ca, times: QUICK })(place(more), secret);
  const all = { from: 1, to: null, since: null };

  test('IN-48 mail is read over TLS and STARTTLS, byte for byte, and none is marked as read', async () => {
    const raw = mail('Ünïcode \u0001', 'a\r\n.\r\nb');
    dovecot.deliver(raw);
    for (const more of [{}, { port: dovecot.plain_port, security: 'starttls' as const }, { changes: true }]) {
      const folder = await open(more);
      const [uid] = await folder.find(all);
      expect((await folder.sizes([uid!])).get(uid!)).toBe(Buffer.byteLength(raw));
      expect(Buffer.from((await folder.read(uid!, 10_000))!).toString()).toBe(raw);
      expect(Buffer.from((await folder.read(uid!, 20))!).toString()).toBe(raw.slice(0, 20));
      expect(await folder.read(uid! + 1000, 20)).toBeNull();
      expect(await folder.find({ ...all, from: uid! + 1 })).toEqual([]);
      expect(folder).toMatchObject({ messages: 1, uid_next: uid! + 1, tells: true });
      await folder.close();
    }
    expect(dovecot.seen()).toBe(0);
  });

  test('IN-48 a certificate that nobody vouches for is not accepted, nor a connection without TLS', async () => {
    await expect(imapMailboxes({ times: QUICK })(place(), dovecot.password)).rejects.toThrow(/certificate/);
    await expect(open({ port: dovecot.plain_port })).rejects.toBeInstanceOf(MailboxFault);
  });

  test('IN-52 what the server answers is told: a wrong password, a folder that is not there, nobody at all', async () => {
    await expect(open({}, 'wrong')).rejects.toThrow(/^The server does not let this user in: .*Authentication failed/);
    await expect(open({ folder: 'Nowhere' })).rejects.toThrow(/Mailbox doesn't exist: Nowhere/);
    await expect(open({ port: 1 })).rejects.toThrow(/ECONNREFUSED/);
  });

  test('IN-50 only mail since a day is found where that is asked', async () => {
    dovecot.deliver(mail('Old'), 40);
    const folder = await open();
    const found = await folder.find(all);
    expect(await folder.find({ ...all, since: new Date(Date.now() - 30 * 86_400_000).toISOString() })).toEqual(
      found.slice(0, -1),
    );
    expect(await folder.find({ ...all, since: SINCE })).toEqual(found);
    await folder.close();
  });

  test('IN-51 mail is moved and deleted, and a folder that is not there is told in the server’s words', async () => {
    dovecot.deliver(mail('To move'));
    dovecot.deliver(mail('To delete'));
    const folder = await open({ changes: true });
    expect([await folder.has('Done'), await folder.has('Nowhere')]).toEqual([true, false]);
    const [gone, moved] = (await folder.find(all)).toReversed();
    await expect(folder.move([moved!], 'Nowhere')).rejects.toThrow(/Mailbox doesn't exist: Nowhere/);
    const before = dovecot.count();
    await folder.move([moved!], 'Done');
    await folder.remove([gone!]);
    // those that are gone already are no fault
    await folder.move([moved!], 'Done');
    await folder.remove([gone!]);
    expect([dovecot.count(), dovecot.count('Done')]).toEqual([before - 2, 1]);
    await folder.close();
  });

  test('IN-49 the server tells when something comes, also while it was asked something else; waiting ends when it shall, and when the server is gone', async () => {
    const folder = await open();
    const end = new AbortController();
    const began = performance.now();
    const news = folder.wait(20_000, end.signal);
    setTimeout(() => dovecot.deliver(mail('News')), 300);
    await news;
    await folder.find(all);
    await folder.wait(100, end.signal);
    const ended = folder.wait(20_000, end.signal);
    setTimeout(() => end.abort(), 100);
    await ended;
    expect(performance.now() - began).toBeLessThan(15_000);
    const lost = folder.wait(20_000, new AbortController().signal);
    setTimeout(() => void dovecot.stop(), 100);
    await expect(lost).rejects.toBeInstanceOf(MailboxFault);
    await dovecot.start();
  });
});

describe('servers that are none', () => {
  const answering = async (answer: (socket: Socket) => void) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const close = () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    };
    return { port, close };
  };
  const HOSTILE: [string, (socket: Socket) => void][] = [
    ['says nothing', () => {}],
    ['hangs up', (socket) => socket.end()],
    ['says good-bye', (socket) => socket.end('* BYE too many connections\r\n')],
    ['sends what is no answer', (socket) => socket.write(Buffer.alloc(5_000, 255))],
    ['sends broken answers', (socket) => socket.write('* OK [CAPABILITY (((\r\n* {99999999999}\r\n)))\r\nA1 \0\r\n')],
    [
      'offers no STARTTLS',
      (socket) => {
        socket.write('* OK [CAPABILITY IMAP4rev1] hello\r\n');
        socket.on('data', (asked) => socket.write(`* CAPABILITY IMAP4rev1\r\n${String(asked).split(' ')[0]} OK\r\n`));
      },
    ],
  ];
  test.each(HOSTILE)('IN-48 IN-52 one that %s is a fault and nothing worse', async (_, answer) => {
    const { port, close } = await answering(answer);
    try {
      const times = { connect: 700, answer: 700, read: 700 };
      for (const security of ['tls', 'starttls'] as const) {
        const place = { host: '127.0.0.1', port, security, user: 'a', folder: 'INBOX', changes: false };
        await expect(imapMailboxes({ times })(place, 'secret')).rejects.toBeInstanceOf(MailboxFault);
      }
    } finally {
      await close();
    }
  });
});
