import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { StorageFull } from '#kernel/files/port.ts';
import { type Listener, type ListenerOptions, listenForMail } from './listener.ts';

let open: Listener | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await open?.stop();
});

const listen = async (more: Partial<ListenerOptions> = {}): Promise<Listener> => {
  open = await listenForMail({
    port: 0,
    host: '127.0.0.1',
    maxBytes: 1_048_576,
    find: async () => ({ practice: 'one', room: 'inbox' }),
    receive: async () => {},
    onFault: () => {},
    ...more,
  });
  return open;
};

/** A client that says a line and hears the answer. */
const client = async ({ port }: Listener) => {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  sockets.push(socket);
  const lines = socket[Symbol.asyncIterator]();
  const hear = async (): Promise<string> => {
    let text = '';
    do text += ((await lines.next()).value as string | undefined) ?? '\r\n000 \r\n';
    while (!/^\d{3} .*\r\n$/m.test(text));
    return text;
  };
  const greeting = await hear();
  const say = async (line: string): Promise<string> => {
    socket.write(`${line}\r\n`);
    return hear();
  };
  return { greeting, say };
};
const ready = async (listener: Listener) => {
  const { say } = await client(listener);
  await say('EHLO client.example');
  return say;
};
const MAIL = 'MAIL FROM:<a@bay.example>';
const RCPT = 'RCPT TO:<harbour@in.example.test>';

test('IN-43 it offers SIZE, 8BITMIME, SMTPUTF8 and PIPELINING, no AUTH, and STARTTLS only with a certificate', async () => {
  const { say } = await client(await listen());
  const offered = await say('EHLO client.example');
  for (const word of ['SIZE 1048576', '8BITMIME', 'SMTPUTF8', 'PIPELINING']) expect(offered).toContain(word);
  expect(offered).not.toMatch(/AUTH|STARTTLS/);
});

test('IN-46 what does not answer in time is 451 from RCPT on, and greeting and MAIL FROM ask nothing', async () => {
  const never = () => new Promise<never>(() => {});
  const say = await ready(await listen({ find: never, answerMs: 50 }));
  expect(await say(MAIL)).toMatch(/^250/);
  expect(await say(RCPT)).toMatch(/^451 4\.3\.0/);
});

test('IN-46 a question to the database that fails is never answered «no such address»', async () => {
  const say = await ready(
    await listen({
      find: async () => {
        throw new Error('down');
      },
    }),
  );
  await say(MAIL);
  expect(await say(RCPT)).toMatch(/^451 4\.3\.0/);
});

test.each([
  [new Error('down'), /^451 4\.3\.0/],
  [new StorageFull(), /^452 4\.3\.1/],
])('IN-45 IN-46 a mail that cannot be stored hears no 250, and the sender comes again: %s', async (error, answer) => {
  let isDown = true;
  const say = await ready(
    await listen({
      receive: async () => {
        if (isDown) throw error;
      },
    }),
  );
  const mail = async () => {
    await say(MAIL);
    await say(RCPT);
    await say('DATA');
    return say('Subject: x\r\n\r\nHello\r\n.');
  };
  expect(await mail()).toMatch(answer);
  isDown = false;
  expect(await mail()).toMatch(/^250/);
});

test('IN-46 the 101st recipient of a mail waits', async () => {
  const say = await ready(await listen());
  await say(MAIL);
  for (let i = 0; i < 100; i += 1) expect(await say(`RCPT TO:<harbour+${i}@in.example.test>`)).toMatch(/^250/);
  expect(await say('RCPT TO:<harbour+100@in.example.test>')).toMatch(/^452 4\.5\.3/);
});

test('IN-46 the eleventh connection of one machine is sent away, and let in when another has gone', async () => {
  const listener = await listen();
  for (let i = 0; i < 10; i += 1) expect((await client(listener)).greeting).toMatch(/^220/);
  expect((await client(listener)).greeting).toMatch(/^421 4\.7\.0/);
  sockets[0]!.destroy();
  await expect.poll(async () => (await client(listener)).greeting).toMatch(/^220/);
});

test('IN-44 two addresses of one practice make one arrival, and none of it names another’s', async () => {
  const got: string[][] = [];
  const say = await ready(
    await listen({
      find: async (address) => ({ practice: address.includes('bay') ? 'two' : 'one', room: 'inbox' }),
      receive: async ({ practice }, { envelope }) => void got.push([practice, ...envelope.to]),
    }),
  );
  await say(MAIL);
  for (const to of ['harbour', 'harbour+tax', 'bay']) await say(`RCPT TO:<${to}@in.example.test>`);
  await say('DATA');
  expect(await say('Subject: x\r\n\r\nHello\r\n.')).toMatch(/^250/);
  expect(got).toEqual([
    ['one', 'harbour@in.example.test', 'harbour+tax@in.example.test'],
    ['two', 'bay@in.example.test'],
  ]);
});
