import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiRefusal, address, api } from './client.ts';
import { dayWords, distanceWords } from './day.tsx';
import { errorsOf, pathOf } from './form/refusal.ts';
import { nameOf } from './keys.ts';
import { sayFilter } from './list/filter-words.ts';
import { bulkBody, type Column, fitting } from './list/model.ts';
import { periodWords } from './period.tsx';
import { besideOf } from './pop.tsx';
import { parseSearch, stringifySearch } from './search-text.ts';

afterEach(() => vi.unstubAllGlobals());

const answering = (status: number, body: unknown) => {
  const asked = vi.fn(async (_path: string, _request: RequestInit) => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', asked);
  return asked;
};
const headersOf = (asked: ReturnType<typeof answering>) => asked.mock.calls[0]![1].headers as Headers;

test('PL-66 a problem of the server becomes a refusal with its sentence, its fields and its facts', async () => {
  answering(409, {
    code: 'open_runs',
    detail: 'Two runs are open.',
    facts: { runs: 2 },
    errors: [{ pointer: '/a', code: 'x', detail: 'No.' }],
  });
  const refusal = await api.post('/clients/1/deactivation').catch((fault: unknown) => fault);
  expect(refusal).toBeInstanceOf(ApiRefusal);
  expect(refusal).toMatchObject({ status: 409, code: 'open_runs', message: 'Two runs are open.', facts: { runs: 2 } });
});

test('PL-66 an unreachable server says that nothing was sent', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
  await expect(api.get('/clients')).rejects.toMatchObject({ status: 0, code: 'unreached' });
});

test('PL-67 the version that was seen goes with the change as If-Match', async () => {
  const asked = answering(200, {});
  await api.patch('/clients/1', { name: 'Harbour Café' }, { version: 7 });
  expect(headersOf(asked).get('if-match')).toBe('"7"');
  expect(headersOf(asked).has('idempotency-key')).toBe(false);
});

test('PL-71 every POST carries a key of its own', async () => {
  const asked = answering(200, {});
  await api.post('/clients', { name: 'Harbour Café' });
  await api.post('/clients', { name: 'Harbour Café' }, { key: 'mine' });
  expect(headersOf(asked).get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
  expect((asked.mock.calls[1]![1].headers as Headers).get('idempotency-key')).toBe('mine');
});

test('PL-69 what is empty does not stand in a query', () => {
  expect(address('/clients', { q: '', sort: 'name', tag: ['a', 'b'], cursor: undefined })).toBe(
    '/clients?sort=name&tag=a&tag=b',
  );
});

test('PL-69 filters survive the way into the address and back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string({ minLength: 1 })), (search) => {
      expect(parseSearch(stringifySearch(search))).toEqual({ ...search });
    }),
  );
  expect(stringifySearch({ state: 'outstanding,waiting', q: undefined })).toBe('?state=outstanding,waiting');
});

test('PL-66 a pointer of the server finds its field in the form', () => {
  expect(pathOf('/emails/0/address')).toBe('emails.0.address');
  expect(pathOf('/a~1b/~0')).toBe('a/b.~');
  const refusal = new ApiRefusal(422, {
    errors: [{ pointer: '/name', code: 'missing', detail: 'Give the client a name.' }],
  });
  expect(errorsOf(refusal)).toEqual({ name: 'Give the client a name.' });
});

test('PL-72 a bulk act names its rows, or its filter with the count that was seen', () => {
  expect(bulkBody({ ids: ['a', 'b'], count: 2 })).toEqual({ ids: ['a', 'b'] });
  expect(bulkBody({ ids: [], filter: { status: 'active' }, count: 1204 })).toEqual({
    filter: { status: 'active' },
    expected_count: 1204,
  });
});

test('PL-171 columns that do not fit go from the end, the first always stays', () => {
  const columns: Column<object>[] = [260, 140, 140, 140].map((width, at) => ({
    id: `${at}`,
    label: '',
    cell: () => null,
    width,
  }));
  expect(fitting(columns, 100).map((c) => c.id)).toEqual(['0']);
  expect(fitting(columns, 640).map((c) => c.id)).toEqual(['0', '1', '2']);
});

test('PL-171 what floats stays within the window and keeps off its anchor', () => {
  const box = fc.record({ left: fc.integer({ min: 0, max: 1400 }), top: fc.integer({ min: 0, max: 860 }) });
  fc.assert(
    fc.property(
      box,
      fc.integer({ min: 40, max: 380 }),
      fc.constantFrom('start' as const, 'end' as const),
      ({ left, top }, height, side) => {
        const anchor = { left, top, right: left + 28, bottom: top + 28 };
        const at = besideOf(anchor, { width: 240, height }, { width: 1440, height: 900 }, side);
        expect(at.left).toBeGreaterThanOrEqual(8);
        expect(at.left + 240).toBeLessThanOrEqual(1432);
        expect(at.top >= anchor.bottom || at.top + height <= anchor.top).toBe(true);
      },
    ),
  );
});

test('PE-111 a key is named as the sheet writes it', () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    nameOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  expect(press(' ')).toBe('Space');
  expect(press('?', { shiftKey: true })).toBe('?');
  expect(press('X', { shiftKey: true })).toBe('X');
  expect(press('K', { metaKey: true })).toBe('mod+k');
  expect(press('k', { ctrlKey: true })).toBe('mod+k');
  expect(press('ArrowUp', { altKey: true })).toBe('Alt+ArrowUp');
});

test('PE-113 a filter reads as a part of a sentence', () => {
  const options = ['Ana', 'Bo', 'Cy'].map((label) => ({ value: label.toLowerCase(), label }));
  const filter = { key: 'partner', label: 'Partner', options, say: (who: string) => `partner is ${who}` };
  expect(sayFilter(filter, ['ana', 'bo', 'cy'], options)).toBe('partner is Ana, Bo or Cy');
  expect(sayFilter({ ...filter, say: (w: string) => w }, ['gone'], options)).toBe('gone');
});

test('PL-172 a date reads «Tue 24 Nov, in 3 days» in the manner of the practice', () => {
  expect(dayWords('2026-11-24', '2026-11-21', 'en-GB')).toBe('Tue 24 Nov');
  expect(dayWords('2027-03-01', '2026-11-21', 'en-GB')).toBe('Mon 1 Mar 2027');
  expect(distanceWords('2026-11-24', '2026-11-21')).toBe('in 3 days');
  expect(distanceWords('2026-11-20', '2026-11-21')).toBe('yesterday');
  expect(distanceWords('2027-11-20', '2026-11-21')).toBe('');
});

test('CA-27 a period of whole months is said by their names, and every other one by its days', () => {
  expect(periodWords('2026-11-01', '2026-11-30')).toBe('November 2026');
  expect(periodWords('2026-10-01', '2026-12-31')).toBe('Oct – Dec 2026');
  expect(periodWords('2026-12-01', '2027-02-28')).toBe('Dec 2026 – Feb 2027');
  expect(periodWords('2026-11-26', '2026-12-25')).toBe('26 Nov – 25 Dec 2026');
  expect(periodWords('2028-02-01', '2028-02-28')).toBe('1 – 28 Feb 2028');
});
