import { CalendarRange, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { address, type Query } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { DataList } from '#kernel/ui/list/data-list.tsx';
import { useListState } from '#kernel/ui/list/list-state.ts';
import { useList } from '#kernel/ui/query.ts';
import { runName } from '#workflows/runs/notices.ts';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { useHasPage } from '../home/places.ts';
import { ListMenu } from '../people/list/list-menu.tsx';
import { type RunAsking, runActs } from './acts.tsx';
import { BOARD_COLUMNS, COLUMNS } from './columns.tsx';
import { keptRun, RUNS, readRun, runPage, useRun, useRunContext } from './data.ts';
import { filtersOn, VIEWS } from './filters.ts';
import { useRunBulk } from './run-bulk.tsx';
import { RunPeek } from './run-peek.tsx';
import { RunSheet } from './sheets.tsx';
import { useShownAs } from './shown-as.tsx';
import { Strip } from './strip.tsx';
import { words } from './words.ts';
import './runs.css';

/** `/runs`: every run one may see, what needs somebody first (WF section 5). */
export default function RunsPage() {
  const { today } = useClock();
  const filters = useMemo(() => filtersOn(today), [today]);
  const state = useListState({ views: VIEWS, filters });
  const { board, lanes, choice } = useShownAs();
  const source = useList<RunRow>(RUNS, board ? { ...state.query, limit: 200 } : state.query);
  const bulk = useRunBulk(source.rows);
  const has = useHasPage();
  const { acts, sheet } = useRowActs();
  const starts = has('/clients') ? [{ id: 'clients', label: words.to_clients, main: true, to: '/clients' }] : [];
  return (
    <div className="runs">
      <Place title={words.runs} />
      <Strip state={state} />
      <DataList
        name="runs"
        label={words.runs}
        columns={board ? BOARD_COLUMNS : COLUMNS}
        state={state}
        source={source}
        nameOf={(row) => words.run_for(row.workflow, row.subject)}
        href={(row) => runPage(row.id)}
        acts={acts}
        bulk={bulk.acts}
        peek={(row) => <RunPeek row={row} />}
        quiet={(row) => row.state === 'cancelled'}
        {...(lanes ? { lanesOf: lanes } : {})}
        tools={
          <>
            {choice}
            <ListMenu acts={[LOAD, exporting(state.query)]} />
          </>
        }
        empty={
          <EmptyState
            title={words.empty}
            text={words.empty_text}
            acts={[...starts, { id: 'workflows', label: words.to_workflows, to: '/workflows' }]}
          />
        }
      />
      {bulk.dialog}
      {sheet}
    </div>
  );
}

const LOAD: Act = { id: 'load', label: words.load, icon: <CalendarRange />, to: `${RUNS}/load` };

/** The file of what the filter shows. */
const exporting = ({ sort: _, ...filter }: Query): Act => ({
  id: 'export',
  label: words.export_all,
  icon: <Download />,
  run: () => window.location.assign(address(`/api/v1${RUNS}.csv`, filter)),
});

/** The acts of a row are those of its run's page: the run is read when its menu or a key asks for it. */
const useRowActs = () => {
  const context = useRunContext();
  const [asking, setAsking] = useState<{ id: string; what: RunAsking }>();
  const acts = (row: RunRow): Act[] => {
    const run = keptRun(row.id);
    if (run) return runActs(run.state, context, (what) => setAsking({ id: row.id, what }));
    const first = async (what: RunAsking) => {
      await readRun(row.id);
      setAsking({ id: row.id, what });
    };
    return unread(row, first);
  };
  const sheet = asking && <Sheet key={asking.id + asking.what} {...asking} close={() => setAsking(undefined)} />;
  return { acts, sheet };
};

/** Until the run itself is here its state alone says which moves there are; whether one may, the run says. */
const unread = (row: RunRow, ask: (what: RunAsking) => unknown): Act[] => {
  if (row.ended_at)
    return row.state === 'cancelled' ? [{ id: 'restore', label: words.restore, run: () => ask('restore') }] : [];
  return [
    ...(row.state === 'on_hold' ? [{ id: 'release', label: words.release, key: 'r', run: () => ask('release') }] : []),
    { id: 'hold', label: words.hold, key: 'h', run: () => ask('hold') },
    { id: 'owner', label: words.change_owner, run: () => ask('owner') },
    { id: 'cancel', label: words.cancel, danger: true, run: () => ask('cancel') },
  ];
};

const Sheet = ({ id, what, close }: { id: string; what: RunAsking; close: () => void }) => {
  const { data } = useRun(id);
  return data ? <RunSheet what={what} state={data.state} name={runName(data.state)} close={close} /> : null;
};
