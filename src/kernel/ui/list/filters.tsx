import { Combobox, useCombobox } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Check, ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { fold } from '#ground/text.ts';
import { words } from '../words.ts';
import type { ListState } from './list-state.ts';
import type { Filter, Option } from './model.ts';

const optionsQuery = (filter: Filter) => ({
  queryKey: [
    'filter-options',
    filter.key,
    typeof filter.options === 'function' ? filter.options.toString() : filter.options,
  ],
  queryFn: async (): Promise<readonly Option[]> =>
    typeof filter.options === 'function' ? filter.options() : filter.options,
  staleTime: 60_000,
  ...(typeof filter.options === 'function' ? {} : { initialData: filter.options }),
});

const chosenOf = (state: ListState, filter: Filter): string[] => state.set[filter.key]?.split(',') ?? [];

const sayFilter = (filter: Filter, values: readonly string[], options: readonly Option[]): string => {
  const labels = values.map((v) => options.find((o) => o.value === v)?.label ?? v);
  const chosen = labels.length > 2 ? `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}` : labels.join(' or ');
  return filter.say ? filter.say(chosen) : chosen;
};

/** The filters in words: «Outstanding, assigned to Ana Example, «harbour»». */
export const useFilterWords = (state: ListState): string => {
  const on = state.filters.filter((f) => state.set[f.key]);
  const loaded = useQueries({ queries: on.map(optionsQuery) });
  const said = on.map((f, at) => sayFilter(f, chosenOf(state, f), loaded[at]?.data ?? []));
  return [...said, ...(state.q ? [`«${state.q}»`] : [])].join(', ');
};

/** The chips that read as a sentence: «Outstanding · assigned to me · due this week». */
export const FilterChips = ({ state }: { state: ListState }) => {
  const on = state.filters.filter((f) => state.set[f.key]);
  if (on.length === 0) return null;
  return (
    <ul className="chips" aria-label={words.filter}>
      {on.map((filter) => (
        <FilterChip key={filter.key} filter={filter} state={state} />
      ))}
      <li>
        <button type="button" className="chips-clear" onClick={state.clear}>
          {words.clear_filters}
        </button>
      </li>
    </ul>
  );
};

const FilterChip = ({ filter, state }: { filter: Filter; state: ListState }) => {
  const { data = [] } = useQuery(optionsQuery(filter));
  const sentence = sayFilter(filter, chosenOf(state, filter), data);
  return (
    <li className="fchip">
      <OptionPicker filter={filter} state={state}>
        {(toggle) => (
          <button type="button" className="fchip-words" onClick={toggle} aria-label={`${filter.label}: ${sentence}`}>
            {sentence}
          </button>
        )}
      </OptionPicker>
      <button
        type="button"
        className="fchip-off"
        aria-label={`${words.clear_filters}: ${filter.label}`}
        onClick={() => state.filter(filter.key, undefined)}
      >
        <X />
      </button>
    </li>
  );
};

/** «Filter»: first which, then what. */
export const FilterButton = ({ state }: { state: ListState }) => {
  const [which, setWhich] = useState<Filter>();
  const box = useCombobox({ onDropdownClose: () => setWhich(undefined) });
  if (state.filters.length === 0) return null;
  return (
    <Combobox
      store={box}
      position="bottom-end"
      width={240}
      onOptionSubmit={(key) => setWhich(state.filters.find((f) => f.key === key))}
    >
      <Combobox.Target targetType="button">
        <button type="button" className="tool tool-words" onClick={() => box.toggleDropdown()}>
          <ListFilter />
          <span>{words.filter}</span>
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        {which ? (
          <Choices filter={which} state={state} close={box.closeDropdown} />
        ) : (
          <Combobox.Options aria-label={words.filter}>
            {state.filters.map((f) => (
              <Combobox.Option key={f.key} value={f.key}>
                {f.label}
              </Combobox.Option>
            ))}
          </Combobox.Options>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
};

interface OptionPickerProps {
  filter: Filter;
  state: ListState;
  children: (toggle: () => void) => React.ReactNode;
}

const OptionPicker = ({ filter, state, children }: OptionPickerProps) => {
  const box = useCombobox();
  return (
    <Combobox store={box} position="bottom-start" width={240}>
      <Combobox.DropdownTarget>
        <span>{children(() => box.toggleDropdown())}</span>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        {box.dropdownOpened && <Choices filter={filter} state={state} close={box.closeDropdown} />}
      </Combobox.Dropdown>
    </Combobox>
  );
};

/** The choices of one filter, with a field to find one among many. */
const Choices = ({ filter, state, close }: { filter: Filter; state: ListState; close: () => void }) => {
  const { data = [], isPending } = useQuery(optionsQuery(filter));
  const [wanted, setWanted] = useState('');
  const box = useCombobox({ opened: true });
  const chosen = chosenOf(state, filter);
  const found = data.filter((o) => fold(o.label).includes(fold(wanted)));
  const choose = (value: string) => {
    const rest = chosen.filter((v) => v !== value);
    const next = filter.single ? [value] : rest.length < chosen.length ? rest : [...chosen, value];
    state.filter(filter.key, next.join(',') || undefined);
    if (filter.single) close();
  };
  return (
    <Combobox store={box} onOptionSubmit={choose}>
      <Combobox.EventsTarget withExpandedAttribute>
        <input
          className="choices-find"
          aria-autocomplete="list"
          // biome-ignore lint/a11y/noAutofocus: the picker was opened to be typed in
          autoFocus
          placeholder={filter.label}
          aria-label={filter.label}
          value={wanted}
          onChange={(event) => {
            setWanted(event.currentTarget.value);
            box.selectFirstOption();
          }}
          onKeyDown={(event) => event.key === 'Escape' && close()}
        />
      </Combobox.EventsTarget>
      <Combobox.Options
        mah={280}
        style={{ overflowY: 'auto' }}
        aria-label={filter.label}
        aria-multiselectable={filter.single ? undefined : true}
      >
        {found.map((o) => (
          <Combobox.Option key={o.value} value={o.value} selected={chosen.includes(o.value)} className="choice">
            <span className="cut">{o.label}</span>
            {chosen.includes(o.value) && <Check />}
          </Combobox.Option>
        ))}
        {found.length === 0 && <Combobox.Empty>{isPending ? words.loading : words.nothing_matches}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
};
