import { expect, test } from 'vitest';
import type { FileRow } from '#kernel/files/model.ts';
import type { ActionStep } from '#workflows/definitions/content.ts';
import { filesAlong } from './along.ts';
import { Played, task } from './testing.ts';

const uploaded = (id: string): FileRow => ({
  id,
  version: 2,
  name: `${id}.pdf`,
  declared_type: '',
  type: 'application/pdf',
  bytes: 10,
  sha256: 'hash',
  state: 'uploading',
  thing: null,
  uploaded_by: 'member:anna',
  at: '2026-11-23T09:00:00.000Z',
  removed_at: null,
});

const LETTER = {
  do: 'send_email' as const,
  title: 'The contract',
  params: { template: 'welcome', to: 'subject', attach: ['sign', 'annex'] } as ActionStep['params'],
};
const begin = () =>
  new Played(
    { steps: [task('sign'), task('annex', { after: [] }), task('end', { after: ['sign', 'annex'] })] },
    { state: { files: [uploaded('contract'), uploaded('prices'), uploaded('other')] } },
  ).as('anna');
const attach = (run: Played, key: string, ...files: string[]) =>
  run.does({ do: 'attach_files', task: run.id(key), files });
const along = (run: Played) => {
  const found = filesAlong(run.state, LETTER);
  return 'yes' in found ? found : found.map(({ id }) => id);
};

test('ME-30 a step takes along what is attached to the steps it names, and nothing that was taken off again', () => {
  const run = begin();
  attach(run, 'sign', 'contract', 'other');
  attach(run, 'annex', 'prices');
  run.does({ do: 'remove_file', task: run.id('sign'), file: 'other' });
  expect(along(run)).toEqual(['contract', 'prices']);
});

test('ME-31 where a step was done and nothing is attached, it is not sent, and says what to attach where', () => {
  const run = begin();
  attach(run, 'sign', 'contract');
  expect(along(run)).toMatchObject({
    code: 'file_missing',
    because:
      '«The contract» takes along what is attached to «Annex», and nothing is. Attach it there and try again, or skip this.',
  });
});

test('ME-30 a step that was left out has no files to give, and a message without such steps takes none', () => {
  const run = begin();
  attach(run, 'sign', 'contract');
  run.as('mark').does({ do: 'skip_task', task: run.id('annex'), reason: 'not wanted' });
  expect(along(run)).toEqual(['contract']);
  expect(filesAlong(run.state, { ...LETTER, params: { template: 'welcome', to: 'subject' } })).toEqual([]);
});
