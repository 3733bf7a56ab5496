import { Select } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { Act } from '#kernel/ui/act.ts';
import { ActBar } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useFacts, useWorkflow, WORKFLOWS } from './data.ts';
import { DifferenceView } from './difference-view.tsx';
import { type Facts, nameOf, type Version, type VersionRow, type WorkflowDetail } from './facts.ts';
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

interface VersionsProps {
  workflow: WorkflowDetail;
  versions: readonly VersionRow[];
  facts: Facts | undefined;
}

const DRAFT = 'draft';

const Versions = ({ workflow, versions, facts }: VersionsProps) => {
  const { read, write } = useSearchText();
  const newest = versions[0]?.n ?? 1;
  const shown = read('n') || (workflow.has_draft ? DRAFT : String(newest));
  const before = shown === DRAFT ? newest : Number(shown) - 1;
  const other = read('with') || String(before);
  return (
    <div className="versions">
      <ol className="versions-list" aria-label={words.versions}>
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
      <Compared workflow={workflow} versions={versions} facts={facts} shown={shown} other={other} />
    </div>
  );
};

interface VersionLineProps {
  title: string;
  mark?: string;
  note?: string;
  by: string;
  at: string | null;
  current: boolean;
  onClick: () => void;
}

const VersionLine = ({ title, mark, note, by, at, current, onClick }: VersionLineProps) => (
  <button type="button" className="version-line" aria-current={current ? 'true' : undefined} onClick={onClick}>
    <span className="version-title">
      {title} {mark && <span className="caption">{mark}</span>}
    </span>
    {note && <span className="version-note">{note}</span>}
    <span className="caption">
      {by}, <Moment instant={at} />
    </span>
  </button>
);

interface ComparedProps extends VersionsProps {
  shown: string;
  other: string;
}

const Compared = ({ workflow, versions, facts, shown, other }: ComparedProps) => {
  const { write } = useSearchText();
  const after = useContent(workflow, shown);
  const before = useContent(workflow, other);
  const options = [
    { value: '0', label: words.nothing },
    ...versions
      .filter(({ n }) => String(n) !== shown)
      .map(({ n }) => ({ value: String(n), label: words.version_n(n) })),
  ];
  return (
    <section className="versions-compared" aria-label={words.compared_with}>
      <div className="versions-with">
        <span className="versions-shown">{shown === DRAFT ? words.the_draft : words.version_n(Number(shown))}</span>
        <span className="quiet">{words.compared_lower}</span>
        <Select
          aria-label={words.compared_with}
          allowDeselect={false}
          value={other}
          data={options}
          onChange={(to) => to && write({ with: to })}
        />
        <TakeAsDraft workflow={workflow} shown={shown} content={after} />
      </div>
      {after && before !== undefined && <DifferenceView before={before} after={after} facts={facts} />}
    </section>
  );
};

/** The content of a version or of the draft; null for none at all, undefined while it is on its way. */
const useContent = ({ id, content }: WorkflowDetail, n: string): Version['content'] | null | undefined => {
  const asked = n !== DRAFT && n !== '0';
  const { data } = useThing<Version>(`${WORKFLOWS}/${id}/versions/${n}`, {}, { enabled: asked });
  if (n === '0') return null;
  return asked ? data?.content : content;
};

interface TakeProps {
  workflow: WorkflowDetail;
  shown: string;
  content: Version['content'] | null | undefined;
}

/** What was published is not undone: its content becomes the draft, and is published again. */
const TakeAsDraft = ({ workflow, shown, content }: TakeProps) => {
  const go = useGo();
  const refresh = useRefresh();
  if (shown === DRAFT || Number(shown) === workflow.current_version || !content) return null;
  const n = Number(shown);
  const take = async () => {
    const { id, has_draft, draft_version, current_version } = workflow;
    const sure =
      !has_draft ||
      (await confirm({
        title: words.take_title,
        consequence: words.take_text(n),
        verb: words.take_as_draft,
        danger: true,
      }));
    if (!sure) return;
    await api.put(
      `${WORKFLOWS}/${id}/draft`,
      { content, base_version: current_version ?? 0 },
      { version: draft_version },
    );
    await refresh(WORKFLOWS);
    toast(words.took(n));
    go(`${WORKFLOWS}/${id}/edit`);
  };
  const act: Act = {
    id: 'take',
    label: words.take_as_draft,
    why_not: workflow.may_design ? undefined : words.may_not_design,
    run: take,
  };
  return <ActBar acts={[act]} />;
};
