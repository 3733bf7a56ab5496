import { useParams } from '@tanstack/react-router';
import type { Act } from '#kernel/ui/act.ts';
import { ActBar } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { toast } from '#kernel/ui/toast.tsx';
import { useFacts, useWorkflow, WORKFLOWS } from '../data.ts';
import { DifferenceView } from '../difference-view.tsx';
import { findingsOf } from '../editor/findings.ts';
import type { Facts, WorkflowDetail } from '../facts.ts';
import { words as workflows } from '../words.ts';
import { type FileImport, IMPORTS, NEW_IMPORT } from './facts.ts';
import { Unresolved } from './unresolved.tsx';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';
import '#kernel/ui/thing-page.css';
import './code.css';

/** `/workflows/imports/$id`: what a file would do, before it becomes a draft (WF-163). */
export default function ImportPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useThing<FileImport>(`${IMPORTS}/${id}`);
  const { data: facts } = useFacts();
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data || !facts) return <PageSkeleton />;
  return <Looked one={data} facts={facts} />;
}

const Looked = ({ one, facts }: { one: FileImport; facts: Facts }) => {
  const { name, workflow, nothing_new, unresolved } = one;
  return (
    <div className="form-page code-import">
      <Place title={name} parent={{ label: workflows.workflows, to: WORKFLOWS }} />
      <p className="form-intro">
        {nothing_new ? words.same(name) : workflow ? words.becomes_draft(workflow.name) : words.becomes_new}{' '}
        {!nothing_new && workflow?.has_draft && words.replaces(workflow.name)}
      </p>
      {unresolved.length > 0 && <Unresolved one={one} facts={facts} />}
      {!nothing_new && (
        <section aria-labelledby="difference">
          <h2 id="difference">{words.difference}</h2>
          {workflow ? (
            <Changes id={workflow.id} one={one} facts={facts} />
          ) : (
            <DifferenceView before={null} after={one.content} facts={facts} />
          )}
        </section>
      )}
      <CheckList one={one} facts={facts} />
      <ActBar acts={useActs(one)} />
    </div>
  );
};

const Changes = ({ id, one, facts }: { id: string; one: FileImport; facts: Facts }) => {
  const { data } = useWorkflow(id);
  return data ? <DifferenceView before={data.content} after={one.content} facts={facts} /> : null;
};

const CheckList = ({ one, facts }: { one: FileImport; facts: Facts }) => {
  const findings = findingsOf(one.content, facts, one.key);
  return (
    <section aria-labelledby="check-list">
      <h2 id="check-list">{words.check_list}</h2>
      {findings.length ? (
        <>
          <p className="caption">{words.check_hint}</p>
          <ul className="code-lines">
            {findings.map(({ level, sentence }, at) => (
              // a step may be told the same thing twice
              <li key={`${sentence}${at}`}>
                <span className="code-level" data-level={level}>
                  {words.level[level]}
                </span>
                {sentence}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="quiet">{words.empty_list}</p>
      )}
    </section>
  );
};

const useActs = ({ id, name, refusal, unresolved, nothing_new, workflow }: FileImport): Act[] => {
  const go = useGo();
  const refresh = useRefresh();
  const open = unresolved.filter(({ to }) => to === null).length;
  const commit = async () => {
    const made = await api.post<WorkflowDetail>(`${IMPORTS}/${id}/commit`);
    await refresh(WORKFLOWS);
    toast(words.drafted(name));
    go(`${WORKFLOWS}/${made.id}/edit`);
  };
  const why_not = refusal?.because ?? (open ? words.unmapped(open) : undefined);
  return [
    nothing_new
      ? { id: 'open', label: workflows.open, main: true, to: `${WORKFLOWS}/${workflow?.id ?? ''}` }
      : { id: 'commit', label: words.commit, main: true, key: 'mod+Enter', why_not, run: commit },
    { id: 'other', label: words.other_file, to: NEW_IMPORT },
  ];
};
