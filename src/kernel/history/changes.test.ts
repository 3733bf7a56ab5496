import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Id, newId } from '#ground/id.ts';
import { reads } from '#kernel/access/roles/rules.ts';
import { record } from '#kernel/audit/record.ts';
import type { Who } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { frame } from '#kernel/http/frame.ts';
import { at, doTo, makeSome, useNotes } from '#kernel/loop/testing.ts';
import { testPlace, testPractice, testWho } from '../../app/testing.ts';
import { type Changes, openChanges } from './changes.ts';
import { changesApi } from './changes-api.ts';

const house = useNotes();
const HEARD = { note: reads('people'), invoice: reads('collections'), member: reads('settings') };
let live: Changes;
const faults: unknown[] = [];
beforeEach(() => {
  live = openChanges({ db: house.kernel.db, everyMs: 50, onFault: (error) => faults.push(error) });
});
afterEach(() => {
  vi.restoreAllMocks();
  live.close();
  expect(faults).toEqual([]);
});

/** A browser that listens: what it heard so far, and whether the stream is over. */
const listen = async (practice: Id, who: Who = testWho('Owner')) => {
  const app = frame({
    kernel: house.kernel,
    publicUrl: 'http://localhost:4300',
    authenticate: async () => testPlace(practice, who),
    onFault: (error) => faults.push(error),
  });
  app.route('/api/v1', changesApi(live, HEARD));
  const response = await app.request('/api/v1/changes');
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.getReader();
  const heard = { text: '', over: false };
  void (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      heard.text += new TextDecoder().decode(value);
    }
    heard.over = true;
  })();
  await until(() => heard.text.includes('event: hello'));
  const news = () => [...heard.text.matchAll(/event: changes\ndata: (.*)/g)].map(([, data]) => JSON.parse(data!));
  return { heard, news, leave: () => reader.cancel() };
};

const until = async (done: () => boolean, ms = 5_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!done()) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const tell = (practice: Id, verb: string, kind: string) =>
  at(house.kernel, practice, (desk) => {
    const thing = ref(kind, newId());
    return record(desk, { actor: 'operator', request_id: 'r' }, [
      { event: { verb, thing, facts: {} }, act_id: newId(), root: thing, personal: [] },
    ]);
  });

