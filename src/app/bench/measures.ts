import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { type Id, newId } from '#ground/id.ts';
import { sealAll } from '#kernel/audit/seal.ts';
import { verify } from '#kernel/audit/verify.ts';
import { frame } from '#kernel/http/frame.ts';
import type { Env } from '#kernel/http/route.ts';
import { perform } from '#kernel/loop/perform.ts';
import type { Caller } from '#kernel/loop/room.ts';
import { v1 } from '../contract.ts';
import type { House } from '../house.ts';
import { launches } from '../rooms.ts';
import { startWorker } from '../worker.ts';
import { type Measured, percentile, rounded } from './document.ts';

export interface Subject {
  house: House;
  practice: Id;
  caller: Caller;
  callerOf(): Promise<Caller>;
  workflow: Id;
}

/** Raw samples by figure, in milliseconds, for `--out` (PL-183). */
export type Samples = Record<string, number[]>;

/** The routes of the house with one member signed in, as a function; sign-in and its limits are not what is measured. */
export const appOf = ({ house, practice, caller }: Omit<Subject, 'workflow'>) => {
  const app: OpenAPIHono<Env> = frame({
    kernel: house.kernel,
    publicUrl: 'http://localhost',
    authenticate: async (_c, request) => ({ practice_id: practice, caller: { ...caller, request_id: request.id } }),
    onFault: (error) => {
      throw error;
    },
  });
  app.route('/api/v1', v1(house));
  return async (path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await app.request(`/api/v1${path}`, sentWith(body));
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  };
};
export type Api = ReturnType<typeof appOf>;

const sentWith = (body: unknown): RequestInit => {
  if (body === undefined) return {};
  if (body instanceof FormData) return { method: 'POST', body };
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
};

/** One run after another, each in its own transaction. */
export const startRuns = async (subject: Subject, ids: readonly Id[], samples: Samples): Promise<Measured> => {
  const { house, practice, caller, workflow } = subject;
  const times: number[] = [];
  for (const id of ids) {
    const command = { do: 'launch' as const, as: 'client' as const, origin: 'hand' as const, workflow, subject: id };
    const began = performance.now();
    const outcome = await perform(house.kernel, { practice_id: practice, caller }, launches, { id: newId(), command });
    times.push(performance.now() - began);
    if (!outcome.yes) throw new Error(`a launch was refused: ${outcome.because}`);
  }
  samples.start_run_ms = times;
  return { 'start_run_ms.p50': percentile(times, 0.5), 'start_run_ms.p99': percentile(times, 0.99) };
};

/** Beside a worker that does all its other work too; it takes the queue of the house with it when it ends. */
export const withWorker = async <T>(subject: Subject, work: () => Promise<T>): Promise<T> => {
  const worker = await startWorker(subject.house, {
    concurrency: 4,
    dispatchEveryMs: 250,
    bulkCommands: subject.house.bulkCommands,
    callerOf: subject.callerOf,
    onFault: (error) => {
      throw error;
    },
  });
  try {
    return await work();
  } finally {
    await worker.stop();
  }
};

/** One bulk operation through the API, worked off by a worker. */
export const bulkStart = async (subject: Subject, api: Api, ids: readonly Id[]): Promise<Measured> => {
  const began = performance.now();
  const command = { do: 'launch', workflow: subject.workflow, as: 'client', name: 'Client onboarding' };
  const { id } = await api('/launches/bulk', { command, ids });
  for (;;) {
    const operation = await api(`/bulk-operations/${id}`);
    if (operation.state === 'done') {
      if (operation.done !== ids.length) throw new Error(`only ${operation.done} of ${ids.length} runs started`);
      return { bulk_start_s: since(began) };
    }
    await sleep(50);
  }
};

/** A file of 20,000 new clients through the API: looked through, then written by a worker. */
export const importFile = async (api: Api): Promise<Measured> => {
  const rows = Array.from({ length: 20_000 }, (_, n) => `Imported ${n},IMP-${n},office@c${n}.example,Bath,31 March`);
  const form = new FormData();
  form.set('file', new File([['Name,Client code,Email,Town,Year end', ...rows].join('\n')], 'clients.csv'));
  const { id } = await api('/imports?kind=client', form);
  const looked = performance.now();
  await api(`/imports/${id}/preview`, {});
  const import_preview_s = since(looked);
  const began = performance.now();
  await api(`/imports/${id}/commit`, {});
  for (;;) {
    const { state, counts } = (await api(`/imports/${id}`)) as { state: string; counts: Record<string, number> };
    if (state === 'done') {
      if (counts.created !== rows.length) throw new Error(`only ${counts.created} of ${rows.length} rows were written`);
      return { import_preview_s, import_commit_s: since(began) };
    }
    // Four times as often as the screen asks: each answer counts the rows.
    await sleep(250);
  }
};

const since = (began: number): number => rounded((performance.now() - began) / 1000, 2);

export const LISTS = [
  '/tasks?view=mine&count=capped',
  '/tasks?view=mine&bucket=overdue',
  '/tasks?view=pools',
  '/tasks?view=everyone&count=capped',
  '/tasks?view=needs_owner',
  '/runs?state=open&count=capped',
  '/runs?sort=next_due',
  '/clients?count=capped',
  '/clients?sort=-created_at',
  '/members',
] as const;

/** Fifty requests a second, whether or not the last was answered; late answers count from when they should have begun. */
export const lists = async (api: Api, seconds: number, samples: Samples): Promise<Measured> => {
  for (const path of LISTS) await api(path);
  const began = performance.now();
  const answers = Array.from({ length: seconds * 50 }, async (_, i) => {
    const due = began + i * 20;
    await sleep(Math.max(0, due - performance.now()));
    const path = LISTS[i % LISTS.length]!;
    await api(path);
    const took = performance.now() - due;
    const ofRoute = samples[`list_ms ${path}`] ?? [];
    ofRoute.push(took);
    samples[`list_ms ${path}`] = ofRoute;
    return took;
  });
  const times = await Promise.all(answers);
  return {
    'list_ms.p50': percentile(times, 0.5),
    'list_ms.p95': percentile(times, 0.95),
    'list_ms.p99': percentile(times, 0.99),
  };
};

const ASKED = [
  'harb',
  'bakery',
  'check books',
  'ask mill',
  'oak 17',
  'stone dental 2',
  'bakrey',
  'CLI-00017',
  'zzz',
  'missing papers glen',
];

export const search = async (api: Api, rounds: number, samples: Samples): Promise<Measured> => {
  const times: number[] = [];
  for (let i = 0; i < rounds * ASKED.length; i += 1) {
    const began = performance.now();
    await api(`/search?q=${encodeURIComponent(ASKED[i % ASKED.length]!)}`);
    times.push(performance.now() - began);
  }
  samples.search_ms = times;
  return { 'search_ms.p95': percentile(times, 0.95) };
};

export const auditVerify = async ({ house, practice }: Subject): Promise<Measured> => {
  await sealAll(house.engine);
  const began = performance.now();
  const { ok, finding } = await verify(house.kernel.db, practice);
  if (!ok) throw new Error(`the chain is not whole: ${finding}`);
  return { audit_verify_s: rounded((performance.now() - began) / 1000, 2) };
};
