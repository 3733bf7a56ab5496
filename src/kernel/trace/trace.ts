import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Id } from '#ground/id.ts';

/** What one piece of work, a request or a job, says in each of its log lines (PL-152). */
export interface Trace {
  /** 32 hexadecimal digits: the same in everything that one act sets off, whoever began it. */
  readonly trace_id: string;
  /** 16 hexadecimal digits: this piece of it. */
  readonly span_id: string;
  /** The last field of `traceparent`: «01» where the caller records traces. */
  readonly flags: string;
  request_id?: Id;
  practice_id?: Id;
  /** The kind of who acts, never who: member, key, timer, operator. */
  actor?: string;
}

const current = new AsyncLocalStorage<Trace>();

/** Trace context of the W3C, version 00: later versions begin with the same four fields. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-|$)/;

/** A new piece of work of the trace that `traceparent` tells; of a trace of its own where that is left out or unreadable. */
export const beginTrace = (traceparent?: string): Trace => {
  const [, trace_id, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  return { trace_id: trace_id ?? digits(16), span_id: digits(8), flags: flags ?? '00' };
};

const digits = (bytes: number): string => randomBytes(bytes).toString('hex');

/** Does `work`, and all that it waits for, as that piece. */
export const within = <T>(trace: Trace, work: () => T): T => current.run(trace, work);

/** The piece of work that is under way, to add to what its log lines say. */
export const traceNow = (): Trace | undefined => current.getStore();

/** What is handed on to jobs and with calls to others; undefined outside of any piece of work. */
export const traceparent = (): string | undefined => {
  const trace = current.getStore();
  return trace && `00-${trace.trace_id}-${trace.span_id}-${trace.flags}`;
};

/** The fields of a log line. */
export const traceFields = (): Partial<Omit<Trace, 'flags'>> => {
  const { flags: _, ...told } = current.getStore() ?? { flags: '' };
  return told;
};
