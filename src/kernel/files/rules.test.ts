import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtIn } from '#kernel/access/roles/builtin.ts';
import type { Context } from '#kernel/decision/model.ts';
import { changed } from '#kernel/decision/rules.ts';
import type { FileCommand, FileRow } from './model.ts';
import { cleanName, decide, endingOf, linkFile } from './rules.ts';
import { dangerOf, sentAs, typeOf } from './types.ts';

const context = (now = '2026-07-01T09:00:00.000Z', role: 'Staff' | 'Viewer' = 'Staff', actor = 'member:a'): Context =>
  ({
    now,
    practice: { id: 'p' },
    who: { ...builtIn(role), role_name: role, actor, deputy_for: [] },
  }) as unknown as Context;

const after = (file: FileRow, command: FileCommand, at = context()): FileRow => {
  const decision = decide({ file }, command, at);
  if (!decision.yes) throw new Error(decision.code);
  return decision.events.reduce((row, event) => ({ ...changed(row, event), version: row.version + 1 }), file);
};
const blank = { id: 'f', version: 0, sha256: '', state: 'uploading', thing: null } as unknown as FileRow;
const announced = after(blank, { do: 'announce', name: 'a.pdf', declared_type: 'application/pdf' });
const kept = after(announced, { do: 'keep', bytes: 3, sha256: 'abc', type: 'application/pdf' });

describe('PL-110 a file’s life', () => {
  test('PL-110 announced, it wakes after 24 hours; unlinked by then it is removed, its bytes by a job', () => {
    const decision = decide({ file: blank }, { do: 'announce', name: 'a.pdf', declared_type: '' }, context());
    expect(decision).toMatchObject({
      effects: [{ do: 'wake', room: 'file', thing: 'f', at: '2026-07-02T09:00:00.000Z' }],
    });
    for (const file of [announced, kept]) {
      expect(decide({ file }, { do: 'wake' }, context('2026-07-02T08:59:59.999Z'))).toMatchObject({
        events: [],
        effects: [],
      });
      expect(decide({ file }, { do: 'wake' }, context('2026-07-02T09:00:00.000Z'))).toMatchObject({
        events: [{ verb: 'file.removed', facts: { state: ['uploading', 'deleted'] } }],
        effects: [{ do: 'queue', name: 'remove_file_bytes', data: { key: 'p/2026/f' } }],
      });
    }
  });

  test('PL-110 taken by a thing, it is ready in the same act, and is not removed', () => {
    const event = linkFile(kept, 'item:i', context());
    expect(event).toMatchObject({
      verb: 'file.linked',
      facts: { thing: [null, 'item:i'], state: ['uploading', 'ready'] },
    });
    const ready = changed(kept, event as never);
    expect(decide({ file: ready }, { do: 'wake' }, context('2027-01-01T00:00:00.000Z'))).toMatchObject({ events: [] });
    expect(decide({ file: ready }, { do: 'discard' }, context())).toMatchObject({ kind: 'not_found' });
  });

  test('PL-114 what is not all here, is somebody else’s, or belongs to a thing already is not taken', () => {
    const ready = { ...kept, state: 'ready', thing: 'item:i' } as FileRow;
    for (const file of [undefined, announced, ready, { ...kept, state: 'deleted' } as FileRow])
      expect(linkFile(file, 'item:j', context())).toMatchObject({ yes: false, code: 'no_such_file' });
    expect(linkFile(kept, 'item:j', context(undefined, 'Staff', 'member:b'))).toMatchObject({ yes: false });
  });

  test('PL-28 whoever may write nothing uploads nothing', () => {
    expect(
      decide({ file: blank }, { do: 'announce', name: 'a', declared_type: '' }, context(undefined, 'Viewer')),
    ).toMatchObject({ kind: 'not_allowed' });
  });

  test('PL-112 a content comes once, and from whoever announced it', () => {
    expect(decide({ file: kept }, { do: 'keep', bytes: 1, sha256: 'x', type: '' }, context())).toMatchObject({
      code: 'already_there',
    });
    expect(
      decide(
        { file: announced },
        { do: 'keep', bytes: 1, sha256: 'x', type: '' },
        context(undefined, 'Staff', 'member:b'),
      ),
    ).toMatchObject({ kind: 'not_found' });
  });
});

describe('PL-112 names', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\Tax return.pdf', 'Tax return.pdf'],
    ['a\0b\u0007\r\n.pdf', 'ab.pdf'],
    ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
    ['  .hidden. ', 'hidden'],
    ['run.exe. . ', 'run.exe'],
    ['a<b>:c"|?*.pdf', 'a_b__c____.pdf'],
    ['..', 'file'],
    ['', 'file'],
    ['Übersicht 2026 – März.xlsx', 'Übersicht 2026 – März.xlsx'],
  ])('PL-112 %j is kept as %j', (name, clean) => {
    expect(cleanName(name)).toBe(clean);
  });

  test('PL-112 at most 200 characters, and the ending stays', () => {
    expect(cleanName(`${'x'.repeat(300)}.pdf`)).toBe(`${'x'.repeat(196)}.pdf`);
    expect(cleanName('y'.repeat(300))).toHaveLength(200);
  });

  test('PL-112 PL-S17 whatever the name, no path part, control or direction sign stays, and cleaning again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 260 }), (name) => {
        const clean = cleanName(name);
        expect(clean).toMatch(/^[^/\\\p{Cc}\u202a-\u202e\u2066-\u2069]{1,200}$/u);
        expect(['.', '..']).not.toContain(clean);
        expect(cleanName(clean)).toBe(clean);
      }),
      { numRuns: 500 },
    );
  });
});

describe('PL-111 types', () => {
  const of = (type: string) => ({ type, danger: null });
  test('PL-111 the content decides; where it contradicts the ending nothing is known', () => {
    expect(typeOf('pdf', of('application/pdf'))).toBe('application/pdf');
    expect(typeOf('png', of('application/pdf'))).toBe('application/octet-stream');
    expect(typeOf('pdf', of('text/html'))).toBe('application/octet-stream');
    expect(typeOf('csv', of('application/zip'))).toBe('application/octet-stream');
    expect(typeOf('xlsx', of('application/zip'))).toBe('application/octet-stream');
    expect(typeOf('', of('image/png'))).toBe('image/png');
    expect(typeOf('csv', of('text/plain'))).toBe('text/csv');
    expect(typeOf('svg', of('text/xml'))).toBe('image/svg+xml');
    expect(typeOf('xyz', of('application/octet-stream'))).toBe('application/octet-stream');
  });

  test('PL-113 what a browser might run is sent as unknown bytes', () => {
    for (const type of [
      'text/html',
      'image/svg+xml',
      'application/xml',
      'text/xml',
      'application/json',
      'message/rfc822',
    ])
      expect(sentAs(type)).toBe('application/octet-stream');
    for (const type of ['application/pdf', 'image/png', 'text/csv']) expect(sentAs(type)).toBe(type);
  });

  test('PL-111 PL-S17 dangerous endings, also behind a harmless one', () => {
    for (const name of ['a.exe', 'invoice.pdf.exe', 'A.JS', 'x.lnk', 'run.sh', 'page.hta', 'setup.msi'])
      expect(dangerOf(endingOf(name)), name).toBe('program');
    expect(dangerOf(endingOf('disk.iso'))).toBe('disk image');
    expect(dangerOf(endingOf('books.xlsm'))).toBe('macros');
    for (const name of ['a.pdf', 'exe', 'a.exe.pdf', 'no ending']) expect(dangerOf(endingOf(name)), name).toBeNull();
  });
});
