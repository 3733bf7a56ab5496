import { useQuery } from '@tanstack/react-query';
import type { Instant } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';

/** `GET /bulk-operations/{id}`. */
export interface Operation {
  id: string;
  version: number;
  title: string;
  mode: 'each' | 'all';
  state: 'running' | 'done' | 'cancelled' | 'undone';
  total: number;
  done: number;
  unchanged: number;
  refused: number;
  undo_of: string | null;
  started_by: string;
  created_at: Instant;
  ended_at: Instant | null;
  can_undo: boolean;
}

const WHILE_RUNNING_MS = 1_000;

/** Asked again each second while it runs. */
export const useOperation = (id: string) =>
  useQuery({
    queryKey: [`/bulk-operations/${id}`, {}],
    queryFn: ({ signal }) => api.get<Operation>(`/bulk-operations/${id}`, {}, { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? WHILE_RUNNING_MS : false),
  });
