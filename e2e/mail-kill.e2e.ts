import { createTransport } from 'nodemailer';
import { expect, freePort, runTickmark, startTickmark, test } from './harness.ts';
import { client, practiceAndKey } from './service.ts';

const LONG = process.env.LONG === '1';
const MAILS = LONG ? 10_000 : 300;
/** After how many mails that heard 250 the server is killed. */
const KILL_EVERY = LONG ? 120 : 40;
const SENDERS = 10;
const ADDRESS = 'scripted-sons@in.example.test';

test('IN-45 IN-60 IN-180 every mail that heard 250 is there exactly once, however often the server is killed while ten senders send', async () => {
  if (LONG) test.setTimeout(3_600_000);
  const port = await freePort();
  const settings = { INBOUND_SMTP_PORT: String(port), INBOUND_DOMAIN: 'in.example.test', INBOUND_LIMITS: '0' };
  const tickmark = await startTickmark(settings);
  try {
    const api = client(tickmark, practiceAndKey(tickmark));
    let [next, heard, tries, kills] = [0, 0, 0, 0];
    const send = async (n: number): Promise<void> => {
      const raw = [
        'From: Sample Sender <sender@bay.example>',
        `Subject: Mail ${n}`,
        `Message-ID: <${n}@bay.example>`,
        'Content-Type: multipart/mixed; boundary=x',
        '',
        `--x\r\nContent-Type: text/plain\r\n\r\nThis is mail ${n}.`,
        `--x\r\nContent-Type: text/csv; name=${n}.csv\r\nContent-Disposition: attachment; filename=${n}.csv\r\n\r\n${n},1`,
        '--x--',
        '',
      ].join('\r\n');
      for (;;) {
        tries += 1;
        const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
        const took = await transport
          .sendMail({ envelope: { from: 'sender@bay.example', to: ADDRESS }, raw })
          .then(
            () => true,
            () => false,
          )
          .finally(() => transport.close());
        if (took) break;
        await new Promise((again) => setTimeout(again, 200));
      }
      heard += 1;
    };
    const senders = Array.from({ length: SENDERS }, async () => {
      while (next < MAILS) {
        next += 1;
        await send(next);
      }
    });
    let isSent = false;
    const sent = Promise.all(senders).finally(() => {
      isSent = true;
    });
    for (let at = KILL_EVERY; !isSent; at += KILL_EVERY) {
      while (!isSent && heard < at) await new Promise((look) => setTimeout(look, 5));
      if (isSent) break;
      await tickmark.kill();
      kills += 1;
      await tickmark.restart();
    }
    await sent;
    const countOf = async (path: string): Promise<number> =>
      (await api('GET', `${path}count=exact&limit=1`)).count.value;
    const waiting = () => countOf('/arrivals?outcome=received&');
    await expect.poll(waiting, { timeout: LONG ? 1_200_000 : 120_000, intervals: [500] }).toBe(0);
    const [all, made, duplicate] = [
      await countOf('/arrivals?'),
      await countOf('/arrivals?outcome=item_made&'),
      await countOf('/arrivals?outcome=duplicate&'),
    ];
    console.log(
      `${MAILS} mails, ${kills} kills, ${tries} tries: ${all} arrivals, ${made} items, ${duplicate} found to be there already`,
    );
    expect(kills).toBeGreaterThan(2);
    expect(made).toBe(MAILS);
    expect(made + duplicate).toBe(all);
    const subjects: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { subject: string }[]; next: string | null } = await api(
        'GET',
        `/items?limit=200&sort=number${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      subjects.push(...page.items.map(({ subject }) => subject));
      cursor = page.next;
    }
    expect(subjects).toHaveLength(MAILS);
    expect(new Set(subjects).size).toBe(MAILS);
    const proof = runTickmark(['mail', 'prove', '--json'], { TICKMARK_DATA: tickmark.data });
    expect(proof.code, proof.output).toBe(0);
    expect(JSON.parse(proof.output)).toMatchObject([{ arrivals: all, outcomes: { item_made: MAILS }, findings: [] }]);
    const [{ id, attachments }] = (await api('GET', '/arrivals?outcome=item_made&limit=1')).items;
    expect(attachments).toMatchObject([{ name: expect.stringMatching(/\.csv$/) }]);
    expect((await api('GET', `/arrivals/${id}`)).body).toMatch(/This is mail \d+\./);
  } finally {
    await tickmark.end();
  }
});
