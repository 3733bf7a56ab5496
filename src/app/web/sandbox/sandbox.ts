import { useQuery } from '@tanstack/react-query';
import type { Instant } from '#ground/time.ts';
import { api } from '#kernel/ui/client.ts';

/** A row of `GET /sandboxes`, which has at most one: the one of this live practice, or the one we are in. */
export interface Sandbox {
  practice_id: string;
  name: string;
  made_at: Instant;
  people: boolean;
  state: 'copying' | 'laying' | 'clearing' | 'ready' | 'leaving';
  total: number;
  done: number;
}

const WHILE_WORKING_MS = 1_000;

/** Asks again each second while it is being made or reset. */
export const useSandbox = () =>
  useQuery({
    queryKey: ['/sandboxes', {}],
    queryFn: ({ signal }) => api.get<{ items: Sandbox[] }>('/sandboxes', {}, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state }) => state !== 'ready') ? WHILE_WORKING_MS : false,
  });
