import { createTransport } from 'nodemailer';

/**
 * A sender of its own process: so many mails of 20 KB to one address, over so many connections, each kept for all of its mails.
 * Takes `{port, to, count, connections}` as JSON in `BENCH_MAILS`; prints the milliseconds from the first to the last 250.
 */
const { port, to, count, connections } = JSON.parse(process.env.BENCH_MAILS!) as {
  port: number;
  to: string;
  count: number;
  connections: number;
};
const body = 'Please find our figures for the month below.\r\n'.repeat(430);
const rawOf = (n: number): string =>
  [
    `From: Sender ${n % 500} <office${n % 500}@client.example>`,
    `To: ${to}`,
    `Subject: Figures ${n}`,
    `Message-ID: <${n}.${process.pid}@client.example>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    body,
  ].join('\r\n');

const transport = createTransport({
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
  pool: true,
  maxConnections: connections,
  maxMessages: Number.POSITIVE_INFINITY,
});
const send = (n: number) =>
  transport.sendMail({ envelope: { from: `office${n % 500}@client.example`, to }, raw: rawOf(n) });

await Promise.all(Array.from({ length: connections }, (_, n) => send(count + n)));
const began = performance.now();
await Promise.all(Array.from({ length: count }, (_, n) => send(n)));
process.stdout.write(`${performance.now() - began}\n`);
transport.close();
