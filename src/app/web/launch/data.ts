import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import { can, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import { api } from '#kernel/ui/client.ts';
import { queryClient, useThing } from '#kernel/ui/query.ts';
import type { Settings } from '#workflows/definitions/content.ts';
import type { LaunchPreview } from '#workflows/launch/preview.ts';
import type { RunRow } from '#workflows/runs/run-list.ts';
import { WORK_PATHS } from '../runs/data.ts';

/** What a start makes old: work, and the records that now have a run. */
export const STARTED = [...WORK_PATHS, '/clients', '/prospects', '/employees', '/launch-previews'] as const;

/** The kinds of record that workflows are started on by hand (WF-71). */
export type LaunchKind = 'prospect' | 'client' | 'employee';

/** A record a workflow is to be started on. */
export interface Startee {
  id: Id;
  name: string;
}

/** A row of `GET /startable-workflows`. */
export interface Startable {
  id: Id;
  key: string;
  name: string;
  description: string | null;
  steps: number;
  settings: Settings;
}

/** What is sent to start it, and to see what would happen. */
export interface LaunchBody {
  workflow: Id;
  as: LaunchKind;
  subject: Id;
  period?: { start: PlainDate; end: PlainDate };
  run_date?: PlainDate;
  refers_to?: Id[];
  people?: Record<string, Id>;
}

export type { LaunchPreview };

export const useStartables = (as: LaunchKind, enabled: boolean) =>
  useThing<{ items: Startable[] }>('/startable-workflows', { kind: as }, { enabled });

/** Open runs of one record, to say «already running since …» (WF-72). */
export const useOpenRuns = (subject: Id | undefined) =>
  useThing<{ items: RunRow[] }>('/runs', { subject, state: 'open', limit: 200 }, { enabled: subject !== undefined });

/** May one start anything on records of this kind, or on this one (WF-70, PE-31)? */
export const mayStart = (who: Who, as: LaunchKind, thing?: ThingFacts): Refusal | null =>
  (as === 'employee' ? can(who, reads('people', 'employees.read')) : null) ??
  can(who, writes('workflows', 'workflows.launch'), thing);

const STALE_MS = 10_000;

/** What would happen, decided for real and written nowhere; read ahead while somebody looks at the line of the picker. */
export const previewQuery = (body: LaunchBody) => ({
  queryKey: ['/launch-previews', body] as const,
  queryFn: () => api.post<LaunchPreview>('/launch-previews', body),
  staleTime: STALE_MS,
});
export const preview = (body: LaunchBody): Promise<LaunchPreview> => queryClient.fetchQuery(previewQuery(body));
