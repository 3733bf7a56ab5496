import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import PizZip from 'pizzip';
import { expect, test } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { keyOf } from '#kernel/files/rules.ts';
import { readFiles } from '#kernel/files/store.ts';
import { useTestHouse } from '../../app/testing.ts';
import { documentsAt, seen } from '../documents/testing.ts';
import { testDocx, textOfDocx, textOfPdf } from '../letters/testing.ts';
import { exif, testJpeg, testPng } from './testing.ts';

const house = useTestHouse();
const { begin } = documentsAt(house);
const PAPER = testDocx(['To {{client.name}}', '{{letter.body}}', 'Kind regards, {{approver.signature}}']);

type Place = Awaited<ReturnType<typeof begin>>;
type Member = Place['owner'];

const start = async (profile: object = {}) => {
  const place = await begin(profile, { paper: PAPER });
  const { owner, upload, document } = place;
  const sign = async ({ api }: Member, picture: Buffer, name = 'signature.png') =>
    api('PUT', '/me/signature', { file_id: await upload(api, name, new Uint8Array(picture)) });
  await owner.api(
    'PATCH',
    '/practice',
    { settings: { inbox: { grace_seconds: 0 } } },
    seen((await owner.api('GET', '/practice')).body.version),
  );
  const written = async () => {
    const { id, item_id } = await place.process();
    const { correspondence: letter } = await document(id);
    const text = { subject: 'Accounts 2026', body: 'Here they are.' };
    const saved = await owner.api('PATCH', `/correspondences/${letter.id}`, text, seen(letter.version));
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    return { id, item_id, letter: letter.id as Id };
  };
  const taken = async ({ api }: Member, letter: Id, as: 'pdf' | 'docx'): Promise<Uint8Array> => {
    const { status, bytes, body } = await api('GET', `/correspondences/${letter}/${as}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return bytes;
  };
  const there = (file: Id) =>
    place.at(async (desk) => {
      const [row] = await readFiles(desk, [file]);
      return { state: row!.state, bytes: await house.house.files.storage.has(keyOf(place.practice, row!)) };
    });
  return { ...place, sign, written, taken, there };
};

const partOf = (docx: Uint8Array, name: string): string | undefined => new PizZip(docx).file(name)?.asText();
const mediaOf = (docx: Uint8Array): [string, Buffer][] =>
  Object.values(new PizZip(docx).files)
    .filter(({ name, dir }) => !dir && name.startsWith('word/media/'))
    .map((file) => [file.name, file.asNodeBuffer()]);

/** How many pictures with a clear ground a PDF holds. */
const picturesOf = async (pdf: Uint8Array): Promise<number> =>
  (await PDFDocument.load(pdf)).context
    .enumerateIndirectObjects()
    .filter(([, one]) => one instanceof PDFRawStream && one.dict.has(PDFName.of('SMask'))).length;

test('IN-116 an approved letter bears the approver’s picture in Word and PDF, and keeps it when they sign otherwise', async () => {
  const { owner, manager, sign, written, taken, decide, document, there } = await start();
  const first = testPng(500, 100, [['tEXt', Buffer.from('Author\0Sample place')]]);
  const mine = await sign(owner, first);
  expect(mine.status, JSON.stringify(mine.body)).toBe(200);
  const { id, item_id, letter } = await written();
  expect((await decide(item_id, { value: 'approved' })).status).toBe(200);

  const word = await taken(manager, letter, 'docx');
  expect(textOfDocx(word)).toMatch(/^To Bay\nHere they are\.\nKind regards,$/);
  const xml = partOf(word, 'word/document.xml')!;
  expect(xml).toContain('<wp:extent cx="1800000" cy="360000"/>');
  expect(xml).toContain('descr="Signature of Owen Test"');
  const [, embed] = /<a:blip [^>]*r:embed="([^"]+)"/.exec(xml)!;
  const relations = partOf(word, 'word/_rels/document.xml.rels')!;
  expect(relations).toMatch(new RegExp(`Id="${embed}" Type="[^"]+/image" Target="media/approver-signature.png"`));
  expect(partOf(word, '[Content_Types].xml')).toContain('<Default Extension="png" ContentType="image/png"/>');
  expect(mediaOf(word)).toEqual([['word/media/approver-signature.png', testPng(500, 100)]]);

  const pdf = await taken(manager, letter, 'pdf');
  expect(await textOfPdf(pdf)).toMatch(/Kind regards,$/);
  expect(await picturesOf(pdf)).toBe(1);

  expect((await sign(owner, testPng(300, 150))).status).toBe(200);
  expect(Buffer.from(await taken(manager, letter, 'docx')).equals(Buffer.from(word))).toBe(true);
  expect(Buffer.from(await taken(manager, letter, 'pdf')).equals(Buffer.from(pdf))).toBe(true);
  expect((await owner.api('DELETE', '/me/signature')).status).toBe(200);
  expect(Buffer.from(await taken(manager, letter, 'docx')).equals(Buffer.from(word))).toBe(true);
  expect(await there(mine.body.signature.file_id)).toEqual({ state: 'ready', bytes: true });
  const next = await written();
  await decide(next.item_id, { value: 'approved' });
  expect(textOfDocx(await taken(manager, next.letter, 'docx'))).toMatch(/Kind regards, Owen Test$/);

  const { items } = (await owner.api('GET', `/events?thing=document:${id}`)).body;
  expect(items.map(({ sentence }: { sentence: string }) => sentence)).toContain(
    'put the signature of Owen Test under its letter',
  );
  expect((await document(id)).unprintable).toBeNull();
});

