import { Select } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import type { WorkflowStatistics } from '#workflows/runs/statistics.ts';
import { useWorkflow, WORKFLOWS } from '../data.ts';
import { StepTable } from './step-table.tsx';
import { words } from './words.ts';
import './statistics.css';

const NONE = 'none';

/** `/workflows/$id/statistics`: how each step went, one version beside another (WF-204). */
export default function StatisticsPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const workflow = useWorkflow(id);
  const statistics = useThing<WorkflowStatistics>(`${WORKFLOWS}/${id}/statistics`);
  const fault = workflow.error ?? statistics.error;
  if (fault) return <ErrorState fault={fault} retry={() => void statistics.refetch()} />;
  if (!workflow.data || !statistics.data) return <PageSkeleton />;
  const { name } = workflow.data;
  return (
    <div className="statistics">
      <Place title={words.statistics} parent={{ label: name, to: `${WORKFLOWS}/${id}` }} />
      {statistics.data.versions.length ? (
        <Compared statistics={statistics.data} />
      ) : (
        <EmptyState
          title={words.empty}
          text={words.empty_text}
          acts={[{ id: 'see', label: words.see, main: true, to: `${WORKFLOWS}/${id}` }]}
        />
      )}
    </div>
  );
}

/** The newest version beside the one before it, unless others are chosen. */
const Compared = ({ statistics: { versions, steps } }: { statistics: WorkflowStatistics }) => {
  const { read, write } = useSearchText();
  const known = (text: string, or: number | null) => versions.find(({ n }) => String(n) === text)?.n ?? or;
  const shown = known(read('n'), null) ?? versions[0]!.n;
  const before = versions.find(({ n }) => n < shown)?.n ?? null;
  const beside = read('with') === NONE ? null : known(read('with'), before);
  const options = versions.map(({ n, runs }) => ({ value: String(n), label: words.version_runs(n, runs) }));
  return (
    <>
      <p className="quiet">{words.intro}</p>
      {versions.length > 1 && (
        <div className="statistics-choice">
          <Select
            label={words.compare}
            data={options}
            allowDeselect={false}
            value={String(shown)}
            onChange={(to) => write({ n: to ?? undefined })}
          />
          <Select
            label={words.with}
            data={[{ value: NONE, label: words.nothing }, ...options.filter(({ value }) => value !== String(shown))]}
            allowDeselect={false}
            value={beside === null ? NONE : String(beside)}
            onChange={(to) => write({ with: to ?? undefined })}
          />
        </div>
      )}
      <StepTable steps={steps} shown={shown} beside={beside} />
    </>
  );
};
