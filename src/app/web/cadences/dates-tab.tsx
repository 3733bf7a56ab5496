import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { Day, dayWords } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { Period } from '#kernel/ui/period.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { Segments } from '#kernel/ui/tabs.tsx';
import { useWhyNot } from '../me/me.ts';
import { runPage } from '../runs/data.ts';
import { cadencePage, type DateRow, type SeriesDetail } from './data.ts';
import { useDateActs } from './date-acts.tsx';
import { MoveSheet } from './move-sheet.tsx';
import { words } from './words.ts';

type Which = 'to_come' | 'past';
const SETTLED = ['deployed', 'skipped', 'cancelled'];

/** The dates of a cadence: those to come and those that were, per client, and what can be done with one (CA-52). */
export const DatesTab = ({ one }: { one: SeriesDetail }) => {
  const [which, setWhich] = useState<Which>('to_come');
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const { data, error, refetch } = useThing<{ items: DateRow[]; more: boolean }>(`${cadencePage(one.id)}/occurrences`, {
    q,
    next: 12,
  });
  const [moving, setMoving] = useState<DateRow>();
  const acts = useDateActs(setMoving);
  const dead =
    useWhyNot(writes('workflows', 'workflows.launch')) ?? (one.state === 'ended' ? words.has_ended : undefined);
  const rows = (data?.items ?? []).filter(({ state }) => SETTLED.includes(state) === (which === 'past'));
  const ordered = rows.toSorted((a, b) => (which === 'past' ? byDay(b, a) : byDay(a, b)));
  return (
    <>
      <div className="cadence-tools">
        <Segments
          label={words.show}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'to_come', label: words.to_come },
            { value: 'past', label: words.past },
          ]}
        />
        <TextInput
          aria-label={words.find_client}
          placeholder={words.find_client}
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          {...clientData}
        />
      </div>
      {error ? (
        <ErrorState fault={error} retry={() => void refetch()} />
      ) : !data ? (
        <SkeletonLine width="64%" />
      ) : ordered.length === 0 ? (
        <EmptyState title={words.no_dates} />
      ) : (
        <DatesTable rows={ordered} acts={(row) => acts(row, dead)} />
      )}
      {data?.more && <p className="quiet">{words.more_clients}</p>}
      {moving && <MoveSheet row={moving} close={() => setMoving(undefined)} />}
    </>
  );
};

const byDay = (a: DateRow, b: DateRow): number => a.start.localeCompare(b.start) || a.name.localeCompare(b.name);

const DatesTable = ({ rows, acts }: { rows: readonly DateRow[]; acts: (row: DateRow) => Act[] }) => (
  <section className="cadence-scroll" aria-label={words.tabs.dates}>
    <table className="cadence-table">
      <thead>
        <tr>
          <th scope="col">{words.client}</th>
          <th scope="col">{words.start}</th>
          <th scope="col">{words.due}</th>
          <th scope="col">{words.period}</th>
          <th scope="col">{words.state}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={`${row.client} ${row.key}`} row={row} acts={acts(row)} />
        ))}
      </tbody>
    </table>
  </section>
);

const Line = ({ row, acts }: { row: DateRow; acts: Act[] }) => {
  const { today, locale } = useClock();
  const day = (date: string) => dayWords(date, today, locale);
  return (
    <tr>
      <th scope="row">
        <Go className="link" to={`/clients/${row.client}`}>
          {row.name}
        </Go>
      </th>
      <td>
        <Day date={row.start} short />
        {row.shifted_by?.start && <span className="caption">{words.shifted(row.shifted_by.start)}</span>}
      </td>
      <td>
        <Day date={row.due} short />
      </td>
      <td className="quiet tabular">
        <Period from={row.period?.from} to={row.period?.to} />
      </td>
      <td>
        <DateState row={row} />
      </td>
      <td className="row-acts">
        <RowMenu name={`${row.name} ${day(row.start)}`} acts={acts} />
      </td>
    </tr>
  );
};

const CHIP: Readonly<Record<DateRow['state'], string>> = {
  planned: 'planned',
  ready: 'ready',
  queued: 'running',
  deferred: 'on_hold',
  deployed: 'done',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

export const DateState = ({ row: { state, because, overridden, run } }: { row: DateRow }) => (
  <span className="cadence-state">
    <StateChip state={CHIP[state]} label={words.occurrence_states[state]} />
    {overridden && <span className="caption">{words.set_by_hand}</span>}
    {because && <span className="caption">{because}</span>}
    {run && (
      <Go className="link caption" to={runPage(run)}>
        {words.see_run}
      </Go>
    )}
  </span>
);
