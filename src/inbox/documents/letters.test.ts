import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { officeConverter } from '#connectors/office/office.ts';
import { officeStandIn } from '#connectors/office/testing-office.ts';
import { useTestHouse } from '../../app/testing.ts';
import { plainTextOfPdf, testDocx, textOfDocx, textOfPdf } from '../letters/testing.ts';
import { documentsAt, seen } from './testing.ts';

const house = useTestHouse();
const { begin } = documentsAt(house);

type Member = Awaited<ReturnType<typeof begin>>['manager'];
const bytesOf = async ({ api }: Member, path: string): Promise<Uint8Array> => {
  const { status, bytes, body } = await api('GET', path);
  expect(status, JSON.stringify(body)).toBe(200);
  return bytes;
};

const PAPER = ['To {{client.name}}, {{today}}', '{{letter.body}}', '{{approver.signature}}'];

test('IN-116 a letter template is a Word file whose fields are known; another is refused and says why', async () => {
  const { onPaper, owner, manager, upload } = await begin();
  const made = await onPaper(testDocx(PAPER));
  expect([made.status, made.body.fields]).toEqual([201, ['client.name', 'today', 'letter.body', 'approver.signature']]);
  const unknown = await onPaper(testDocx(['Dear {{client.nmae}}']), 'Other');
  expect(unknown.status).toBe(422);
  expect(unknown.body.errors[0]).toMatchObject({
    pointer: '/file_id',
    code: 'unknown_field',
    detail: expect.stringContaining('client.nmae'),
  });
  expect((await onPaper(testDocx(PAPER))).body.errors[0]).toMatchObject({ pointer: '/name', code: 'name_taken' });
  const file_id = await upload(owner.api, 'x.docx', new Uint8Array(testDocx(['x'])));
  const changed = await owner.api('PATCH', `/letter-templates/${made.body.id}`, { file_id }, seen(made.body.version));
  expect([changed.status, changed.body.fields]).toEqual([200, []]);
  expect((await manager.api('POST', '/letter-templates', { name: 'Mine', file_id })).status).toBe(403);
  const gone = await owner.api('DELETE', `/letter-templates/${made.body.id}`, undefined, seen(changed.body.version));
  expect(gone.status, JSON.stringify(gone.body)).toBe(200);
  expect((await owner.api('GET', '/letter-templates')).body.items).toEqual([]);
});

test('IN-116 IN-106 a letter is filled for its client; it cannot be sent, and a template in use cannot be taken away', async () => {
  const { process, document, decide, owner, letters } = await begin({}, { paper: testDocx(PAPER) });
  const { id, item_id, state } = await process();
  expect(state).toBe('awaiting_approval');
  const { correspondence } = await document(id);
  expect(correspondence).toMatchObject({ kind: 'letter', state: 'draft', subject: 'Accounts 2026', body: '' });
  expect(correspondence.missing_fields).toEqual(['letter.body']);
  expect((await decide(item_id, { value: 'approved', send: true })).body.code).toBe('nothing_to_send');
  expect(
    (await owner.api('DELETE', `/letter-templates/${letters.id}`, undefined, seen(letters.version))).body.code,
  ).toBe('in_use');
});

