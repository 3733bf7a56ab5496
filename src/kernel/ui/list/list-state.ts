import { useMemo } from 'react';
import type { Query } from '../client.ts';
import { useSearchText } from '../search-text.ts';
import type { Filter, View } from './model.ts';

export interface ListState {
  views: readonly View[];
  view: View | undefined;
  filters: readonly Filter[];
  /** What the member set, by key, comma-joined. */
  set: Readonly<Record<string, string>>;
  q: string;
  sort: string;
  /** Of those, the ones that name what is not there any more: they stand struck out and narrow nothing. */
  struck: readonly string[];
  /** The columns that the address asks for, besides the first; undefined where it leaves them to the member. */
  columns: readonly string[] | undefined;
  showColumns: (ids: readonly string[]) => void;
  /** View, filters, text, sort and columns as the address has them: what a saved view keeps. */
  shown: Readonly<Record<string, string>>;
  show: (shown: Readonly<Record<string, string>>) => void;
  /** All of it for the API: view, filters, text, sort. Also the key of the query. */
  query: Query;
  /** True when the member asked for less than the view gives. */
  narrowed: boolean;
  open: (view: string) => void;
  filter: (key: string, value: string | undefined) => void;
  ask: (q: string) => void;
  sortBy: (sort: string) => void;
  clear: () => void;
}

interface ListStateOptions {
  views?: readonly View[];
  filters?: readonly Filter[];
  /** The API's sort at first: `name`, `-due`. */
  sort?: string;
  /** Always part of the query, never shown: `{ client: id }`. */
  fixed?: Query;
  /** Keys of filters that name what is not there any more. */
  struck?: readonly string[];
}

/** What the address says where only the first column is asked for. */
export const NO_COLUMN = '-';

/**
 * View, filters, text and sort of a list, kept in the address, so that every list is a link.
 * Declare views and filters outside the component or memoise them.
 * @example const state = useListState({ views: VIEWS, filters: FILTERS, sort: 'name' });
 */
export const useListState = ({
  views = [],
  filters = [],
  sort = '',
  fixed,
  struck = [],
}: ListStateOptions): ListState => {
  const { search, write } = useSearchText();
  const view = views.find((v) => v.id === search.view) ?? views[0];
  const set = Object.fromEntries(filters.flatMap((f) => (search[f.key] ? [[f.key, search[f.key] ?? '']] : [])));
  const q = search.q ?? '';
  const order = search.sort || view?.sort || sort;
  const gone = struck.filter((key) => set[key]);
  const held = Object.fromEntries(Object.entries(set).filter(([key]) => !gone.includes(key)));
  const asked = JSON.stringify({ ...fixed, ...view?.filters, ...held, q, sort: order });
  const query = useMemo(() => JSON.parse(asked) as Query, [asked]);
  const nothing = Object.fromEntries(filters.map((f) => [f.key, undefined]));
  const everything = {
    ...nothing,
    view: undefined,
    q: undefined,
    sort: undefined,
    columns: undefined,
    saved: undefined,
  };
  return {
    shown: Object.fromEntries(Object.keys(everything).flatMap((key) => (search[key] ? [[key, search[key]]] : []))),
    show: (shown) => write({ ...everything, ...shown }, 'push'),
    views,
    view,
    filters,
    set,
    struck: gone,
    columns: search.columns?.split(',').filter((id) => id !== NO_COLUMN),
    showColumns: (ids) => write({ columns: ids.join(',') || NO_COLUMN }),
    q,
    sort: order,
    query,
    narrowed: q !== '' || Object.keys(set).length > 0,
    open: (id) =>
      write(
        { view: id === views[0]?.id ? undefined : id, sort: undefined, columns: undefined, saved: undefined },
        'push',
      ),
    filter: (key, value) => write({ [key]: value }),
    ask: (text) => write({ q: text || undefined }),
    sortBy: (by) => write({ sort: by }),
    clear: () => write({ ...nothing, q: undefined }),
  };
};
