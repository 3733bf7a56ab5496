import { describe, expect, test } from 'vitest';
import { notAllowed } from '#kernel/decision/rules.ts';
import { csvFile } from '#kernel/http/csv.ts';
import { textTarget } from '#people/fields/targets.ts';
import { accepted, contextAs, evolved, refusal } from '#people/fields/testing.ts';
import { readCell, unquoteFormula } from './cells.ts';
import { inferFormat, readDate, readYearEnd } from './dates.ts';
import { decode, detectEncoding } from './decoding.ts';
import { MOST_ROWS } from './limits.ts';
import { ignoredColumns, proposeMapping } from './mapping.ts';
import { blankImport, type Import, type ImportCommand, type ImportState } from './model.ts';
import { detectDelimiter, isRefusal, parseFile, uniqueHeadings } from './parsing.ts';
import { decide, evolve } from './rules.ts';

const manager = contextAs();
const state = (row: Partial<Import> = {}): ImportState => ({
  import: { ...blankImport('i'), version: 1, kind: 'client', rows: 10, ...row },
  no: null,
});
const after = (from: ImportState, command: ImportCommand, context = manager): ImportState =>
  evolved(from, accepted(decide(from, command, context)).events, evolve, (next) => [next.import]);
const no = (from: ImportState, command: ImportCommand, context = manager) => refusal(decide(from, command, context));
const at = (today: string) => contextAs('Manager', { today });

describe('an import', () => {
  const previewed = state({
    state: 'previewed',
    previewed_at: '2026-11-20T09:00:00.000Z',
    counts: { create: 5, error: 2 },
  });

  test('PE-85 a preview is valid for 7 days', () => {
    expect(after(previewed, { do: 'commit', all_or_nothing: false }, at('2026-11-27')).import.state).toBe('committing');
    expect(no(previewed, { do: 'commit', all_or_nothing: false }, at('2026-11-28')).code).toBe('preview_expired');
    expect(no(state({ state: 'mapping' }), { do: 'commit', all_or_nothing: false }).code).toBe('wrong_state');
  });

  test('PE-86 all or nothing is refused while a row is bad; commit pressed twice changes nothing more', () => {
    expect(no(previewed, { do: 'commit', all_or_nothing: true })).toMatchObject({
      code: 'rows_stop',
      because: expect.stringContaining('2 rows stop this import'),
    });
    const going = after(previewed, { do: 'commit', all_or_nothing: false });
    expect(accepted(decide(going, { do: 'commit', all_or_nothing: false }, manager))).toEqual({
      yes: true,
      events: [],
      effects: [],
    });
    const done = after(going, { do: 'finish', counts: { created: 5 } });
    expect(accepted(decide(done, { do: 'commit', all_or_nothing: true }, manager)).events).toEqual([]);
    expect(after(going, { do: 'give_up', counts: { error: 1 } }).import).toMatchObject({
      state: 'previewed',
      committed_at: null,
    });
  });

  test('PE-82 another mapping needs another preview, and a done import is mapped no more', () => {
    const fields = {
      encoding: 'utf-8',
      delimiter: ';',
      headings: ['Name'],
      rows: 3,
      mapping: { Name: 'organisation_name' },
      date_formats: {},
      mode: 'both',
      options: { make_new_tags: false, start_workflow: null },
    } as const;
    expect(after(previewed, { do: 'map', fields: { ...fields, headings: ['Name'] } }).import).toMatchObject({
      state: 'mapping',
      counts: {},
      previewed_at: null,
      delimiter: ';',
    });
    expect(no(state({ state: 'done' }), { do: 'map', fields: { ...fields, headings: ['Name'] } }).code).toBe(
      'wrong_state',
    );
    expect(no(state({ state: 'done' }), { do: 'discard' }).code).toBe('wrong_state');
  });

  test('PE-91 a done import can be taken back for 30 days', () => {
    const done = state({ state: 'done', done_at: '2026-11-01T09:00:00.000Z' });
    expect(after(done, { do: 'undo_import' }, at('2026-12-01')).import.undone_by).toBe('member:m-anna');
    expect(no(done, { do: 'undo_import' }, at('2026-12-02')).code).toBe('too_late');
    expect(no(previewed, { do: 'undo_import' }).code).toBe('wrong_state');
  });

  test('PE-80 whoever may not import this kind is refused at every step', () => {
    const forbidden = { ...previewed, no: notAllowed('You need the ability «Import data» for this.') };
    for (const command of [
      { do: 'previewed', counts: {} },
      { do: 'commit', all_or_nothing: false },
      { do: 'discard' },
    ] as const)
      expect(no(forbidden, command).kind).toBe('not_allowed');
  });
});

