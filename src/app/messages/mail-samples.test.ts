import '@hono/zod-openapi';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Listener } from '#connectors/mail/listener.ts';
import { rawOf } from '#messages/replies/raw.ts';
import { useTestHouse } from '../testing.ts';
import { mailInTesting } from './testing-mail-in.ts';

/** Mail as it really arrives: other people's, so it is read where it lies and is no part of the project. */
const SAMPLES = '../shared/data/mail/';
const house = useTestHouse();
const { begin, listen, send, readAll } = mailInTesting(house);
let listener: Listener;
beforeAll(async () => {
  listener = await listen();
});
afterAll(() => listener.stop());

/** What is known of some of them: subject, and the names of what is attached. */
const KNOWN: Readonly<Record<string, { subject?: string; files?: string[]; text?: RegExp; marks?: string[] }>> = {
  'attachment_message_rfc822.eml': { files: ['ForwardedMessage.eml'] },
  'attachment_nonascii_filename.eml': { files: ['ciële.txt'] },
  'attachment_pdf.eml': { subject: 'Another PDF with 🎉 Unicode chars in it 🍿', files: ['broken.pdf'] },
  'bad_subject.eml': { subject: 'MySurvey.com: You have a survey waiting! 91123105', files: [] },
  'japanese_iso_2022.eml': { subject: 'まみむめも', text: /すみません/ },
  'ks_c_5601-1987.eml': { text: /스티해/ },
  'missing_body.eml': { text: /^$/, marks: ['damaged'] },
  'raw_email10.eml': { subject: '(no subject)', marks: ['characters_uncertain'] },
  'raw_email7.eml': { files: ['test.rb', 'test.pdf', 'smime.p7s'] },
  'raw_email_with_nested_attachment.eml': { files: ['truncated.png', 'smime.p7s'] },
  'raw_email_with_partially_quoted_subject.eml': { subject: 'Re: Test: "漢字" mid "漢字" tail', text: /믿습니다/ },
};

test.skipIf(!existsSync(SAMPLES))(
  'IN-45 IN-60 IN-73 IN-82 IN-86 every mail of the shared samples is an item or a report, raw bytes as sent, twice the same one; skipped without the samples',
  async () => {
    const { practice, api, address } = await begin();
    const names = readdirSync(SAMPLES).filter((name) => name.endsWith('.eml'));
    const raws = new Map(
      // As any mail server sends it on: every line ends with both signs, the last one too.
      names.map((name) => [
        name,
        `${readFileSync(SAMPLES + name, 'latin1')}\n`.replace(/(\r?\n)?\n$/, '\n').replace(/\r?\n/g, '\r\n'),
      ]),
    );
    const came = new Map<string, string>();
    for (const [name, text] of raws) {
      expect([name, await send(listener, { to: address, raw: Buffer.from(text, 'latin1') })]).toEqual([
        name,
        expect.stringMatching(/^250/),
      ]);
      const { items } = (await api('GET', '/arrivals?outcome=received')).body;
      came.set(name, items.find(({ id }: { id: string }) => ![...came.values()].includes(id)).id);
    }
    await readAll(practice);
    for (const [name, id] of came) {
      const { body: mail } = await api('GET', `/arrivals/${id}`);
      const report = /bounce|report/.test(name);
      expect([name, mail.outcome, mail.class]).toEqual([
        name,
        report ? 'set_aside' : 'item_made',
        report ? 'bounce' : expect.any(String),
      ]);
      const known = KNOWN[name] ?? {};
      if (mail.item) {
        const { body: item } = await api('GET', `/items/${mail.item.id}`);
        expect(item.subject).toMatch(/\S/);
        expect(item.subject).not.toMatch(/=\?|\ufffd/);
        expect(item.source.from).toMatch(/^\S+@\S+$/);
        if (known.subject) expect([name, item.subject]).toEqual([name, known.subject]);
        for (const { file_id } of mail.attachments)
          expect((await api('GET', `/files/${file_id}`)).body).toMatchObject({
            state: 'ready',
            thing: `item:${item.id}`,
          });
      }
      // Some of them have one Message-ID.
      const marks = mail.marks.filter((mark: string) => mark !== 'message_id_seen');
      expect([name, marks]).toEqual([name, known.marks ?? []]);
      expect(mail.body).not.toMatch(/\ufffd|\0/);
      expect(mail.body.trim()).toMatch(known.text ?? /\S/);
      if (known.files) expect(mail.attachments.map((file: { name: string }) => file.name)).toEqual(known.files);
      const stored = await rawOf(house.house.files.storage, practice, id);
      expect([name, Buffer.from(stored).equals(Buffer.from(raws.get(name)!, 'latin1'))]).toEqual([name, true]);
    }
    for (const [, text] of raws) await send(listener, { to: address, raw: Buffer.from(text, 'latin1') });
    await readAll(practice);
    expect((await api('GET', '/arrivals?outcome=duplicate&limit=200')).body.items).toHaveLength(names.length);
  },
);
