import { describe, expect, test } from 'vitest';
import type { Id } from '#ground/id.ts';
import { MOST_BYTES, MOST_ROWS } from './limits.ts';
import { useImportHouse } from './testing.ts';

const { begin, count } = useImportHouse();

const nothingKept = async (practice: Id) => {
  for (const table of ['app.import', 'app.import_part', 'app.import_row', 'app.person'])
    expect(await count(practice, table), table).toBe(0);
};

const refused = (answer: { status: number; body: { errors?: { code: string; detail: string }[] } }) => {
  expect(answer.status).toBe(422);
  const [error] = answer.body.errors ?? [];
  return [error?.code, error?.detail];
};

describe('files that are not as they should be', () => {
  test('PE-81 100,001 rows, and more than 50 MB, are refused with the limit named, and nothing is kept', async () => {
    const { practice, upload } = await begin();
    expect(refused(await upload('client', `Name\n${'x\n'.repeat(MOST_ROWS + 1)}`))).toEqual([
      'too_many_rows',
      'A file has at most 100,000 rows; this one has 100,001.',
    ]);
    expect(refused(await upload('client', `Name\n${'x'.repeat(MOST_BYTES)}`))).toEqual([
      'too_large',
      'A file has at most 50 MB. Cut it into two.',
    ]);
    await nothingKept(practice);
  }, 60_000);

  test('PE-81 what is no text, is empty, names no columns or never closes a quotation is refused with its sentence', async () => {
    const { practice, upload } = await begin();
    expect(refused(await upload('client', 'PK\u0003\u0004\u0000\u0000sheet.xml'))[0]).toBe('not_text');
    expect(refused(await upload('client', ' \n\n'))).toEqual(['empty', 'This file is empty.']);
    expect(refused(await upload('client', 'Name,Town'))).toEqual(['no_rows', 'This file has headings and no rows.']);
    expect(refused(await upload('client', '12,34\n56,78'))[0]).toBe('no_headings');
    expect(refused(await upload('client', 'Name,Town\n"Harbour,Bath\nQuay,Wells'))[0]).toBe('unreadable');
    await nothingKept(practice);
  });

  test('PE-81 cut at a wrong separator every row is one cell: it is said, and another one reads the headings anew', async () => {
    const { practice, api, upload } = await begin();
    const { body } = await upload('client', 'Name;Client code\nHarbour;H1\nQuay;Q1');
    expect(body.delimiter).toBe(';');
    const path = `/imports/${body.id}`;
    const wrong = await api('PUT', `${path}/mapping`, { delimiter: '|', mapping: {} });
    expect(wrong.body).toMatchObject({ headings: ['Name;Client code'], mapping: { 'Name;Client code': null } });
    expect(refused(await api('POST', `${path}/preview`))).toEqual([
      'one_column',
      'Cut at this separator, every row is a single cell: «Name;Client code». Choose another separator, or say what the column is.',
    ]);
    const right = await api('PUT', `${path}/mapping`, { delimiter: ';', mapping: {} });
    expect(right.body.mapping).toEqual({ Name: 'organisation_name', 'Client code': 'client_number' });
    expect((await api('POST', `${path}/preview`)).body.counts).toEqual({ create: 2 });
    expect(await count(practice, 'app.person')).toBe(0);
  });

  test('PE-81 a row with more cells than headings is an error that names what is too many, and keeps its cells', async () => {
    const { api, look, rows } = await begin();
    const { body } = await look('client', 'Name,Town\nHarbour, Ltd,Bath\nQuay,Wells,,');
    expect(body.counts).toEqual({ error: 1, create: 1 });
    expect((await rows(body.id, 'error'))[0]).toMatchObject({
      cells: ['Harbour', ' Ltd', 'Bath'],
      errors: [
        {
          code: 'too_many_cells',
          value: 'Bath',
          detail:
            'This row has 3 cells under 2 headings: «Bath» is too many. Put a cell that holds the separator into quotation marks.',
        },
      ],
    });
    expect((await api('GET', `/imports/${body.id}/errors.csv`)).body).toContain('«Bath» is too many');
  });

  test('PE-83 days written in two ways are asked about, and those of the other way are row errors', async () => {
    const { look, rows } = await begin();
    const text = 'First name,Start date\nAda,31/12/2026\nBea,12/31/2026\nCara,2026-11-30';
    expect(refused(await look('employee', text))).toEqual([
      'which_format',
      'The days in «Start date» can be read in two ways. Say whether the day or the month comes first.',
    ]);
    const { body } = await look('employee', text, { date_formats: { 'Start date': 'dmy' } });
    expect(body.counts).toEqual({ create: 2, error: 1 });
    expect((await rows(body.id, 'error'))[0].errors).toMatchObject([
      { column: 'Start date', value: '12/31/2026', detail: '«12/31/2026» is not a day in the format of this column.' },
    ]);
  });

  test('PE-92 a formula in a cell is taken as text and run nowhere: it goes out with an apostrophe', async () => {
    const { api, look } = await begin();
    const { body } = await look('client', 'Name,Client code\n"=HYPERLINK(""x"")",F1\n@SUM(1),F2');
    expect(body.counts).toEqual({ create: 2 });
    await api('POST', `/imports/${body.id}/commit`, {});
    const names = (await api('GET', '/clients?sort=number')).body.items.map(
      (row: { display_name: string }) => row.display_name,
    );
    expect(names).toEqual(['=HYPERLINK("x")', '@SUM(1)']);
  });

  test('PE-84 two rows for one client: the second is an error that names the first, whatever it is known by', async () => {
    const { look, rows } = await begin();
    const { body } = await look(
      'client',
      'Name,Client code,Email\nHarbour,H1,a@x.example\nHarbour again,h1,b@x.example\nQuay,,q@x.example\nQuay again,,Q@x.example\nFair Isle,,\nfair  isle,,',
    );
    expect(body.counts).toEqual({ create: 3, error: 3 });
    const errors = (await rows(body.id, 'error')).map((row: { no: number; errors: { detail: string }[] }) => [
      row.no,
      row.errors[0]!.detail,
    ]);
    expect(errors).toEqual([
      [3, 'Row 2 is about the same record.'],
      [5, 'Row 4 is about the same record.'],
      [7, 'Row 6 is about the same record.'],
    ]);
  });

  test('PE-85 a row that says nothing in the columns that are read is an error, and only a blank line is passed over', async () => {
    const { look, rows } = await begin();
    const { body } = await look('client', 'Id,Name\na1,Harbour\na2,\n,\na4,Quay');
    expect(body.counts).toEqual({ create: 2, error: 1, unchanged: 1 });
    expect((await rows(body.id, 'error'))[0]).toMatchObject({
      no: 3,
      errors: [{ detail: 'Give the organisation’s name, or a given or family name.' }],
    });
  });

  test('PE-81 Windows-1252 is proposed with a sample to confirm; as UTF-8 the signs are wrong and say so', async () => {
    const { api, uploadBytes } = await begin();
    const bytes = Uint8Array.from('Name,Town\nCaf\xe9 M\xfcnch,Gen\xe8ve', (sign) => sign.charCodeAt(0));
    const { body } = await uploadBytes('client', bytes);
    expect(body).toMatchObject({ encoding: 'windows-1252', certain: false, sample: [['Café Münch', 'Genève']] });
    const wrong = await api('PUT', `/imports/${body.id}/mapping`, { encoding: 'utf-8', mapping: body.mapping });
    expect(wrong.body.sample[0][0]).toBe('Caf\ufffd M\ufffdnch');
    const utf16 = await api('PUT', `/imports/${body.id}/mapping`, { encoding: 'utf-16le', mapping: body.mapping });
    expect(utf16.status).toBe(422);
    const right = await api('PUT', `/imports/${body.id}/mapping`, { encoding: 'windows-1252', mapping: body.mapping });
    expect(right.body.mapping).toEqual(body.mapping);
    await api('POST', `/imports/${body.id}/preview`);
    await api('POST', `/imports/${body.id}/commit`, {});
    expect((await api('GET', '/clients')).body.items[0].display_name).toBe('Café Münch');
  });

  test('PE-90 a file with names alone adds nothing when it comes again; employees and authorizations likewise', async () => {
    const { api, look } = await begin();
    const twice = async (kind: string, text: string, made: number) => {
      const first = await look(kind, text);
      expect(first.body.counts).toEqual({ create: made });
      await api('POST', `/imports/${first.body.id}/commit`, {});
      expect((await look(kind, text)).body.counts).toEqual({ unchanged: made });
    };
    await twice('client', 'Name\nHarbour Ltd\nHarbour Limited\nQuay', 3);
    await twice('prospect', 'Name\nHarbour Ltd', 1);
    await twice('employee', 'First name,Last name\nAda,Berg\nBea,Quill', 2);
    await twice('authorization', 'Client number,Type,State,Valid from\nCLI-0001,engagement,pending,2026-01-01', 1);
  });

  test('PE-91 what was taken back can be imported again, with the same numbers', async () => {
    const { api, look, rows } = await begin();
    const text = 'Name,Client code,Email\nHarbour,H1,a@x.example\nQuay,Q1,b@x.example';
    const first = await look('client', text);
    await api('POST', `/imports/${first.body.id}/commit`, {});
    await api('POST', `/imports/${first.body.id}/undo`);
    const again = await look('client', text);
    expect((await rows(again.body.id)).flatMap((row: { errors: { detail: string }[] }) => row.errors)).toEqual([]);
    const done = await api('POST', `/imports/${again.body.id}/commit`, {});
    expect(done.body.counts).toEqual({ created: 2 });
    expect((await api('GET', '/clients?count=exact')).body.count.value).toBe(2);
  });
});
