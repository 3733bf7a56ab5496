import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { broken, promises } from './growth.ts';
import { openApi } from './openapi.ts';

const kept = readFileSync('docs/api-v1.txt', 'utf8').trimEnd().split('\n');

test('PL-75 v1 has only grown since docs/api-v1.txt was written: a line leaves that file by hand, 12 months after its Deprecation', () => {
  expect(broken(kept, promises(openApi()))).toEqual([]);
});

test('PL-75 what is new is written down too: «node bin/openapi.mjs» adds it', () => {
  expect(promises(openApi()).filter((line) => !kept.includes(line))).toEqual([]);
});

const answer = (properties: object) => ({
  200: { content: { 'application/json': { schema: { type: 'object', properties } } } },
});
const body = (properties: object, required: string[] = []) => ({
  content: { 'application/json': { schema: { type: 'object', properties, required } } },
});
const doc = (post: object) => promises({ paths: { '/runs': { post } } });
const TEXT = { type: 'string' };

test('PL-75 fields, addresses and values may come and never go; nothing more may be asked for', () => {
  const state = { type: 'string', enum: ['open', 'all'] };
  const before = doc({
    responses: answer({ id: TEXT, n: { type: 'integer' } }),
    requestBody: body({ as: TEXT, state }, ['as']),
  });
  const now = (responses: object, requestBody: object) => broken(before, doc({ responses, requestBody }));
  const same = [answer({ id: TEXT, n: { type: 'integer' } }), body({ as: TEXT, state }, ['as'])] as const;
  expect(now(...same)).toEqual([]);
  expect(now(answer({ id: TEXT, n: { type: 'integer' }, more: TEXT }), body({ as: TEXT, state, note: TEXT }))).toEqual(
    [],
  );
  expect(now(answer({ id: TEXT }), same[1])).toEqual(['POST /runs 200.n: integer']);
  expect(now(answer({ id: { type: 'integer' }, n: { type: 'integer' } }), same[1])).toEqual([
    'POST /runs 200.id: string',
  ]);
  expect(now(same[0], body({ as: TEXT, state: { ...state, enum: ['open'] } }, ['as']))).toEqual([
    'POST /runs <.state: "all"',
  ]);
  expect(now(same[0], body({ as: TEXT, state, note: TEXT }, ['as', 'note']))).toEqual(['needs POST /runs <.note']);
  const nested = { type: 'object', properties: { day: TEXT }, required: ['day'] };
  expect(now(same[0], body({ as: TEXT, state, hold: nested }, ['as']))).toEqual([]);
  expect(broken(before, promises({ paths: {} }))).toContain('POST /runs');
});
