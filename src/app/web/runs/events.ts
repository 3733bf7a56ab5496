import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Facts } from '#kernel/decision/model.ts';
import { type ListSource, useList } from '#kernel/ui/query.ts';

/** A row of `GET /events`: what happened, told. */
export interface EventRow {
  id: Id;
  at: Instant;
  actor: string;
  actor_name: string;
  for_name: string | null;
  verb: string;
  thing: string;
  kind: string;
  sentence: string;
  facts: Facts;
  undone: boolean;
  can_undo: boolean;
}

const EVENTS = '/events';

/** What happened to a run, newest first (PL-101); `verb` narrows it. */
export const useRunEvents = (run: Id, verb?: string): ListSource<EventRow> =>
  useList<EventRow>(EVENTS, { run, verb, refusals: 'false' });

/** What happened to a task that belongs to no run. */
export const useTaskEvents = (task: Id, enabled: boolean): ListSource<EventRow> =>
  useList<EventRow>(EVENTS, { thing: `task:${task}`, refusals: 'false' }, { enabled });

/** Whoever acted, and for whom: «Bo Sample for Ana Example» (PL-34). */
export const actorOf = ({ actor_name, for_name }: EventRow): string =>
  for_name ? `${actor_name} for ${for_name}` : actor_name;
