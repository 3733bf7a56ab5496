import { Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { useFacts, useWorkflow, WORKFLOWS } from '../workflows/data.ts';
import { DesignSteps } from '../workflows/design-view.tsx';
import { nameOf, type VersionRow } from '../workflows/facts.ts';
import { words } from './words.ts';

/** The version this run is pinned to (WF-12), and whether there is a newer one. */
export const VersionTab = ({ state }: { state: RunState }) => {
  const { workflow_id, workflow_version: n } = state.run;
  const { data: facts } = useFacts();
  const { data: workflow } = useWorkflow(workflow_id);
  const version = useThing<VersionRow>(`${WORKFLOWS}/${workflow_id}/versions/${n}`).data;
  const newest = workflow?.current_version ?? n;
  return (
    <div className="version-tab">
      <p className="run-version">
        <b>{words.version_n(n)}</b>
        {version && (
          <span className="quiet">
            <Moment instant={version.published_at} />, {words.version_published(nameOf(version.published_by, facts))}
            {version.note && `: ${version.note}`}
          </span>
        )}
      </p>
      <p className="quiet">
        {newest > n ? words.version_newer(newest) : words.version_current}{' '}
        <Go className="link" to={newest > n ? `${WORKFLOWS}/${workflow_id}/versions` : `${WORKFLOWS}/${workflow_id}`}>
          {newest > n ? words.version_compare : words.version_open}
        </Go>
      </p>
      <DesignSteps said={{ content: state.content, facts }} />
    </div>
  );
};
