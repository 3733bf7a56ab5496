import { useQueries } from '@tanstack/react-query';
import type { ListState } from './list-state.ts';
import type { Filter, Option } from './model.ts';

/** The choices of a filter, asked once a minute at most. */
export const optionsQuery = (filter: Filter) => ({
  queryKey: ['filter-options', filter.key, typeof filter.options === 'function' ? filter.label : filter.options],
  queryFn: async (): Promise<readonly Option[]> =>
    typeof filter.options === 'function' ? filter.options() : filter.options,
  staleTime: 60_000,
  ...(typeof filter.options === 'function' ? {} : { initialData: filter.options }),
});

export const chosenOf = (state: ListState, filter: Filter): string[] => state.set[filter.key]?.split(',') ?? [];

/** One filter in words: «partner is Ana or Bo». Pure. */
export const sayFilter = (filter: Filter, values: readonly string[], options: readonly Option[]): string => {
  const labels = values.map((v) => options.find((o) => o.value === v)?.label ?? v);
  const chosen = labels.length > 2 ? `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}` : labels.join(' or ');
  return filter.say ? filter.say(chosen) : chosen;
};

/** All filters in words: «Outstanding, partner is Ana, «harbour»». */
export const useFilterWords = (state: ListState): string => {
  const on = state.filters.filter((f) => state.set[f.key]);
  const loaded = useQueries({ queries: on.map(optionsQuery) });
  const said = on.map((f, at) => sayFilter(f, chosenOf(state, f), loaded[at]?.data ?? []));
  return [...said, ...(state.q ? [`«${state.q}»`] : [])].join(', ');
};
