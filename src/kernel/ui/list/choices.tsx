import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { fold } from '#ground/text.ts';
import { words } from '../words.ts';
import { DaysChoice } from './days-choice.tsx';
import { chosenOf, foundQuery, optionsQuery } from './filter-words.ts';
import type { ListState } from './list-state.ts';
import type { Filter, Option } from './model.ts';

/** So long after the last letter it is asked what fits. */
const PAUSE_MS = 180;

interface ChoicesProps {
  filter: Filter;
  state: ListState;
  close: () => void;
}

/** The choices of one filter: a field to find one among many, and a list that arrow keys move in. */
export const Choices = ({ filter, state, close }: ChoicesProps) => {
  const [wanted, setWanted] = useState('');
  const [text] = useDebouncedValue(wanted.trim(), filter.find ? PAUSE_MS : 0);
  const { data = [], isPending } = useQuery<readonly Option[]>(
    filter.find ? foundQuery(filter, filter.find, { text }) : optionsQuery(filter),
  );
  const [at, setAt] = useState(0);
  const list = useId();
  const chosen = chosenOf(state, filter);
  const found = filter.find ? data : data.filter((o) => fold(o.label).includes(fold(wanted)));
  const choose = (option: Option | undefined) => {
    if (!option) return;
    const rest = chosen.filter((v) => v !== option.value);
    const next = filter.single ? [option.value] : rest.length < chosen.length ? rest : [...chosen, option.value];
    state.filter(filter.key, next.join(',') || undefined);
    if (filter.single) close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === undefined) choose(found[at]);
    else setAt((to + found.length) % Math.max(1, found.length));
  };
  return (
    <div className="choices">
      <input
        className="choices-find"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
        aria-autocomplete="list"
        data-autofocus
        placeholder={filter.label}
        aria-label={filter.label}
        value={wanted}
        onChange={(event) => {
          setWanted(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={list}
        role="listbox"
        aria-label={filter.label}
        aria-multiselectable={!filter.single}
        className="choices-list"
      >
        {found.map((o, index) => (
          <ChoiceLine
            key={o.value}
            id={`${list}-${index}`}
            option={o}
            on={chosen.includes(o.value)}
            here={index === at}
            choose={choose}
          />
        ))}
      </div>
      {filter.days && <DaysChoice filter={filter} state={state} close={close} />}
      {found.length === 0 && !filter.days && (
        <p className="menu-heading">{isPending ? words.loading : words.nothing_matches}</p>
      )}
    </div>
  );
};

interface ChoiceLineProps {
  id: string;
  option: Option;
  on: boolean;
  here: boolean;
  choose: (option: Option) => void;
}

const ChoiceLine = ({ id, option, on, here, choose }: ChoiceLineProps) => (
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={on}
    data-here={here || undefined}
    className="menu-line"
    ref={(line) => {
      if (here) line?.scrollIntoView({ block: 'nearest' });
    }}
    onPointerDown={(event) => event.preventDefault()}
    onClick={() => choose(option)}
    onKeyDown={(event) => event.key === 'Enter' && choose(option)}
  >
    <span className="menu-words cut">{option.label}</span>
    {on && <Check />}
  </div>
);