describe('WF-192 live updates', () => {
  test('WF-192 a change is told within two seconds, with its kind and id, once, and not what was before', async () => {
    const practice = await testPractice(house.kernel);
    await makeSome(house.kernel, practice, [{ title: 'before' }]);
    const { news } = await listen(practice);
    const [id] = await makeSome(house.kernel, practice, [{ title: 'after' }]);
    await until(() => news().length > 0);
    await doTo(house.kernel, testPlace(practice), id!, { do: 'rename', title: 'again' });
    await until(() => news().length > 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(news()).toEqual(Array(2).fill({ changes: [{ kind: 'note', ids: [id] }], all: false }));
  });

  test('WF-192 an act that was begun earlier but committed later is told too', async () => {
    const practice = await testPractice(house.kernel);
    const { news } = await listen(practice);
    let commit = () => {};
    const waits = new Promise<void>((resolve) => (commit = resolve));
    const slow = at(house.kernel, practice, async (desk) => {
      const thing = ref('note', newId());
      await record(desk, { actor: 'operator', request_id: 'r' }, [
        { event: { verb: 'note.slow', thing, facts: {} }, act_id: newId(), root: thing, personal: [] },
      ]);
      await waits;
    });
    await tell(practice, 'note.fast', 'note');
    await until(() => news().length === 1);
    commit();
    await slow;
    await until(() => news().length === 2);
  });

  test('WF-192 what happened to a part is told of its root too: who shows the root asks again', async () => {
    const practice = await testPractice(house.kernel);
    const { news } = await listen(practice);
    const root = ref('note', newId());
    await at(house.kernel, practice, (desk) =>
      record(desk, { actor: 'operator', request_id: 'r' }, [
        { event: { verb: 'page.torn', thing: ref('page', newId()), facts: {} }, act_id: newId(), root, personal: [] },
      ]),
    );
    await until(() => news().length === 1);
    expect(news()).toEqual([{ changes: [{ kind: 'note', ids: [root.slice('note:'.length)] }], all: false }]);
  });

  test('PL-51 nobody hears of another practice, though one query asks for all', async () => {
    const [mine, theirs] = [await testPractice(house.kernel), await testPractice(house.kernel)];
    const [here, there] = [await listen(mine), await listen(theirs)];
    await tell(theirs, 'note.made', 'note');
    await until(() => there.news().length === 1);
    expect(here.news()).toEqual([]);
  });

  test('PL-27 PL-31 kinds of a module one does not have, kinds that nobody named, and refusals are not told; ids not to a narrowed sight', async () => {
    const practice = await testPractice(house.kernel);
    const staff = await listen(practice, testWho('Staff'));
    const owner = await listen(practice);
    await tell(practice, 'invoice.paid', 'invoice');
    await tell(practice, 'secret.made', 'secret');
    await tell(practice, 'note.refused', 'note');
    await tell(practice, 'note.made', 'note');
    await until(() => staff.news().length === 1 && owner.heard.text.includes('note'));
    expect(staff.news()).toEqual([{ changes: [{ kind: 'note', ids: null }], all: false }]);
    const kinds = owner
      .news()
      .flatMap(({ changes }) => changes.map((one: { kind: string; ids: Id[] }) => `${one.kind} ${one.ids.length}`));
    expect(kinds.toSorted()).toEqual(['invoice 1', 'note 1']);
  });

  test('PL-30 a change of members or roles ends the stream, so that it begins again with other rights', async () => {
    const practice = await testPractice(house.kernel);
    const { heard } = await listen(practice);
    await tell(practice, 'member.role_changed', 'member');
    await until(() => heard.over);
    expect(heard.text).toContain('event: bye');
  });

  test('PL-153 a listener that reads no more, and one that left, hold nothing once the house is closed', async () => {
    const practice = await testPractice(house.kernel);
    const { leave } = await listen(practice);
    await leave();
    const begun = vi.spyOn(globalThis, 'setInterval');
    const ended = vi.spyOn(globalThis, 'clearInterval');
    const app = frame({
      kernel: house.kernel,
      publicUrl: 'http://localhost:4300',
      authenticate: async () => testPlace(practice),
      onFault: (error) => faults.push(error),
    });
    app.route('/api/v1', changesApi(live, HEARD));
    const leaving = new AbortController();
    await app.request('/api/v1/changes', { signal: leaving.signal });
    await app.request('/api/v1/changes');
    await until(() => begun.mock.results.length === 2);
    const pings = begun.mock.results.map(({ value }) => value);
    const stopped = () => pings.filter((ping) => ended.mock.calls.some(([one]) => one === ping));
    await tell(practice, 'note.made', 'note');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(stopped()).toEqual([]);
    leaving.abort();
    await until(() => stopped().length === 1);
    live.close();
    await until(() => stopped().length === 2);
  });

  test('WF-192 a flood is told as «all»', async () => {
    const practice = await testPractice(house.kernel);
    const { news } = await listen(practice);
    await at(house.kernel, practice, (desk) =>
      record(
        desk,
        { actor: 'operator', request_id: 'r' },
        Array.from({ length: 2100 }, () => {
          const thing = ref('note', newId());
          return { event: { verb: 'note.made', thing, facts: {} }, act_id: newId(), root: thing, personal: [] };
        }),
      ),
    );
    await until(() => news().length > 0);
    expect(news()[0]).toEqual({ changes: [{ kind: 'note', ids: null }], all: true });
  });

  test('PL-153 closing the house ends every stream; a listener who left costs nothing', async () => {
    const practice = await testPractice(house.kernel);
    const [one, two] = [await listen(practice), await listen(practice)];
    await two.leave();
    await tell(practice, 'note.made', 'note');
    await until(() => one.news().length === 1);
    live.close();
    await until(() => one.heard.over);
  });
});
