import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { plural } from '#ground/text.ts';
import type { Act } from '#kernel/ui/act.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import type { MenuLine } from '#kernel/ui/menu.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { ThingPage } from '#kernel/ui/thing-page.tsx';
import { PutSheet } from '../cadences/put-sheet.tsx';
import { RepeatsLine } from '../cadences/repeats-line.tsx';
import { TimelineTab } from '../people/record/timeline-tab.tsx';
import { type Actable, useWorkflowActs } from './acts.tsx';
import { subjectsOf, useFacts, useTemplates, useWorkflow, WORKFLOWS } from './data.ts';
import { DesignBanner, DesignSteps, designFacts } from './design-view.tsx';
import type { Facts, Templates, WorkflowDetail } from './facts.ts';
import { OnSwitch } from './own-workflows.tsx';
import { words } from './words.ts';

/** `/workflows/$id`: a workflow to read, for those who do not design, and where a search leads. */
export default function WorkflowPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: workflow, error, refetch } = useWorkflow(id);
  const { data: facts } = useFacts();
  const { data: templates } = useTemplates();
  if (error) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!workflow) return <PageSkeleton />;
  return <Read workflow={workflow} facts={facts} templates={templates} />;
}

interface ReadProps {
  workflow: WorkflowDetail;
  facts: Facts | undefined;
  templates: Templates | undefined;
}

const Read = ({ workflow, facts, templates }: ReadProps) => {
  const { today } = useClock();
  const [putting, setPutting] = useState(false);
  const acts = useWorkflowActs(() => setPutting(true));
  const { content, name, current_version, has_draft, open_runs } = workflow;
  const thing: Actable = { ...workflow, archived: !!workflow.archived_at, steps: content?.steps.length ?? 0 };
  const parent = { label: words.workflows, to: WORKFLOWS };
  const version =
    current_version === null
      ? words.not_published
      : has_draft
        ? words.and_draft(current_version)
        : words.version_n(current_version);
  const said = content && { content, facts };
  return (
    <ThingPage
      name={name}
      parent={parent}
      state={thing.archived ? <StateChip state="archived" /> : <OnSwitch thing={thing} worded />}
      identity={[
        <span key="version">{version}</span>,
        <Go key="runs" className="link" to={subjectsOf(workflow.id)}>
          {plural(open_runs, words.open_run, words.open_runs)}
        </Go>,
      ]}
      {...grouped(acts(thing))}
      {...(said && content.steps.length ? { banner: <DesignBanner said={said} start={today} label={name} /> } : {})}
      facts={said ? [...designFacts(said), { label: words.origin, value: originWords(workflow, templates) }] : []}
      timeline={<TimelineTab about={{ thing: `workflow:${workflow.id}` }} />}
    >
      <RepeatsLine of={{ workflow: workflow.id }} />
      {putting && <PutSheet workflow={workflow} close={() => setPutting(false)} />}
      {said && content.description && <p className="design-words">{content.description}</p>}
      {said && content.steps.length ? (
        <DesignSteps said={said} />
      ) : (
        <EmptyState title={words.nothing_yet} text={words.nothing_yet_text} />
      )}
    </ThingPage>
  );
};

/** The one thing to do, and a menu of the rest: starting, looking, making copies, and taking away. */
const grouped = (acts: readonly Act[]): { acts: Act[]; more: MenuLine[] } => {
  const first = acts.find(({ id }) => id === 'edit') ?? acts[0];
  const groups = GROUPS.map((ids) => acts.filter((act) => act !== first && ids.some((id) => act.id.startsWith(id))));
  return {
    acts: first ? [{ ...first, main: true }] : [],
    more: groups
      .filter((group) => group.length > 0)
      .flatMap((group, at): MenuLine[] => [...(at > 0 ? [{ rule: true as const }] : []), ...group]),
  };
};

/** By how the ids of their acts begin. */
const GROUPS = [
  ['start-', 'cadence'],
  ['subjects', 'simulate', 'versions', 'statistics'],
  ['duplicate', 'export'],
  ['pause', 'archive', 'delete'],
] as const;

const originWords = ({ origin }: WorkflowDetail, templates: Templates | undefined): string => {
  const key = /^template:(.+)@/.exec(origin)?.[1];
  if (key)
    return words.from_template(templates?.items.find((one) => one.key === key)?.name ?? key.replaceAll('_', ' '));
  if (origin === 'import') return words.from_import;
  return origin.startsWith('duplicate:') ? words.from_copy : words.from_blank;
};