describe('reading a file', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test('PE-81 UTF-8, UTF-16 with a mark, otherwise Windows-1252 is proposed', () => {
    expect(detectEncoding(bytes('naïve'))).toEqual({ encoding: 'utf-8', certain: true });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('naïve', 'utf16le')]);
    expect(detectEncoding(utf16)).toEqual({ encoding: 'utf-16le', certain: true });
    expect(decode(utf16, 'utf-16le')).toBe('naïve');
    const big = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('naïve', 'utf16le').swap16()]);
    expect([detectEncoding(big).encoding, decode(big, 'utf-16be')]).toEqual(['utf-16be', 'naïve']);
    const latin = Buffer.from('na\xefve \x80', 'latin1');
    expect(detectEncoding(latin)).toEqual({ encoding: 'windows-1252', certain: false });
    expect(decode(latin, 'windows-1252')).toBe('naïve €');
    expect(decode(bytes('\uFEFFa'), 'utf-8')).toBe('a');
  });

  test('PE-81 comma, semicolon, tab or bar is found, quotes and all', () => {
    expect(detectDelimiter('a,b,c\n1,2,3')).toBe(',');
    expect(detectDelimiter('a;b;c\n"1,5";2;3\n"1,5";2;3')).toBe(';');
    expect(detectDelimiter('a\tb\n1\t2')).toBe('\t');
    expect(detectDelimiter('a|b|c\n1|2|3')).toBe('|');
    expect(detectDelimiter('only')).toBe(',');
  });

  test('PE-81 empty, without headings, without rows or too long: invalid', () => {
    const code = (text: string) => {
      const answer = parseFile(text, ',');
      return isRefusal(answer) ? answer.errors?.[0]?.code : null;
    };
    expect(code('')).toBe('empty');
    expect(code('  \n')).toBe('empty');
    expect(code('name,email')).toBe('no_rows');
    expect(code('1,2,3\n4,5,6')).toBe('no_headings');
    expect(code(`name\n${'x\n'.repeat(MOST_ROWS + 1)}`)).toBe('too_many_rows');
    expect(code(`name\n${'x\n'.repeat(3)}`)).toBeNull();
  });

  test('PE-81 cells keep their quotes, lines and commas; short rows are filled, and headings are told apart', () => {
    const parsed = parseFile('Name,Phone,Phone,\r\n"Berg, Ada","a ""b""\nc",2\r\n\r\nlast,1,2,3', ',');
    expect(isRefusal(parsed) ? null : parsed).toEqual({
      headings: ['Name', 'Phone', 'Phone (2)', 'Column 4'],
      rows: [
        ['Berg, Ada', 'a "b"\nc', '2', ''],
        ['', '', '', ''],
        ['last', '1', '2', '3'],
      ],
    });
    expect(uniqueHeadings([' a  b ', 'A B'])).toEqual(['a b', 'A B (2)']);
  });

  test('PE-83 dates are ISO or in one format, and a column in which every day is at most 12 is never guessed', () => {
    expect(inferFormat(['31/12/2026', '', '1/2/2026'])).toBe('dmy');
    expect(inferFormat(['12/31/2026', '1/2/2026'])).toBe('mdy');
    expect(inferFormat(['04/05/2026', '01/02/2026'])).toBeNull();
    expect(inferFormat(['31/12/2026', '12/31/2026'])).toBeNull();
    expect(inferFormat(['2026-12-31', ''])).toBe('ymd');
    expect(inferFormat(['31 Dec 2026'])).toBe('iso');
    expect([
      readDate('31/12/2026', 'dmy'),
      readDate('12/31/26', 'mdy'),
      readDate('2026/12/31', 'ymd'),
      readDate('31.12.2026', 'dmy'),
    ]).toEqual(Array(4).fill('2026-12-31'));
    expect([
      readDate('31 Dec 2026', 'iso'),
      readDate('Dec 31, 2026', 'iso'),
      readDate('2026-12-31 00:00', 'dmy'),
    ]).toEqual(Array(3).fill('2026-12-31'));
    expect([readDate('31/02/2026', 'dmy'), readDate('04/05/2026', 'iso'), readDate('soon', 'dmy')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('PE-15 a year end is read from a pair, a name, a month alone or a date', () => {
    expect([
      readYearEnd('31/3', 'dmy'),
      readYearEnd('3/31', 'mdy'),
      readYearEnd('31 March', 'iso'),
      readYearEnd('Mar 31', 'iso'),
      readYearEnd('March', 'iso'),
      readYearEnd('31/03/2027', 'dmy'),
    ]).toEqual(Array(6).fill({ month: 3, day: 31 }));
    expect(readYearEnd('whenever', 'iso')).toBeNull();
    expect(inferFormat(['31/3', '5/4'])).toBe('dmy');
    expect(inferFormat(['5/4'])).toBeNull();
  });

  test('PE-88 an empty cell says nothing, «[clear]» empties, and an apostrophe of an export is taken off', () => {
    expect([readCell('  '), readCell('[CLEAR]'), readCell(" '=x "), readCell(' a ')]).toEqual([
      undefined,
      null,
      "'=x",
      'a',
    ]);
    expect(readCell("'=x")).toBe('=x');
  });

  test('PE-92 worked example 10: a cell that a spreadsheet would run comes back as it was', () => {
    for (const text of ['=HYPERLINK("x")', '+44', '-1', '@x', "'=x", "''@x", "O'Brien", "'quoted'", 'plain']) {
      const file = csvFile(['name'], [[text]]);
      const parsed = parseFile(file, ',');
      const cell = isRefusal(parsed) ? '' : parsed.rows[0]![0]!;
      expect(/^[=+\-@]/.test(cell)).toBe(false);
      expect(unquoteFormula(cell)).toBe(text);
    }
    expect(csvFile(['name'], [['=HYPERLINK("x")']])).toContain(`"'=HYPERLINK(""x"")"`);
  });

  test('PE-82 columns are proposed by heading, each target once, and what is left out is ignored', () => {
    const targets = [
      textTarget({ key: 'organisation_name', label: 'Organisation name', headings: ['contactname', 'name'] }),
      textTarget({ key: 'email', label: 'E-mail', headings: ['emailaddress'] }),
    ];
    const mapping = proposeMapping(['*ContactName', 'Name', 'Email Address', 'error', 'Colour'], targets);
    expect(mapping).toEqual({
      '*ContactName': 'organisation_name',
      Name: null,
      'Email Address': 'email',
      error: null,
      Colour: null,
    });
    expect(ignoredColumns(mapping)).toEqual(['Name', 'error', 'Colour']);
  });
});
