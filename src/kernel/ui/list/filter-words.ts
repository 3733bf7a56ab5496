import { useQueries } from '@tanstack/react-query';
import { sayDay } from '#ground/words.ts';
import { words } from '../words.ts';
import type { ListState } from './list-state.ts';
import type { Filter, Option } from './model.ts';

/** The choices of a filter, asked once a minute at most; of one that is searched, those of the chosen values. */
export const optionsQuery = (filter: Filter, values: readonly string[] = []) =>
  filter.find ? foundQuery(filter, filter.find, { values }) : listedQuery(filter);

/** What fits a text, or what these values are called. */
export const foundQuery = (
  { key }: Filter,
  find: NonNullable<Filter['find']>,
  asked: { text: string } | { values: readonly string[] },
) => ({
  queryKey: ['filter-options', key, asked] as unknown[],
  queryFn: () => find(asked),
  staleTime: 60_000,
});

const listedQuery = (filter: Filter) => ({
  queryKey: [
    'filter-options',
    filter.key,
    typeof filter.options === 'function' ? filter.label : filter.options,
  ] as unknown[],
  queryFn: async (): Promise<readonly Option[]> =>
    typeof filter.options === 'function' ? filter.options() : filter.options,
  staleTime: 60_000,
  ...(typeof filter.options === 'function' ? {} : { initialData: filter.options }),
});

export const chosenOf = (state: ListState, filter: Filter): string[] => state.set[filter.key]?.split(',') ?? [];

/** One filter in words: «partner is Ana or Bo». Pure. */
export const sayFilter = (filter: Filter, values: readonly string[], options: readonly Option[]): string => {
  const [first = ''] = values;
  if (filter.days && first.includes('..')) return filter.days(sayDays(first));
  const labels = values.map((v) => options.find((o) => o.value === v)?.label ?? v);
  const chosen = labels.length > 2 ? `${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}` : labels.join(' or ');
  return filter.say ? filter.say(chosen) : chosen;
};

/** «from 1 November 2026 to 30 November 2026». Pure. */
const sayDays = (range: string): string => {
  const [from, to] = range.split('..');
  return [...(from ? [words.from_day(sayDay(from))] : []), ...(to ? [words.to_day(sayDay(to))] : [])].join(' ');
};

/** All filters in words: «Outstanding, partner is Ana, «harbour»». */
export const useFilterWords = (state: ListState): string => {
  const on = state.filters.filter((f) => state.set[f.key]);
  const loaded = useQueries({ queries: on.map((filter) => optionsQuery(filter, chosenOf(state, filter))) });
  const said = on.map((f, at) => sayFilter(f, chosenOf(state, f), loaded[at]?.data ?? []));
  return [...said, ...(state.q ? [`«${state.q}»`] : [])].join(', ');
};
