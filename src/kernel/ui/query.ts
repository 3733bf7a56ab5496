import {
  type Query as AnyQuery,
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { api, isRefusal, type Query } from './client.ts';
import { toastRefusal } from './toast.tsx';

/** One per page load. A refusal is an answer and is not asked again; an unreached server is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      refetchOnWindowFocus: true,
      retry: (times, fault) => isRefusal(fault) && (fault.status === 0 || fault.status === 503) && times < 2,
    },
  },
});

/** What every list of the API answers (PL-69); `count` only when asked for (PL-70). */
export interface ListAnswer<Row> {
  items: Row[];
  next: string | null;
  count?: { value: number; capped: boolean };
}

/** Rows as a list part wants them, from the API or from anywhere else. */
export interface ListSource<Row> {
  rows: readonly Row[];
  /** True until the first rows are there. */
  loading: boolean;
  /** Newer rows for another filter are under way; the old ones are still shown. */
  stale: boolean;
  fault: unknown;
  more: boolean;
  loadMore: () => void;
  retry: () => void;
  /** How many rows the filter gives in all; undefined where that cannot be asked. */
  countAll?: () => Promise<number>;
}

const PAGE = 100;

/**
 * Pages through a list with a cursor.
 * @example const list = useList<Client>('/clients', state.query); <DataList source={list} … />
 */
export const useList = <Row>(path: string, query: Query = {}, options: { enabled?: boolean } = {}): ListSource<Row> => {
  const pages = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListAnswer<Row>>(path, { limit: PAGE, ...query, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
  const { data, fetchNextPage, refetch } = pages;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return {
    rows,
    loading: pages.isPending,
    stale: pages.isPlaceholderData,
    fault: pages.error,
    more: pages.hasNextPage,
    loadMore: useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]),
    retry: useCallback(() => void refetch(), [refetch]),
    countAll: async () => {
      const { sort: _, ...filter } = query;
      const answer = await api.get<ListAnswer<Row>>(path, { ...filter, limit: 1, count: 'exact' });
      return answer.count?.value ?? answer.items.length;
    },
  };
};

/**
 * One thing of the API.
 * @example const { data: client, error } = useThing<Client>(`/clients/${id}`);
 */
export const useThing = <Thing>(path: string, query: Query = {}, options: { enabled?: boolean } = {}) =>
  useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => api.get<Thing>(path, query, { signal }),
    enabled: options.enabled ?? true,
  });

/**
 * Marks queries as old, all of them or those of which this is true, and asks what is on the screen again. A query that is just being
 * asked for the first time may have been read before the news, and the library would leave it at that: it is asked once more (WF-192).
 */
export const askAgain = async (is: (path: unknown) => boolean = () => true): Promise<void> => {
  const predicate = ({ queryKey: [path] }: Pick<AnyQuery, 'queryKey'>) => is(path);
  const first = new Set(
    queryClient
      .getQueryCache()
      .findAll({ predicate, fetchStatus: 'fetching' })
      .filter(({ state }) => state.data === undefined),
  );
  await queryClient.invalidateQueries({ predicate });
  if (first.size) await queryClient.invalidateQueries({ predicate: (query) => first.has(query) });
};

/** Marks every query whose path begins with one of `paths` as old, so that what is on the screen is asked again. */
const refresh = (...paths: string[]): Promise<void> =>
  askAgain((path) => typeof path === 'string' && paths.some((p) => path.startsWith(p)));

export const useRefresh = () => refresh;

/** The key of acts that are on the screen before their answer and may follow each other quickly. */
export const QUICK = ['quick'];

/** How many of them have no answer yet, the one that is just being settled among them. Until the last, what is read would undo on the screen what is still on its way. */
export const quickUnderWay = (): number => queryClient.isMutating({ mutationKey: QUICK });

interface ActOptions<Input, Answer> {
  run: (input: Input) => Promise<Answer>;
  /** Changes what is on the screen before the server has answered; returns how to put it back. */
  before?: (input: Input) => (() => void) | undefined;
  done?: (answer: Answer, input: Input) => void;
  /** Paths to ask again afterwards. */
  refresh?: string[];
  /** True where the caller shows the refusal itself, as forms do. */
  quiet?: boolean;
}

/**
 * An act with its answer on the screen at once; a refusal rolls back and says its sentence.
 * @example const finish = useAct({ run: (t: Task) => api.put(`/tasks/${t.id}/completion`), before: markDone, refresh: ['/tasks'] });
 */
export const useAct = <Input, Answer>(options: ActOptions<Input, Answer>) => {
  const refresh = useRefresh();
  return useMutation<Answer, unknown, Input, (() => void) | undefined>({
    mutationFn: options.run,
    onMutate: (input) => options.before?.(input),
    onError: (fault, _input, putBack) => {
      putBack?.();
      if (!options.quiet) toastRefusal(fault);
    },
    onSuccess: (answer, input) => options.done?.(answer, input),
    onSettled: () => (options.refresh ? refresh(...options.refresh) : undefined),
  });
};

/**
 * Changes the rows of every loaded page of a list, for optimistic acts; returns how to put them back.
 * @example before: (t) => changeRows<Task>('/tasks', (row) => (row.id === t.id ? { ...row, state: 'done' } : row))
 */
export const changeRows = <Row>(path: string, change: (row: Row) => Row | undefined): (() => void) => {
  const before = queryClient.getQueriesData<{ pages: ListAnswer<Row>[] }>({ queryKey: [path] });
  queryClient.setQueriesData<{ pages: ListAnswer<Row>[] }>({ queryKey: [path] }, (data) =>
    data?.pages
      ? {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.flatMap((row) => change(row) ?? []) })),
        }
      : data,
  );
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
  };
};

/** Changes what is on the screen of a thing that was asked for without a query. */
export const changeThing = <Thing>(path: string, change: (thing: Thing) => Thing): void => {
  queryClient.setQueryData<Thing>([path, {}], (thing) => thing && change(thing));
};

/**
 * Gives what is on the screen of `path` the version that an act of one's own has made of it, so that the next act need not wait until
 * it has been asked again. Where somebody else was in between, the screen has not seen their change and keeps its version (PL-R12).
 */
export const keepVersion = (path: string, { id, version }: { id: string; version: number }): void => {
  const own = <Thing>(thing: Thing): Thing => {
    const { id: of, version: seen } = thing as { id?: string; version?: number };
    return of === id && seen === version - 1 ? { ...thing, version } : thing;
  };
  changeRows<object>(path, own);
  queryClient.setQueriesData<object>(
    { predicate: ({ queryKey: [at] }) => typeof at === 'string' && at.startsWith(`${path}/`) },
    (thing) => thing && own(thing),
  );
};
