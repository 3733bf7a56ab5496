import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';

/** Work that the queue `act` brings: all jobs of one name and practice at once, in a transaction that the worker opened. */
export type JobHandler = (desk: Desk, data: readonly Record<string, Json>[]) => Promise<void>;
