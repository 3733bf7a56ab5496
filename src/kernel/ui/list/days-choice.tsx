import { type FormEvent, useState } from 'react';
import { words } from '../words.ts';
import { chosenOf } from './filter-words.ts';
import type { ListState } from './list-state.ts';
import type { Filter } from './model.ts';

interface DaysChoiceProps {
  filter: Filter;
  state: ListState;
  close: () => void;
}

/** Two days of one's own, either left out. */
export const DaysChoice = ({ filter, state, close }: DaysChoiceProps) => {
  const [now = ''] = chosenOf(state, filter);
  const [was_first = '', was_last = ''] = now.includes('..') ? now.split('..') : [];
  const [first, setFirst] = useState(was_first);
  const [to, setTo] = useState(was_last);
  const use = (event: FormEvent) => {
    event.preventDefault();
    if (!first && !to) return;
    state.filter(filter.key, `${first}..${to}`);
    close();
  };
  return (
    <form className="choices-days" onSubmit={use}>
      <label>
        <span className="caption">{words.first_day}</span>
        <input
          type="date"
          value={first}
          max={to || undefined}
          onChange={(event) => setFirst(event.currentTarget.value)}
        />
      </label>
      <label>
        <span className="caption">{words.last_day}</span>
        <input type="date" value={to} min={first || undefined} onChange={(event) => setTo(event.currentTarget.value)} />
      </label>
      <button type="submit" className="tool tool-words" disabled={!first && !to}>
        {words.use_days}
      </button>
    </form>
  );
};
