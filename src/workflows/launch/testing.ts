import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { sortName } from '#ground/text.ts';
import { bulkApi } from '#kernel/bulk/api.ts';
import { inPractice } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Kernel } from '#kernel/loop/room.ts';
import { definitionsApi } from '#workflows/definitions/api.ts';
import { libraryApi } from '#workflows/library/api.ts';
import { runsApi } from '#workflows/runs/run-api.ts';
import { tasksApi } from '#workflows/runs/task-api.ts';
import { launchPort } from '../../app/messages/unreached.ts';
import { readable } from '../../app/ports/readable.ts';
import { subjects } from '../../app/ports/subjects.ts';
import { forms, launches, loneTasks, runs, templates } from '../../app/rooms.ts';
import { testApi, testPractice, testWho } from '../../app/testing.ts';
import { launchApi } from './api.ts';

/** Every door of workflows, for tests that go through several of them. */
export const workRoutes = (kernel: Kernel) =>
  [
    definitionsApi(kernel),
    libraryApi(kernel, { templates, forms }),
    launchApi(kernel, launches, launchPort),
    runsApi({ kernel, runs, subjects, bulk: {} }),
    tasksApi(kernel, { runs, loneTasks, readable }),
    bulkApi(kernel),
  ] as never;

export const member = async (kernel: Kernel, practice: Id, who: Who, name: string) =>
  inPractice(kernel.db, practice, ({ tx, now }) =>
    sql`insert into app.member (practice_id, id, version, name, sort_name, email, role_id, state, joined_at, created_at, created_by)
      values (${practice}, ${who.member_id}, 1, ${name}, ${name.toLowerCase()}, ${`${newId()}@practice.example`}, ${who.role_id}, 'active', ${now}, ${now}, 'operator')`.execute(
      tx,
    ),
  );

export const person = async (
  kernel: Kernel,
  practice: Id,
  name: string,
  kind: 'client' | 'prospect' = 'client',
): Promise<Id> => {
  const id = newId();
  await inPractice(kernel.db, practice, ({ tx, now }) =>
    sql`insert into app.person (practice_id, id, version, kind, form, organisation_name, display_name, sort_name, created_at, created_by)
      values (${practice}, ${id}, 1, ${kind}, 'organisation', ${name}, ${name}, ${sortName(name)}, ${now}, 'operator')`.execute(
      tx,
    ),
  );
  return id;
};

type Api = ReturnType<typeof testApi>;

/** A practice with a manager, and what they are called through. */
export const workPractice = async (kernel: Kernel) => {
  const practice = await testPractice(kernel);
  const who = testWho('Manager');
  await member(kernel, practice, who, 'Marlow Test');
  return { practice, who, api: testApi(kernel, practice, workRoutes(kernel), who) };
};

/** Designs, publishes and turns on a workflow for clients; answers its id. */
export const published = async (
  api: Api,
  name: string,
  steps: readonly object[],
  settings = {},
  more = {},
): Promise<Id> => {
  const { body: made } = await api('POST', '/workflows', { name, subject_kinds: ['client'] });
  const content = { name, subject_kinds: ['client'], settings, steps, ...more };
  const seen = (version: number) => ({ 'if-match': `"${version}"` });
  const saved = await api('PUT', `/workflows/${made.id}/draft`, { base_version: 0, content }, seen(made.draft_version));
  const first = await api(
    'POST',
    `/workflows/${made.id}/versions`,
    { base_version: 0, note: 'The first' },
    seen(saved.body.draft_version),
  );
  const on = await api('PUT', `/workflows/${made.id}/activation`, undefined, seen(first.body.version));
  if (on.status !== 200) throw new Error(JSON.stringify([saved.body, first.body, on.body]));
  return made.id;
};