test('IN-116 before it is approved nobody but the approver sees their picture; others see the name', async () => {
  const { owner, manager, sign, written, taken } = await start();
  await sign(owner, testPng(500, 100));
  await sign(manager, testPng(400, 100));
  const { letter } = await written();
  expect(mediaOf(await taken(owner, letter, 'docx'))).toHaveLength(1);
  expect(await picturesOf(await taken(owner, letter, 'pdf'))).toBe(1);
  const others = await taken(manager, letter, 'docx');
  expect(mediaOf(others)).toEqual([]);
  expect(textOfDocx(others)).toMatch(/Kind regards, Owen Test$/);
});

test('IN-116 what needed no approval bears the name of who prepared it', async () => {
  const { owner, manager, sign, written, taken } = await start({ send_for_approval: false });
  await sign(manager, testPng(400, 100));
  await sign(owner, testPng(400, 100));
  const { letter } = await written();
  const word = await taken(manager, letter, 'docx');
  expect(mediaOf(word)).toEqual([]);
  expect(textOfDocx(word)).toMatch(/Kind regards, Marlow Test$/);
});

test('IN-116 IN-111 an approved letter is not written anew under the signature; taken back it is', async () => {
  const { owner, sign, written, decide, document, manager } = await start();
  await sign(owner, testPng(400, 100));
  const set = { settings: { inbox: { grace_seconds: 60 } } };
  await owner.api('PATCH', '/practice', set, seen((await owner.api('GET', '/practice')).body.version));
  const { id, item_id, letter } = await written();
  await decide(item_id, { value: 'approved' });
  const text = { subject: 'Accounts 2026', body: 'Something else.' };
  const change = async () =>
    manager.api('PATCH', `/correspondences/${letter}`, text, seen((await document(id)).correspondence.version));
  const no = await change();
  expect([no.status, no.body.code]).toEqual([409, 'approved_already']);
  expect(no.body.detail).toContain('Owen Test approved this letter as it stands');
  const item = (await owner.api('GET', `/items/${item_id}`)).body;
  const back = await owner.api('DELETE', `/items/${item_id}/decision`, undefined, seen(item.version));
  expect(back.status, JSON.stringify(back.body)).toBe(200);
  expect((await change()).status).toBe(200);
});

test('IN-116 PL-S3 a picture is one’s own: others neither see nor set it; whoever manages members sees and removes it', async () => {
  const { owner, manager, join, sign, there } = await start();
  const admin = await join('Admin', 'Ada Test');
  const set = await sign(manager, testPng(400, 100));
  const { id, file_id } = set.body.signature;
  expect((await manager.api('GET', '/me/signature')).body.signature.id).toBe(id);
  expect((await owner.api('GET', '/me/signature')).body.signature).toBeNull();
  const staff = await join('Staff', 'Sam Test');
  expect((await manager.api('GET', `/files/${file_id}/preview`)).status).toBe(200);
  expect((await staff.api('GET', `/files/${file_id}/preview`)).status).toBe(404);
  expect((await admin.api('GET', `/files/${file_id}/preview`)).status).toBe(200);
  expect([403, 404]).toContain((await staff.api('GET', '/signatures')).status);
  expect([403, 404]).toContain((await staff.api('DELETE', `/signatures/${id}`)).status);
  expect((await admin.api('GET', '/signatures')).body.items).toMatchObject([{ id, member_id: manager.who.member_id }]);
  expect((await admin.api('DELETE', `/signatures/${id}`)).status).toBe(200);
  expect((await manager.api('GET', '/me/signature')).body.signature).toBeNull();
  // under no letter: its bytes wait a day for nobody
  expect((await there(file_id)).state).toBe('removed');
  expect((await admin.api('DELETE', `/signatures/${newId()}`)).status).toBe(404);
});

test('IN-116 PL-111 what is no picture that a letter can bear is refused at its field, and the one before stays', async () => {
  const { owner, sign } = await start();
  const good = await sign(owner, testPng(400, 100));
  const because = async (picture: Buffer, name?: string) => {
    const { status, body } = await sign(owner, picture, name);
    expect(status).toBe(422);
    return body.errors[0];
  };
  expect(await because(Buffer.from('%PDF-1.7 not a picture'), 'signature.png')).toMatchObject({
    pointer: '/file_id',
    code: 'no_picture',
  });
  expect(await because(testPng(5000, 100))).toMatchObject({ code: 'too_many_pixels' });
  expect(await because(Buffer.concat([testPng(400, 100), Buffer.alloc(1_048_576)]))).toMatchObject({
    code: 'too_large',
  });
  expect(await because(testJpeg(400, 100, { notes: [[0xe1, exif(8)]] }), 'photo.jpg')).toMatchObject({
    code: 'turned',
  });
  const broken = testPng(400, 100);
  broken.fill(0x55, 45, broken.length - 16);
  expect(await because(broken)).toMatchObject({ code: 'damaged' });
  const gone = await owner.api('PUT', '/me/signature', { file_id: newId() });
  expect(gone.body.errors[0]).toMatchObject({ code: 'no_such_file' });
  expect((await owner.api('GET', '/me/signature')).body).toEqual(good.body);
});

test('IN-116 two pictures that a member sets at one moment are both taken, and one of them is theirs', async () => {
  const { owner, sign } = await start();
  const set = await Promise.all(
    [testPng(400, 100), testPng(300, 100), testPng(200, 100)].map((one) => sign(owner, one)),
  );
  expect(set.map(({ status }) => status)).toEqual([200, 200, 200]);
  const mine = (await owner.api('GET', '/me/signature')).body.signature.id;
  expect(set.map(({ body }) => body.signature.id)).toContain(mine);
  expect((await owner.api('GET', '/signatures')).body.items).toMatchObject([{ id: mine }]);
});
