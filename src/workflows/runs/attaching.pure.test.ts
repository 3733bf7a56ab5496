import { expect, test } from 'vitest';
import type { FileRow } from '#kernel/files/model.ts';
import { filesOf } from './attaching.ts';
import { SENTENCES } from './sentences.ts';
import { Played, task } from './testing.ts';
import type { Verb } from './verbs.ts';

/** Files of tasks: what is uploaded, attached, removed and put back. */

const uploaded = (id: string, by = 'anna', more: Partial<FileRow> = {}): FileRow => ({
  id,
  version: 2,
  name: `${id}.pdf`,
  declared_type: '',
  type: 'application/pdf',
  bytes: 10,
  sha256: 'hash',
  state: 'uploading',
  thing: null,
  uploaded_by: `member:${by}`,
  at: '2026-11-23T09:00:00.000Z',
  removed_at: null,
  ...more,
});
const begin = (more: object = {}, files = [uploaded('letter'), uploaded('annex')]): Played =>
  new Played(
    { steps: [task('call', more), task('end', { who: ['reviewer'], after: ['call'] })] },
    { state: { files } },
  );
const attach = (run: Played, ...files: string[]) => run.does({ do: 'attach_files', task: run.id('call'), files });
const has = (run: Played, key = 'call') => filesOf(run.state, run.row(key)).map(({ id }) => id);

test('WF-54 a task that needs files is finished when it has them, and not before', () => {
  const run = begin({ files_min: 2 }).as('anna');
  const finish = { do: 'finish_task', task: run.id('call') } as const;
  const no = run.refuses(finish);
  expect([no.code, no.because, no.facts]).toEqual(['files_missing', '«Call» needs 2 more files.', { missing: 2 }]);
  attach(run, 'letter');
  expect(run.refuses(finish).because).toBe('«Call» needs one more file.');
  attach(run, 'annex');
  run.does({ do: 'remove_file', task: run.id('call'), file: 'letter' });
  expect(run.refuses(finish).code).toBe('files_missing');
  run.does(run.undo(run.last)).finish('call');
  expect(run.row('call').state).toBe('done');
});

test('PL-110 what is attached becomes ready with the link; a file goes to one thing, and only by who uploaded it', () => {
  const run = begin({}, [uploaded('letter'), uploaded('theirs', 'ben'), uploaded('half', 'anna', { sha256: '' })]).as(
    'anna',
  );
  attach(run, 'letter');
  expect(run.state.files.find(({ id }) => id === 'letter')).toMatchObject({
    state: 'ready',
    thing: `task:${run.id('call')}`,
  });
  for (const id of ['letter', 'theirs', 'half', 'nowhere'])
    expect(run.refuses({ do: 'attach_files', task: run.id('call'), files: [id] }).code).toBe('no_such_file');
  expect(has(run)).toEqual(['letter']);
});

test('WF-33 a task that waits can be prepared with files, a done one completed; an ended run takes none', () => {
  const run = begin().as('anna').finish('call').as('mark');
  run.does({ do: 'reopen_task', task: run.id('call'), reason: 'again' }).as('ben');
  expect(run.row('end').state).toBe('waiting');
  run.state = { ...run.state, files: [uploaded('letter', 'ben'), uploaded('late', 'ben'), uploaded('last', 'ben')] };
  run.does({ do: 'attach_files', task: run.id('end'), files: ['letter'] });
  run.as('anna').finish('call').as('ben');
  attach(run, 'late').finish('end');
  expect(run.refuses({ do: 'attach_files', task: run.id('end'), files: ['last'] }).code).toBe('bad_move');
});

test('WF-54 what a finished task was finished with stays, whatever is taken back', () => {
  const run = begin({ files_min: 1 }).as('anna');
  attach(run, 'letter');
  const attached = run.last;
  run.finish('call');
  expect(run.refuses({ do: 'remove_file', task: run.id('call'), file: 'letter' }).code).toBe('bad_move');
  expect(run.refuses(run.undo(attached)).code).toBe('bad_move');
});

test('PL-114 who may take part attaches; who attached it, has the task or manages the run removes', () => {
  const run = begin({}, [uploaded('letter', 'mark'), uploaded('vera', 'vera')]);
  expect(run.as('vera').refuses({ do: 'attach_files', task: run.id('call'), files: ['vera'] }).kind).toBe(
    'not_allowed',
  );
  attach(run.as('mark'), 'letter');
  const remove = { do: 'remove_file', task: run.id('call'), file: 'letter' } as const;
  expect(run.as('vera').refuses(remove).kind).toBe('not_allowed');
  expect(run.as('cora').refuses(remove).kind).toBe('not_allowed');
  run.as('anna').does(remove);
  expect(has(run)).toEqual([]);
  expect(run.refuses(remove).kind).toBe('not_found');
});

test('WF-150 PL-74 removing and attaching are taken back, again and again, and the run’s other moves are left alone', () => {
  const run = begin().as('anna');
  attach(run, 'letter');
  run.does(run.undo(run.last));
  expect(run.state.files[0]).toMatchObject({ state: 'removed', removed_at: run.now });
  expect(run.effects).toContainEqual({ do: 'wake', room: 'file', thing: 'letter', at: '2026-11-24T09:00:00.000Z' });
  const off = run.last;
  run.does(run.undo(off));
  expect(has(run)).toEqual(['letter']);
  expect(run.refuses(run.undo(off)).code).toBe('moved_on');
  expect(run.state.files[0]!.removed_at).toBe(null);
});

test('PL-110 a day later the bytes are gone and nothing brings them back', () => {
  const run = begin().as('anna');
  attach(run, 'letter').does({ do: 'remove_file', task: run.id('call'), file: 'letter' });
  const removed = run.last;
  run.state = { ...run.state, files: run.state.files.map((file) => ({ ...file, state: 'deleted' as const })) };
  const no = run.refuses(run.undo(removed));
  expect([no.code, no.because]).toEqual([
    'no_such_file',
    'The content of «letter.pdf» is gone, a day after it was removed. Upload it again.',
  ]);
});

test('PL-112 a task takes at most a hundred files', () => {
  const many = Array.from({ length: 101 }, (_, i) => uploaded(`f${i}`));
  const run = begin({}, many).as('anna');
  attach(run, ...many.slice(0, 100).map(({ id }) => id));
  expect(run.refuses({ do: 'attach_files', task: run.id('call'), files: ['f100'] }).code).toBe('too_many_files');
});

test('WF-121 attaching, removing and putting back are on the timeline as plain sentences', () => {
  const run = begin().as('anna');
  const said = () =>
    run.last.map(({ verb, facts }) => SENTENCES[verb as Verb]({ facts, title: 'letter.pdf', name: () => 'Call' }));
  attach(run, 'letter');
  expect(said()).toEqual(['attached «letter.pdf» to «Call»']);
  expect(run.last[0]).toMatchObject({ thing: 'file:letter', run_id: 'run', client_id: 'client' });
  run.does({ do: 'remove_file', task: run.id('call'), file: 'letter' });
  expect(said()).toEqual(['removed «letter.pdf»']);
  run.does(run.undo(run.last));
  expect(said()).toEqual(['put «letter.pdf» back']);
});
