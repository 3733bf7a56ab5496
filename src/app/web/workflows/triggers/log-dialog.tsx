import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { useList } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { runPage, subjectPage } from '../../runs/data.ts';
import { Dialog } from '../../runs/task/dialogs.tsx';
import { type LogRow, TRIGGERS, type TriggerRow } from './facts.ts';
import { words } from './words.ts';

interface LogProps {
  trigger: TriggerRow;
  rule: string;
  close: () => void;
}

/** Launches and refusals of a trigger, newest first, each with its subject and reason (WF-169). */
export const LogDialog = ({ trigger, rule, close }: LogProps) => {
  const [outcome, setOutcome] = useState<'' | LogRow['outcome']>('');
  const source = useList<LogRow>(`${TRIGGERS}/${trigger.id}/log`, outcome ? { outcome } : {});
  return (
    <Dialog title={words.log_title(trigger.workflow)} size={720} close={close}>
      <div className="trigger-log">
        <p className="quiet">{words.log_of(rule)}</p>
        <SegmentedControl
          size="xs"
          value={outcome}
          onChange={(to) => setOutcome(to as typeof outcome)}
          data={[
            { value: '', label: words.log_all },
            { value: 'launched', label: words.log_outcome.launched },
            { value: 'refused', label: words.log_outcome.refused },
          ]}
        />
        {source.fault ? (
          <ErrorState fault={source.fault} retry={source.retry} />
        ) : source.loading ? (
          <SkeletonLine width="64%" />
        ) : source.rows.length === 0 ? (
          <p className="quiet">{words.log_empty}</p>
        ) : (
          <ul className="trigger-lines">
            {source.rows.map((row) => (
              <Line key={row.id} row={row} />
            ))}
          </ul>
        )}
        {source.more && (
          <button type="button" className="tool" onClick={source.loadMore}>
            {words.load_more}
          </button>
        )}
      </div>
    </Dialog>
  );
};

const Line = ({ row }: { row: LogRow }) => (
  <li>
    <span className="trigger-line-state">
      <StateChip state={row.outcome === 'launched' ? 'done' : 'failed'} label={words.log_outcome[row.outcome]} />
    </span>
    <span className="trigger-line-main">
      <Go className="link" to={subjectPage({ kind: row.kind, id: row.subject_id })}>
        {row.subject}
      </Go>
      {row.because && <span className="quiet">{row.because}</span>}
    </span>
    <span className="trigger-line-when">
      {row.run_id && (
        <Go className="link" to={runPage(row.run_id)}>
          {words.see_run}
        </Go>
      )}
      <span className="caption">
        <Moment instant={row.at} />
      </span>
    </span>
  </li>
);
