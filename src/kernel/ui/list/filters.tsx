import { useQuery } from '@tanstack/react-query';
import { ListFilter, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Menu, type MenuLine } from '../menu.tsx';
import { Pop } from '../pop.tsx';
import { words } from '../words.ts';
import { Choices } from './choices.tsx';
import { chosenOf, optionsQuery, sayFilter } from './filter-words.ts';
import type { ListState } from './list-state.ts';
import type { Filter } from './model.ts';

/** The chips that read as a sentence: «Outstanding · assigned to me · due this week». */
export const FilterChips = ({ state, children }: { state: ListState; children?: ReactNode }) => {
  const on = state.filters.filter((f) => state.set[f.key]);
  if (!state.narrowed) return null;
  return (
    <ul className="chips" aria-label={words.filter}>
      {on.map((filter) => (
        <FilterChip key={filter.key} filter={filter} state={state} />
      ))}
      <StruckNote state={state} />
      <li className="chips-end">
        {children}
        <button type="button" className="chips-clear" onClick={state.clear}>
          {words.clear_filters}
        </button>
      </li>
    </ul>
  );
};

/** Why a filter stands struck out. */
const StruckNote = ({ state }: { state: ListState }) => {
  const labels = state.filters.filter(({ key }) => state.struck.includes(key)).map(({ label }) => label);
  if (labels.length === 0) return null;
  return (
    <li className="chips-note">
      <TriangleAlert aria-hidden />
      <span role="status">{words.struck_note(labels)}</span>
    </li>
  );
};

const FilterChip = ({ filter, state }: { filter: Filter; state: ListState }) => {
  const { data = [] } = useQuery(optionsQuery(filter, chosenOf(state, filter)));
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const struck = state.struck.includes(filter.key);
  const sentence = struck ? words.struck(filter.label) : sayFilter(filter, chosenOf(state, filter), data);
  const close = () => setOpen(false);
  return (
    <li className="fchip" data-struck={struck || undefined}>
      <button
        ref={button}
        type="button"
        className="fchip-words"
        onClick={() => setOpen(!open)}
        aria-expanded={open}
        aria-label={struck ? sentence : `${filter.label}: ${sentence}`}
      >
        {struck ? <s>{filter.label}</s> : sentence}
      </button>
      <button
        type="button"
        className="fchip-off"
        aria-label={words.clear_filter(filter.label)}
        onClick={() => state.filter(filter.key, undefined)}
      >
        <X />
      </button>
      {open && (
        <Pop anchor={button} close={close}>
          <Choices filter={filter} state={state} close={close} />
        </Pop>
      )}
    </li>
  );
};

/** «Filter»: first which, then what. With only one filter, at once what. */
export const FilterButton = ({ state }: { state: ListState }) => {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [which, setWhich] = useState<Filter>();
  const only = state.filters.length === 1 ? state.filters[0] : undefined;
  const filter = which ?? only;
  if (state.filters.length === 0) return null;
  const close = () => {
    setOpen(false);
    setWhich(undefined);
  };
  const pick = (f: Filter) => {
    setWhich(f);
    setOpen(true);
  };
  const lines = state.filters.map((f): MenuLine => ({ id: f.key, label: f.label, run: () => pick(f) }));
  return (
    <>
      <button
        ref={button}
        type="button"
        className="tool tool-words"
        aria-haspopup={only ? 'dialog' : 'menu'}
        aria-expanded={open}
        onClick={() => (open ? close() : setOpen(true))}
      >
        <ListFilter />
        <span className="tool-label">{words.filter}</span>
      </button>
      {open && !filter && <Menu label={words.filter} lines={lines} anchor={button} close={close} />}
      {open && filter && (
        <Pop anchor={button} close={close} side="end">
          <Choices filter={filter} state={state} close={close} />
        </Pop>
      )}
    </>
  );
};
