import { useParams } from '@tanstack/react-router';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { useFacts, useWorkflow, WORKFLOWS } from './data.ts';
import { nameOf, type VersionRow } from './facts.ts';
import { useNewerTemplate } from './newer-template.ts';
import { Compared, DRAFT, TEMPLATE, type VersionsProps } from './version-compared.tsx';
import { words } from './words.ts';
import './workflows.css';

/** `/workflows/$id/versions`: every version with its note, and the difference between two of them (WF-11). */
export default function VersionsPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const workflow = useWorkflow(id);
  const versions = useThing<{ items: VersionRow[] }>(`${WORKFLOWS}/${id}/versions`);
  const { data: facts } = useFacts();
  const fault = workflow.error ?? versions.error;
  if (fault) return <ErrorState fault={fault} retry={() => void versions.refetch()} />;
  if (!workflow.data || !versions.data) return <PageSkeleton />;
  const { name } = workflow.data;
  const edit = `${WORKFLOWS}/${id}/edit`;
  return (
    <div className="versions-page">
      <Place title={words.versions_of(name)} parent={{ label: words.workflows, to: WORKFLOWS }} />
      {versions.data.items.length ? (
        <Versions workflow={workflow.data} versions={versions.data.items} facts={facts} />
      ) : (
        <EmptyState
          title={words.no_version}
          text={words.no_version_text}
          acts={[{ id: 'edit', label: words.edit, main: true, to: edit }]}
        />
      )}
    </div>
  );
}

const Versions = ({ workflow, versions, facts }: VersionsProps) => {
  const newer = useNewerTemplate(workflow.origin, facts);
  const { read, write } = useSearchText();
  const newest = versions[0]?.n ?? 1;
  const shown = read('n') || (workflow.has_draft ? DRAFT : String(newest));
  const before = shown === DRAFT || shown === TEMPLATE ? newest : Number(shown) - 1;
  const other = read('with') || String(before);
  return (
    <div className="versions">
      <ol className="versions-list" aria-label={words.versions}>
        {newer && (
          <li>
            <VersionLine
              current={shown === TEMPLATE}
              title={words.template(newer.name)}
              note={words.newer_template(newer.name)}
              onClick={() => write({ n: TEMPLATE, with: undefined })}
            />
          </li>
        )}
        {workflow.has_draft && (
          <li>
            <VersionLine
              current={shown === DRAFT}
              title={words.the_draft}
              by={nameOf(workflow.drafted_by, facts)}
              at={workflow.drafted_at}
              onClick={() => write({ n: DRAFT, with: undefined })}
            />
          </li>
        )}
        {versions.map(({ n, note, published_at, published_by }) => (
          <li key={n}>
            <VersionLine
              current={shown === String(n)}
              title={words.version_n(n)}
              {...(n === workflow.current_version ? { mark: words.current } : {})}
              note={note ?? words.without_note}
              by={nameOf(published_by, facts)}
              at={published_at}
              onClick={() => write({ n: String(n), with: undefined })}
            />
          </li>
        ))}
      </ol>
      <Compared
        workflow={workflow}
        versions={versions}
        facts={facts}
        shown={shown}
        other={other}
        {...(newer ? { newer } : {})}
      />
    </div>
  );
};

interface VersionLineProps {
  title: string;
  mark?: string;
  note?: string;
  by?: string;
  at?: string | null;
  current: boolean;
  onClick: () => void;
}

const VersionLine = ({ title, mark, note, by, at, current, onClick }: VersionLineProps) => (
  <button type="button" className="version-line" aria-current={current ? 'true' : undefined} onClick={onClick}>
    <span className="version-title">
      {title} {mark && <span className="caption">{mark}</span>}
    </span>
    {note && <span className="version-note">{note}</span>}
    {by && (
      <span className="caption">
        {by}, <Moment instant={at} />
      </span>
    )}
  </button>
);
