import type { Id } from '#ground/id.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf, kindOf } from '#kernel/decision/rules.ts';
import { act } from '#kernel/loop/perform.ts';
import type { Caller, Kernel } from '#kernel/loop/room.ts';
import { series } from './store.ts';
import { openSeries, seriesAbout, seriesOfWorkflows, seriesOwnedBy, seriesWaiting } from './waking.ts';

/** What changes dates, who takes part, or whether something may be made: the series it concerns look at their clients now. */
export const HEARD =
  /^(person\.(?!refused)[a-z_]+|tag\.(deleted|restored|undone)|workflow\.(turned_on|turned_off|archived|restored|deleted|undone)|run\.(completed|cancelled|undone)|practice\.changed|holiday\.(added|renamed|struck_out|restored)|member\.deactivated)$/;

/** What of a client matters here (CA-16, CA-39, CA-40). */
const FIELDS = [
  'tags',
  'year_end',
  'known_year_ends',
  'tax_period',
  'inactive_since',
  'kind',
  'deleted_at',
  'merged_into',
  'erased_at',
];

export const hear = async (kernel: Kernel, desk: Desk, events: readonly Recorded[], by: Caller): Promise<void> => {
  const of = (kind: string): Recorded[] => events.filter(({ thing }) => kindOf(thing) === kind);
  const ids = (some: readonly Recorded[]): Id[] => [...new Set(some.map(({ thing }) => idOf(thing)))];
  const persons = of('person').filter(({ facts }) => FIELDS.some((field) => field in facts));
  const everywhere = of('practice').length || of('holiday').length || of('tag').length;
  const woken = everywhere
    ? await openSeries(desk)
    : [
        ...(persons.length ? await seriesAbout(desk, ids(persons)) : []),
        ...(of('workflow').length ? await seriesOfWorkflows(desk, ids(of('workflow'))) : []),
        ...(of('run').length ? await seriesWaiting(desk, ids(of('run'))) : []),
      ];
  const wakes = [...new Set(woken)].map((thing) => ({ do: 'wake' as const, room: 'series', thing, at: desk.now }));
  if (wakes.length) await kernel.writers.wake(desk, wakes, by);
  for (const { thing } of of('member')) await handOver(kernel, desk, idOf(thing), by);
};

/** The series of a member who left are whoever's who deactivated them (CA-41). */
const handOver = async (kernel: Kernel, desk: Desk, left: Id, by: Caller): Promise<void> => {
  const owned = await seriesOwnedBy(desk, left);
  const owner_id = by.who.member_id ?? null;
  const wanted = owned.map((id) => ({ id, command: { do: 'change' as const, owner_id } }));
  if (wanted.length) await act(kernel, desk, by, series, wanted);
};
