import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import type { Load } from '#workflows/load/model.ts';
import { RUNS } from '../runs/data.ts';
import { words as runs } from '../runs/words.ts';
import { LoadHeat } from './heat.tsx';
import { words } from './words.ts';

type TeamLoad = Load & { runs: number; dates: number; more: boolean };

/** `/runs/load`: how much falls on whom in the next 13 weeks (WF-202). */
export default function LoadPage() {
  const { data, error, refetch } = useThing<TeamLoad>('/load');
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <div className="load-page">
      <Place title={words.load} parent={{ label: runs.runs, to: RUNS }} />
      <p>{words.intro}</p>
      <LoadHeat load={data} caption={words.caption} />
      <p className="quiet">
        {words.counted(data.runs, data.dates)} {data.more && words.more} {words.no_leave}
      </p>
    </div>
  );
}
