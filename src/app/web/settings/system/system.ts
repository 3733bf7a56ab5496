import type { Instant } from '#ground/time.ts';
import { useList, useThing } from '#kernel/ui/query.ts';

interface Hour {
  at: Instant;
  n: number;
}

/** `GET /system`. */
export interface System {
  colour: 'green' | 'amber' | 'red';
  findings: { colour: 'amber' | 'red'; reason: string; remedy: string }[];
  versions: { tickmark: string; node: string; database: string; schema: string };
  workers: { id: string; host: string; process: number; started_at: Instant; beat_at: Instant; silent: boolean }[];
  waiting: {
    due: number;
    asleep: number;
    next_at: Instant | null;
    queued: number;
    under_way: number;
    dead: number;
  };
  figures: { by_people: Hour[]; by_machine: Hour[]; refused: Hour[]; due: Hour[] };
}

/** A row of `GET /dead-letters`. */
export interface DeadLetter {
  id: string;
  job: string;
  thing: string | null;
  because: string | null;
  tries: number;
  asked_at: Instant;
  failed_at: Instant;
}

/** A row of `GET /downtimes`. */
export interface Downtime {
  id: string;
  from_at: Instant;
  to_at: Instant;
  report: { part: string; policy: 'made_up' | 'skipped' | 'held'; count: number }[];
}

export const useSystem = () => useThing<System>('/system');
export const useDeadLetters = () => useList<DeadLetter>('/dead-letters');
export const useDowntimes = () => useList<Downtime>('/downtimes');
