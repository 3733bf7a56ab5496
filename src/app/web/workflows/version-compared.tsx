import { Select } from '@mantine/core';
import type { Act } from '#kernel/ui/act.ts';
import { ActBar } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { FORMS } from '#workflows/code/model.ts';
import { fileOf } from './code/facts.ts';
import { WORKFLOWS } from './data.ts';
import { DifferenceView } from './difference-view.tsx';
import type { Facts, Version, VersionRow, WorkflowDetail } from './facts.ts';
import type { Newer } from './newer-template.ts';
import { words } from './words.ts';

/** What stands in the address for the two texts that have no number. */
export const DRAFT = 'draft';
export const TEMPLATE = 'template';

export interface VersionsProps {
  workflow: WorkflowDetail;
  versions: readonly VersionRow[];
  facts: Facts | undefined;
}

interface ComparedProps extends VersionsProps {
  shown: string;
  other: string;
  newer?: Newer;
}

/** One text beside another, and the way back to an old one. */
export const Compared = ({ workflow, versions, facts, shown, other, newer }: ComparedProps) => {
  const { write } = useSearchText();
  const own = useContent(workflow, shown);
  const after = shown === TEMPLATE ? newer?.content : own;
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
        <span className="versions-shown">{titleOf(shown, newer)}</span>
        <span className="quiet">{words.compared_lower}</span>
        <Select
          aria-label={words.compared_with}
          allowDeselect={false}
          value={other}
          data={options}
          onChange={(to) => to && write({ with: to })}
        />
        <ActBar acts={exportsOf(workflow, shown)} />
        <TakeAsDraft workflow={workflow} shown={shown} content={after} />
      </div>
      {after && before !== undefined && <DifferenceView before={before} after={after} facts={facts} />}
    </section>
  );
};

/** Either form of what is shown, to keep or to take to another practice (WF-160). */
const exportsOf = ({ id }: WorkflowDetail, shown: string): Act[] =>
  shown === TEMPLATE
    ? []
    : FORMS.map((as) => ({
        id: as,
        label: words.export_as[as],
        run: () => window.location.assign(fileOf(id, shown === DRAFT ? null : Number(shown), as)),
      }));

const titleOf = (shown: string, newer: Newer | undefined): string => {
  if (shown === TEMPLATE) return words.template(newer?.name ?? '');
  return shown === DRAFT ? words.the_draft : words.version_n(Number(shown));
};

/** The content of a version or of the draft; null for none at all, undefined while it is on its way. */
const useContent = ({ id, content }: WorkflowDetail, n: string): Version['content'] | null | undefined => {
  const asked = Number(n) > 0;
  const { data } = useThing<Version>(`${WORKFLOWS}/${id}/versions/${n}`, {}, { enabled: asked });
  if (n === '0') return null;
  return n === DRAFT ? content : data?.content;
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
  if (!Number(shown) || Number(shown) === workflow.current_version || !content) return null;
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
