import { type Id, newId } from '#ground/id.ts';
import { addDays, type PlainDate } from '#ground/time.ts';
import type { Command } from '#kernel/decision/model.ts';
import { type CadenceTyped, cadence } from '#workflows/cadence/model.ts';
import type { SeriesCommand } from '#workflows/series/model.ts';
import { series } from '#workflows/series/store.ts';
import { seriesWork } from '#workflows/series/working.ts';
import { launches } from '../rooms.ts';
import { decideAll, type Making } from './making.ts';

/** What comes round by itself: payroll each month by tag, the accounts at each client's year end. */
export const comeRound = async (
  making: Making,
  {
    workflows,
    payroll,
    clients,
    today,
  }: { workflows: ReadonlyMap<string, Id>; payroll: Id; clients: readonly Id[]; today: PlainDate },
): Promise<void> => {
  const monthly: CadenceTyped = {
    kind: 'scheduled',
    anchor: addDays(today, -4),
    begin: 'current',
    period: { kind: 'last_complete_month' },
    // the client is asked ten working days before the pay day, which is still to come
    due: { kind: 'within', n: 3, unit: 'week' },
    shift: { start: 'next', due: 'previous' },
  };
  const yearly: CadenceTyped = {
    kind: 'event',
    of: 'year_end',
    offset: { n: 4, unit: 'week' },
    due: { kind: 'after_period', months: 9 },
  };
  const wanted = [
    { workflow: 'payroll_month', name: 'Payroll each month', written: monthly, tags: [payroll], clients: [] },
    {
      workflow: 'year_end_accounts',
      name: 'Accounts at the year end',
      written: yearly,
      tags: [],
      clients: clients.slice(0, 12),
    },
  ].map(({ workflow, written, ...rest }) => ({
    id: newId(),
    command: said({
      do: 'publish',
      workflow_id: workflows.get(workflow)!,
      cadence: cadence.parse(written),
      owner_id: making.cast.get('Manager')!,
      ...rest,
    }),
  }));
  await decideAll(making, series, wanted);
  const work = seriesWork({ kernel: making.house.kernel, launches });
  for (const { id } of wanted) await work(making.practice, { series: id, first: true });
};

const said = (command: SeriesCommand): Command => command;
