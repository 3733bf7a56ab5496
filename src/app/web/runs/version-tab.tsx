import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { hasEnded } from '#workflows/runs/state.ts';
import { canSteer } from '#workflows/runs/steering.ts';
import { useFacts, useWorkflow, WORKFLOWS } from '../workflows/data.ts';
import { DesignSteps } from '../workflows/design-view.tsx';
import { nameOf, type VersionRow } from '../workflows/facts.ts';
import { useRunContext } from './data.ts';
import { MoveDialog } from './move/move-dialog.tsx';
import { words as move } from './move/words.ts';
import { words } from './words.ts';

/** The version this run is pinned to (WF-12), and whether there is a newer one. */
export const VersionTab = ({ state }: { state: RunState }) => {
  const context = useRunContext();
  const [moving, setMoving] = useState(false);
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
      {newest > 1 && !hasEnded(state) && (
        <ActButton
          act={{
            id: 'move',
            label: newest > n ? move.to_version(newest) : move.act,
            icon: <ArrowRightLeft />,
            why_not: canSteer(state, context)?.because,
            run: () => setMoving(true),
          }}
        />
      )}
      {moving && (
        <MoveDialog
          workflow={workflow_id}
          to={newest > n ? newest : n - 1}
          target={{ ids: [state.run.id], count: 1 }}
          close={() => setMoving(false)}
        />
      )}
      <DesignSteps said={{ content: state.content, facts }} />
    </div>
  );
};
