import fc from 'fast-check';

interface Document {
  paths?: Record<string, { get?: { parameters?: readonly { name?: string; in?: string }[] } }>;
}

/** Every GET of a contract with the names of its query parameters. */
export const listsOf = (contract: object): { path: string; names: string[] }[] =>
  Object.entries((contract as Document).paths ?? {}).flatMap(([path, { get }]) =>
    get ? [{ path, names: (get.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name!) }] : [],
  );

export const NASTY = [
  '',
  ' ',
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  'NaN',
  'null',
  'true',
  '[]',
  '{}',
  '*',
  '%',
  '_',
  "'",
  '"',
  '\\',
  '\0',
  '\uFFFF',
  '\uD800',
  '😀',
  "' or 1=1 --",
  "'; drop table app.event; --",
  '$1',
  '2026-02-30',
  '2026-01-01',
  '9999-12-31T23:59:59.999Z',
  '-271821-04-20T00:00:00Z',
  '01930000-0000-7000-8000-000000000001',
  '00000000-0000-0000-0000-000000000000',
  'a:b',
  'name',
  '-name',
  'at',
  '-at',
  'x'.repeat(3000),
];

/** Cursors that look right: other people's, of other orders, with values that no column takes. */
const cursor = fc
  .tuple(fc.constantFrom('', 'abcdefghij'), fc.constantFrom(...NASTY), fc.constantFrom(...NASTY))
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));

const value = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 20 }), cursor);

/** A query text with the parameters of a list, in a form nobody meant. */
export const hostileQuery = (names: readonly string[]): fc.Arbitrary<string> => {
  const name = fc.constantFrom('limit', 'cursor', 'sort', 'count', 'q', 'practice_id', '__proto__', ...names);
  return fc
    .array(fc.tuple(name, value), { minLength: 1, maxLength: 5 })
    .map((pairs) => pairs.map(([key, text]) => `${encodeURIComponent(key)}=${encoded(text)}`).join('&'));
};

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
