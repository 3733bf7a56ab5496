import type { RunState, Work } from '#workflows/runs/model.ts';
import { sayRule } from '#workflows/runs/people.ts';
import type { PlannedStep } from '#workflows/runs/plan.ts';
import { nameOf } from '#workflows/runs/state.ts';
import { words } from './words.ts';
import './task/task.css';

/** The rules and values that decided when, whether and who (WF-200), as lines. */
export const StepWhy = ({ step, work }: { step: PlannedStep; work: Work }) => {
  const lines = whyLines(step, work);
  if (!lines.length) return null;
  return (
    <section className="why" aria-label={words.why}>
      <h3>{words.why}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
};

/** Each reason as a sentence of its own, without a full stop. */
export const whyLines = (step: PlannedStep, work: Work): string[] => {
  const who = whoLine(step, work);
  return [...step.why, ...(who ? [who] : [])].map(capital);
};

/** «Bo Sample, as manager», «Anybody as Admin». */
const whoLine = ({ people, kind }: PlannedStep, work: Work): string | null => {
  if (kind === 'action' || !people?.resolved_by) return null;
  const { assignee_id, pool_role_id, for_member_id, resolved_by } = people;
  const role = work.directory.roles.find(({ id }) => id === pool_role_id)?.name;
  const holder = assignee_id ? nameOf(work, assignee_id) : role ? words.pool(role) : words.nobody;
  const absent = for_member_id ? ` for ${nameOf(work, for_member_id)}` : '';
  const by = resolved_by.startsWith('role:')
    ? ''
    : `, ${words.resolved[resolved_by] ?? words.resolved_by(sayRule(work as RunState, resolved_by))}`;
  return `${holder}${absent}${by}`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