test('IN-116 IN-108 a letter is approved, printed as Word and PDF with the approver’s name, and marked printed for good', async () => {
  const { process, document, decide, owner, manager, item } = await begin({}, { paper: testDocx(PAPER) });
  const { id, item_id } = await process();
  const { correspondence: letter } = await document(id);
  const proof = await owner.api('GET', `/correspondences/${letter.id}/pdf`);
  expect([proof.status, proof.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(await textOfPdf(proof.bytes)).toMatch(/Draft, not approved[\s\S]*\[letter\.body\]/);
  const text = { subject: 'Accounts 2026', body: 'Here they are.\nЖизнь' };
  const print = () => manager.api('POST', `/documents/${id}/printing`);
  expect((await print()).body.code).toBe('awaiting_approval');
  await owner.api(
    'PATCH',
    '/practice',
    { settings: { inbox: { grace_seconds: 1 }, letters: { letterhead: '2 Sample Street\n' } } },
    seen((await owner.api('GET', '/practice')).body.version),
  );
  const approved = await decide(item_id, {
    value: 'approved',
    correspondence_version: letter.version,
    correspondence: text,
  });
  expect(approved.status, JSON.stringify(approved.body)).toBe(200);
  expect((await print()).body.code).toBe('not_final_yet');
  await new Promise((done) => setTimeout(done, 1_100));
  expect(await document(id)).toMatchObject({ marks: ['client_not_notified'], unprintable: null, without_glyph: [] });
  const word = await bytesOf(manager, `/correspondences/${letter.id}/docx`);
  expect(textOfDocx(word).split('\n')).toEqual([
    expect.stringMatching(/^To Bay, \d+ \w+ \d{4}$/),
    'Here they are.',
    'Жизнь',
    'Owen Test',
  ]);
  const printed = await textOfPdf(await bytesOf(manager, `/correspondences/${letter.id}/pdf`));
  expect(printed).toMatch(/^Testing & Co\n2 Sample Street\nTo Bay, .*\nHere they are\.\nЖизнь\nOwen Test$/);
  expect((await print()).status).toBe(200);
  expect(await document(id)).toMatchObject({
    marks: [],
    not_told: null,
    told_at: expect.any(String),
    correspondence: { state: 'printed' },
  });
  expect((await item(item_id)).status).toBe('approved');
  const late = await owner.api(
    'PATCH',
    `/correspondences/${letter.id}`,
    text,
    seen((await document(id)).correspondence.version),
  );
  expect(late.body.code).toBe('printed_already');
  const { items } = (await owner.api('GET', `/events?thing=document:${id}`)).body;
  const told = items.map(({ sentence }: { sentence: string }) => sentence).join('\n');
  expect(told).toContain('as PDF, made by the built-in layout');
  expect(told).toContain('as Word file');
  expect(told).toContain('marked its letter as printed');
});

test('IN-116 a field without value is a gap that blocks printing, whatever is written', async () => {
  const { process, document, owner, manager } = await begin(
    { send_for_approval: false },
    { paper: testDocx([...PAPER, '{{client.mobile}}']) },
  );
  const { id, state } = await process();
  expect(state).toBe('processed');
  const { correspondence: letter } = await document(id);
  expect(letter.missing_fields.toSorted()).toEqual(['client.mobile', 'letter.body']);
  const text = { subject: 'Accounts', body: 'Written' };
  await owner.api('PATCH', `/correspondences/${letter.id}`, text, seen(letter.version));
  for (const path of [`/correspondences/${letter.id}/pdf`, `/correspondences/${letter.id}/docx`]) {
    const { status, body } = await manager.api('GET', path);
    expect([status, body.code, body.facts.fields]).toEqual([409, 'missing_fields', ['client.mobile']]);
  }
  expect((await manager.api('POST', `/documents/${id}/printing`)).body.code).toBe('missing_fields');
});

test('IN-117 a character without a picture is named before printing; Word prints it', async () => {
  const { process, document, owner, manager } = await begin({ send_for_approval: false }, { paper: testDocx(PAPER) });
  const { id } = await process();
  const { correspondence: letter } = await document(id);
  await owner.api('PATCH', `/correspondences/${letter.id}`, { subject: 'A', body: '漢字' }, seen(letter.version));
  expect((await document(id)).without_glyph).toEqual(['漢', '字']);
  const { status, body } = await manager.api('GET', `/correspondences/${letter.id}/pdf`);
  expect([status, body.code, body.detail]).toEqual([409, 'no_glyph', expect.stringContaining('漢 (U+6F22)')]);
  expect((await manager.api('GET', `/correspondences/${letter.id}/docx`)).status).toBe(200);
});

test('IN-109 a letter that was not approved is removed and can never be printed', async () => {
  const { process, document, decide, manager } = await begin({}, { paper: testDocx(PAPER) });
  const { id, item_id } = await process();
  const { correspondence: letter } = await document(id);
  await decide(item_id, { value: 'not_approved' });
  expect((await manager.api('POST', `/documents/${id}/printing`)).body.code).toBe('removed');
  expect((await manager.api('GET', `/correspondences/${letter.id}/pdf`)).body.code).toBe('removed');
});

describe('with a converter', () => {
  const office = officeStandIn();
  beforeAll(() => {
    house.house.converter = officeConverter(office.program);
  });
  afterAll(() => {
    house.house.converter = null;
    office.end();
  });

  test('IN-117 the PDF is made of the Word file by the converter, which prints what the built-in layout cannot; the event says which', async () => {
    const { process, document, decide, owner, manager } = await begin({}, { paper: testDocx(PAPER) });
    const { id, item_id } = await process();
    const { correspondence: letter } = await document(id);
    const proof = await bytesOf(owner, `/correspondences/${letter.id}/pdf`);
    expect(await plainTextOfPdf(proof)).toMatch(/Converted from \d+ bytes[\s\S]*Draft, not approved/);
    await owner.api(
      'PATCH',
      '/practice',
      { settings: { inbox: { grace_seconds: 0 } } },
      seen((await owner.api('GET', '/practice')).body.version),
    );
    const correspondence = { subject: 'Accounts 2026', body: '\u5e10\u76ee' };
    const approved = await decide(item_id, {
      value: 'approved',
      correspondence_version: letter.version,
      correspondence,
    });
    expect(approved.status, JSON.stringify(approved.body)).toBe(200);
    expect((await document(id)).without_glyph).toEqual([]);
    const pdf = await bytesOf(manager, `/correspondences/${letter.id}/pdf`);
    const docx = await bytesOf(manager, `/correspondences/${letter.id}/docx`);
    expect(await plainTextOfPdf(pdf)).toBe(`Converted from ${docx.length} bytes`);
    const { items } = (await owner.api('GET', `/events?thing=document:${id}`)).body;
    expect(items.map(({ sentence }: { sentence: string }) => sentence)).toContain(
      'took its letter as PDF, made by LibreOffice',
    );
  });

  test('IN-117 where it gives up there is a sentence and the Word file, and nothing was taken', async () => {
    const { process, document, owner } = await begin({}, { paper: testDocx(PAPER) });
    const { correspondence } = await document((await process()).id);
    office.does('exit');
    const no = await owner.api('GET', `/correspondences/${correspondence.id}/pdf`);
    office.does('');
    expect([no.status, no.body.code]).toEqual([409, 'not_converted']);
    expect(no.body.detail).toMatch(/User installation could not be completed.*Word file, or try again/);
    expect((await bytesOf(owner, `/correspondences/${correspondence.id}/docx`)).length).toBeGreaterThan(100);
  });
});
