/**
 * What may go wrong, by a number that is written to (or from), or by the next fault set over `POST /_sim/faults`. The numbers
 * up to +15005550009 are those of the provider's own test credentials; the others are this program's.
 */
export type Fault =
  /** Answers this documented error; `retry_after` seconds go into the Retry-After header. */
  | { fault: 'error'; code: number; retry_after?: number }
  /** Takes the message and answers only after so many seconds. */
  | { fault: 'slow'; seconds: number }
  /** Takes the message, then cuts the connection instead of answering. */
  | { fault: 'drop_after_taking' }
  /** Reads the request, takes nothing and cuts the connection. */
  | { fault: 'drop_before_taking' }
  /** Says 201 and cuts the connection in the middle of the body. */
  | { fault: 'drop_in_answer' }
  /** Answers 502 with a page that is no JSON, as a proxy in between does. */
  | { fault: 'proxy_error' }
  /** Takes it; the network then reports this end instead of `delivered`. */
  | { fault: 'ends'; status: 'undelivered' | 'failed' | 'sent'; code?: number }
  /** Takes it; status callbacks are lost, come twice and late, or carry a wrong signature. */
  | { fault: 'callbacks'; how: 'lost' | 'repeated' | 'forged' };

/** A fault that waits: for how many requests, and only for this number where one is named. */
export type Waiting = Fault & { times?: number; to?: string };

const TO: Readonly<Record<string, Fault>> = {
  '+15005550001': { fault: 'error', code: 21211 },
  '+15005550002': { fault: 'error', code: 21612 },
  '+15005550003': { fault: 'error', code: 21408 },
  '+15005550004': { fault: 'error', code: 21610 },
  '+15005550009': { fault: 'error', code: 21614 },
  '+15005550429': { fault: 'error', code: 20429, retry_after: 7 },
  '+15005550500': { fault: 'error', code: 20500 },
  '+15005550502': { fault: 'proxy_error' },
  '+15005550503': { fault: 'error', code: 20503 },
  '+15005550510': { fault: 'slow', seconds: 5 },
  '+15005550511': { fault: 'drop_after_taking' },
  '+15005550512': { fault: 'drop_before_taking' },
  '+15005550513': { fault: 'drop_in_answer' },
  '+15005550520': { fault: 'ends', status: 'undelivered', code: 30003 },
  '+15005550521': { fault: 'ends', status: 'failed', code: 30008 },
  '+15005550522': { fault: 'ends', status: 'sent' },
  '+15005550530': { fault: 'callbacks', how: 'lost' },
  '+15005550531': { fault: 'callbacks', how: 'repeated' },
  '+15005550532': { fault: 'callbacks', how: 'forged' },
};

const FROM: Readonly<Record<string, Fault>> = {
  '+15005550001': { fault: 'error', code: 21212 },
  '+15005550007': { fault: 'error', code: 21606 },
  '+15005550008': { fault: 'error', code: 21611 },
};

/** The fault of this request, taking one use off a waiting one. */
export const faultOf = (waiting: Waiting[], to: string, from: string): Fault | null => {
  const found = waiting.find((one) => !one.to || one.to === to);
  if (!found) return TO[to] ?? FROM[from] ?? null;
  found.times = (found.times ?? 1) - 1;
  if (found.times <= 0) waiting.splice(waiting.indexOf(found), 1);
  return found;
};
