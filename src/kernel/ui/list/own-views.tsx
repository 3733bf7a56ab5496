import { X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Pop } from '../pop.tsx';
import { useRemembered } from '../remember.ts';
import { words } from '../words.ts';
import type { ListState } from './list-state.ts';

interface OwnView {
  label: string;
  /** View, filters, text and sort as they stood. */
  shown: Record<string, string>;
}

const useOwnViews = (name: string) => useRemembered<OwnView[]>(`views.${name}`, []);

const same = (a: Record<string, string>, b: Record<string, string>): boolean => stamp(a) === stamp(b);
const stamp = (shown: Record<string, string>): string => JSON.stringify(Object.entries(shown).toSorted());

interface OwnViewsProps {
  name: string;
  state: ListState;
}

/** The views a member has saved, as tabs beside the given ones. */
export const OwnViews = ({ name, state }: OwnViewsProps) => {
  const [views, setViews] = useOwnViews(name);
  return views.map((view) => {
    const here = same(view.shown, state.shown);
    return (
      <span key={view.label} className="own-view">
        <button
          type="button"
          className="view"
          aria-current={here ? 'true' : undefined}
          onClick={() => state.show(view.shown)}
        >
          {view.label}
        </button>
        {here && (
          <button
            type="button"
            className="fchip-off own-view-off"
            aria-label={words.remove_view(view.label)}
            onClick={() => setViews((all) => all.filter((v) => v.label !== view.label))}
          >
            <X />
          </button>
        )}
      </span>
    );
  });
};

/** True when what is shown has a name already. */
export const useIsOwnView = ({ name, state }: OwnViewsProps): boolean =>
  useOwnViews(name)[0].some((v) => same(v.shown, state.shown));

/** «Save as a view»: asks for its name, right there. */
export const SaveView = ({ name, state }: OwnViewsProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [label, setLabel] = useState('');
  const [, setViews] = useOwnViews(name);
  const known = useIsOwnView({ name, state });
  if (known) return null;
  const save = (event: FormEvent) => {
    event.preventDefault();
    const wanted = label.trim();
    if (!wanted) return;
    setViews((all) => [...all.filter((v) => v.label !== wanted), { label: wanted, shown: state.shown }]);
    setOpen(false);
    setLabel('');
  };
  return (
    <>
      <button ref={button} type="button" className="chips-clear" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.save_view}
      </button>
      {open && (
        <Pop anchor={button} close={() => setOpen(false)}>
          <form onSubmit={save}>
            <input
              className="choices-find save-view"
              data-autofocus
              maxLength={40}
              aria-label={words.view_name}
              placeholder={words.view_name_hint}
              value={label}
              onChange={(event) => setLabel(event.currentTarget.value)}
            />
          </form>
        </Pop>
      )}
    </>
  );
};
