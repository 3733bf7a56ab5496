import type { ReactNode } from 'react';
import type { Act } from './act.ts';
import { ActButton } from './act-button.tsx';
import './small.css';

interface EmptyStateProps {
  /** What this place will hold: «Clients you add will stand here». */
  title: string;
  /** Why it is empty, or how it fills. */
  text?: ReactNode;
  /** The one next act, perhaps a second. */
  acts?: readonly Act[];
}

/** The only thing that is centred. @example <EmptyState title="No prospects yet" text="…" acts={[{ id: 'add', label: 'Add prospect', main: true, run }]} /> */
export const EmptyState = ({ title, text, acts = [] }: EmptyStateProps) => (
  <div className="empty">
    <svg viewBox="0 0 72 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true" focusable="false">
      <path d="M1 12h9m12 0h8m12 0h8m12 0h9" strokeDasharray="2 3" />
      <circle cx="16" cy="12" r="5" />
      <circle cx="36" cy="12" r="5" />
      <circle cx="56" cy="12" r="5" />
    </svg>
    <p className="empty-title">{title}</p>
    {text && <div className="empty-text">{text}</div>}
    {acts.length > 0 && (
      <div className="empty-acts">
        {acts.map((act) => (
          <ActButton key={act.id} act={act} />
        ))}
      </div>
    )}
  </div>
);
