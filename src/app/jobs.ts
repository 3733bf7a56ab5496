import type { Id } from '#ground/id.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Json } from '#kernel/decision/model.ts';

/** Work that the queue `act` brings: all jobs of one name and practice at once, in a transaction that the worker opened. */
export type JobHandler = (desk: Desk, data: readonly Record<string, Json>[]) => Promise<void>;

/** Work that the queue `bulk` brings: it opens its own transactions, one for each part, and goes on where the last commit stood. */
export type LongJob = (practice: Id, data: Record<string, Json>) => Promise<void>;
