import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds, type Instant, instantFrom } from '#ground/time.ts';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Command, Who } from '#kernel/decision/model.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import { moveClock } from '#kernel/sandbox/clock.ts';
import { type CadenceTyped, cadence as cadenceShape } from '#workflows/cadence/model.ts';
import { member, published, workRoutes } from '#workflows/launch/testing.ts';
import { testApi, testPlace, testPractice, testWho } from '../../app/testing.ts';
import type { StoredOccurrence } from './model.ts';
import { series } from './store.ts';

/** A practice with a manager and a workflow of one task; with `now` it lives by a clock of its own. */
export const repeating = async (kernel: Kernel, now?: Instant) => {
  const practice = await testPractice(kernel, now ? { kind: 'sandbox', now } : {});
  const who = testWho('Manager');
  await member(kernel, practice, who, 'Marlow Test');
  const api = testApi(kernel, practice, workRoutes(kernel), who);
  const workflow = await published(api, 'Bookkeeping', [{ key: 'a', kind: 'task', title: 'Do a', who: ['owner'] }]);
  return { practice, who, api, workflow };
};

type Repeating = Pick<Awaited<ReturnType<typeof repeating>>, 'practice' | 'who' | 'workflow'>;

export const told = async (
  kernel: Kernel,
  { practice, who }: { practice: Id; who: Who },
  room: AnyRoom,
  { id, command }: { id: Id; command: Command & Record<string, unknown> },
) => perform(kernel, testPlace(practice, who), room, { id, command });

/** Puts the workflow on a cadence; answers the series. */
export const publish = async (
  kernel: Kernel,
  at: Repeating,
  typed: CadenceTyped,
  whom: { clients?: Id[]; tags?: Id[] },
): Promise<Id> => {
  const id = newId();
  const command = {
    do: 'publish',
    workflow_id: at.workflow,
    name: 'Monthly books',
    cadence: cadenceShape.parse(typed),
    owner_id: at.who.member_id,
    ...{ clients: [], tags: [], ...whom },
  };
  const outcome = await told(kernel, at, series, { id, command });
  if (!outcome.yes) throw new Error(outcome.because);
  return id;
};

/** The clock stands at `to`, as if the machine had been off until then; then all that is due happens. */
export const awake = async (kernel: Kernel, practice: Id, to: Instant): Promise<void> => {
  await atDesk(kernel, practice, ({ tx }) =>
    sql`update app.clock set now = ${to} where practice_id = ${practice}`.execute(tx),
  );
  await live(kernel, practice, addMilliseconds(to, 1));
};

/** Lives through the time until then. */
export const live = async (kernel: Kernel, practice: Id, to: Instant): Promise<void> => {
  const moved = await moveClock(kernel, testPlace(practice), instantFrom(to), {
    onFault: (error) => {
      throw error;
    },
  });
  if (!moved.yes) throw new Error(moved.because);
};

export const atDesk = <T>(kernel: Kernel, practice: Id, work: (desk: Desk) => Promise<T>): Promise<T> =>
  inPractice(kernel.db, practice, work);

export const stored = (kernel: Kernel, practice: Id): Promise<StoredOccurrence[]> =>
  atDesk(kernel, practice, async ({ tx }) => {
    const { rows } =
      await sql<StoredOccurrence>`select * from app.occurrence order by scheduled, key, client_id`.execute(tx);
    return rows;
  });

/** «2026-12-01 skipped missed». */
export const lines = async (kernel: Kernel, practice: Id): Promise<string[]> =>
  (await stored(kernel, practice)).map(({ key, state, reason }) => [key, state, ...(reason ? [reason] : [])].join(' '));

export const runsOf = (kernel: Kernel, practice: Id) =>
  atDesk(kernel, practice, async ({ tx }) => {
    const { rows } = await sql<{ id: Id; subject_id: Id; trigger_key: string; origin: string }>`
      select id, subject_id, trigger_key, origin from app.run order by trigger_key, subject_id`.execute(tx);
    return rows;
  });

export const setClient = (kernel: Kernel, practice: Id, id: Id, set: { year_end: object; known?: string[] }) =>
  atDesk(kernel, practice, ({ tx }) =>
    sql`update app.person set year_end = ${JSON.stringify(set.year_end)}::jsonb, known_year_ends = ${JSON.stringify(set.known ?? [])}::jsonb
      where practice_id = ${practice} and id = ${id}`.execute(tx),
  );
