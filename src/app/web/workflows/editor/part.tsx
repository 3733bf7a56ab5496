import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { Part as PartName } from './findings.ts';
import { words } from './words.ts';
import './fields.css';

interface PartProps {
  /** Where lines of the check list lead. */
  name?: PartName;
  label: string;
  hint?: ReactNode;
  /** Takes the whole part away, where a step need not have it. */
  remove?: (() => void) | undefined;
  children: ReactNode;
}

/** A part of a panel: label above, what one sets, hint below (look.md, pattern 4). */
export const Part = ({ name, label, hint, remove, children }: PartProps) => {
  const id = useId();
  return (
    <section className="part" data-part={name} aria-labelledby={id}>
      <div className="part-label">
        <h2 id={id}>{label}</h2>
        {remove && (
          <button
            type="button"
            className="icon-button part-remove"
            aria-label={words.remove_part(label)}
            onClick={remove}
          >
            <X />
          </button>
        )}
      </div>
      {children}
      {hint && <p className="part-hint-below">{hint}</p>}
    </section>
  );
};
