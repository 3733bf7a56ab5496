import type { z } from 'zod';
import { STATUSES } from '#inbox/items/model.ts';
import { VIEW_COLUMNS, type ViewColumn, type viewChanges } from '#inbox/views/model.ts';
import type { viewActed, viewShape } from '#inbox/views/shapes.ts';
import { type ListState, NO_COLUMN } from '#kernel/ui/list/list-state.ts';
import { useThing } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';

/** Saved views of the inbox, and what of an address they are (IN-161). */

export type ItemView = z.infer<typeof viewShape>;
export type ItemViewActed = z.infer<typeof viewActed>;
export const VIEWS = '/item-views';
const CHECK = '/item-filters';

export const useViews = (): readonly ItemView[] => useThing<{ items: ItemView[] }>(VIEWS).data?.items ?? [];

/** What stands in the address of the list where a view is open; the address alone gives what is seen. */
export const addressOf = ({
  id,
  tab,
  filters,
  columns,
  sort,
}: Pick<ItemView, 'id' | 'tab' | 'filters' | 'columns' | 'sort'>): Record<string, string> => ({
  ...(filters as Record<string, string>),
  ...(tab !== STATUSES[0] && { view: tab }),
  ...(columns && { columns: columns.join(',') || NO_COLUMN }),
  ...(sort && { sort }),
  saved: id,
});

/** The view that was opened, and whether something was changed since. */
export const openedOf = (views: readonly ItemView[], { shown }: ListState) => {
  const view = views.find(({ id }) => id === shown.saved);
  return { view, changed: view !== undefined && stamp(addressOf(view)) !== stamp(shown) };
};

const stamp = (shown: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(shown).toSorted());

/** What a view of what is seen now would keep; `own`: the columns that the member chose where the address names none. */
export const seenNow = (
  { view, set, q, shown, columns }: ListState,
  own: readonly string[] | undefined,
): Required<Pick<z.input<typeof viewChanges>, 'tab' | 'filters' | 'columns' | 'sort'>> => ({
  tab: STATUSES.find((tab) => tab === view?.id) ?? STATUSES[0],
  filters: { ...set, ...(q && { q }) },
  columns: (columns ?? own)?.filter(isColumn) ?? null,
  sort: shown.sort ?? null,
});

const isColumn = (id: string): id is ViewColumn => VIEW_COLUMNS.some((column) => column === id);

const NAMING = ['assignee', 'decided_by', 'client', 'category', 'tag', 'profile'] as const;

/** Filters of the address that name what is not there any more. */
export const useStruck = (): readonly string[] => {
  const { search } = useSearchText();
  const named = Object.fromEntries(NAMING.flatMap((key) => (search[key] ? [[key, search[key]]] : [])));
  const { data } = useThing<{ gone: string[] }>(CHECK, named, { enabled: Object.keys(named).length > 0 });
  const views = useViews();
  const opened = views.find(({ id }) => id === search.saved);
  // what is known of the opened view holds until the answer is there
  return data?.gone ?? opened?.gone.filter((key) => opened.filters[key] === search[key]) ?? [];
};
