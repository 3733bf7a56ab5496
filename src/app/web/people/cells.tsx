import { BellOff, Lock } from 'lucide-react';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { PersonStatus } from '#people/persons/status.ts';
import type { WorkFacts } from './facts.ts';
import { words } from './words.ts';
import './people.css';

const CHIP: Readonly<Record<PersonStatus, string>> = {
  open: 'in_progress',
  waitlisted: 'waiting',
  active: 'active',
  inactive: 'inactive',
};

export const StatusChip = ({ status }: { status: PersonStatus }) => (
  <StateChip state={CHIP[status]} label={words.statuses[status]} />
);

interface NameCellProps {
  name: string;
  do_not_contact?: boolean;
  restricted?: boolean;
}

/** The name, and what one must know before doing anything with it (PE-107, PL-31). */
export const NameCell = ({ name, do_not_contact, restricted }: NameCellProps) => (
  <span className="person-name">
    <span className="cut">{name}</span>
    {restricted && (
      <span className="person-mark" title={words.restricted_hint}>
        <Lock aria-hidden />
        <span className="unseen">{words.restricted}</span>
      </span>
    )}
    {do_not_contact && (
      <span className="person-mark" data-stop title={words.do_not_contact}>
        <BellOff aria-hidden />
        <span className="unseen">{words.do_not_contact}</span>
      </span>
    )}
  </span>
);

/** Open runs, and in red the tasks that are late. */
export const WorkCell = ({ open_runs, overdue_tasks }: Pick<WorkFacts, 'open_runs' | 'overdue_tasks'>) =>
  open_runs || overdue_tasks ? (
    <span className="work-cell">
      {open_runs > 0 && <span>{words.runs(open_runs)}</span>}
      {overdue_tasks > 0 && (
        <span className="work-late" title={words.late_tasks(overdue_tasks)}>
          {words.late(overdue_tasks)}
        </span>
      )}
    </span>
  ) : (
    <span className="none">–</span>
  );

/** A word, or a dash where there is none. */
export const Text = ({ value }: { value: string | null | undefined }) =>
  value ? <span title={value}>{value}</span> : <span className="none">–</span>;
