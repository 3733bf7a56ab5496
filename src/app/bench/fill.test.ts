import { expect, test } from 'vitest';
import { newId } from '#ground/id.ts';
import { testPractice, testWho, useTestHouse } from '../testing.ts';
import { cadenceWakes } from './cadence.ts';
import { fill } from './data.ts';
import { dryRun } from './dry-run.ts';
import { bulkStatus, inboxLists } from './inbox.ts';
import { mailsIn, mailsRead } from './mails-in.ts';
import { appOf, type Samples, type Subject, search, startRuns, withWorker } from './measures.ts';
import { messageWords } from './messages.ts';

const home = useTestHouse();

const SMALL = {
  members: 200,
  busy_clients: 20,
  fresh_clients: 10,
  tasks: 40,
  events: 100,
  sleepers: 20,
  messages: 40,
  items: 100,
};

test('PL-180 PL-182 CA-43 what is measured can be filled, and runs start, lists answer, a bulk ends, mails come in and a cadence wakes on it', async () => {
  const { house } = home;
  const practice = await testPractice(house.kernel);
  const caller = { who: testWho('Owner'), request_id: newId() };
  const place = { house, practice, caller, callerOf: async () => caller };
  const api = appOf(place);
  const { workflow, fresh } = await fill(house, practice, SMALL, api, () => {});
  expect(fresh).toHaveLength(SMALL.fresh_clients);
  const subject: Subject = { ...place, workflow };
  const samples: Samples = {};
  expect(await startRuns(subject, fresh.slice(0, 2), samples)).toHaveProperty(['start_run_ms.p50']);
  expect(await inboxLists(api, 1, samples)).toHaveProperty(['inbox_list_ms.p95']);
  expect(await search(api, 1, samples)).toHaveProperty(['search_ms.p95']);
  expect(await messageWords(subject, api, 1, samples)).toHaveProperty(['message_words_ms.p95']);
  expect(await dryRun(subject, api, fresh.slice(2, 4))).toHaveProperty('dry_run_s');
  const tabs = await api('/item-counts');
  expect(Object.values(tabs as Record<string, { value: number }>).map(({ value }) => value)).toEqual([
    10, 5, 20, 5, 60,
  ]);
  expect(await bulkStatus(subject, api)).toHaveProperty('bulk_status_ms');
  expect(await mailsIn(subject, 5)).toHaveProperty('mails_in_per_s');
  await withWorker(subject, async () => {
    expect(await mailsRead(subject)).toHaveProperty('mails_read_per_s');
    expect(await cadenceWakes(subject, api, 6)).toHaveProperty('cadence_wake_s');
  });
  const { items } = await api('/arrivals?limit=50');
  expect((items as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual(Array(15).fill('item_made'));
}, 60_000);
