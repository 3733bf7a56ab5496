import { expect, test } from 'vitest';
import { documentOf, type Measured, passes, percentile } from './document.ts';

const bench = (measured: Measured, { cores = 4, memory_gb = 8, after = 1000, quick = false } = {}) =>
  documentOf({
    quick,
    seed: 42,
    commit: null,
    began_at: '2026-07-01T00:00:00.000Z',
    seconds: 1,
    machine: { processor: 'x', cores, memory_gb, fsync_ms: 1, load_1m: { before: 0, after: 0 }, versions: {} },
    baselines: { raw_commits_per_s_1: { before: 1000, after } },
    steps_by_workers: {},
    mails_in_to_commits: 0.1,
    steps_by_smtp: 0,
    data: {},
    notes: [],
    measured,
  });

test('PL-180 a figure stands beside its floor and aim, and one on the floor still meets it', () => {
  const { figures, missed } = bench({ bulk_start_s: 10, 'list_ms.p50': 15, audit_verify_s: 30.1 });
  expect(figures).toEqual({
    bulk_start_s: { value: 10, floor: 10, aim: 4, meets: 'floor' },
    'list_ms.p50': { value: 15, floor: 50, aim: 15, meets: 'aim' },
    audit_verify_s: { value: 30.1, floor: 30, aim: 10, meets: 'neither' },
  });
  expect(missed).toEqual(['audit_verify_s']);
});

test('PL-180 with a tenth of the data the chain has a tenth of the time, and what does not grow with it has the same', () => {
  const { figures } = bench({ audit_verify_s: 3.1, bulk_start_s: 10 }, { quick: true });
  expect(figures.audit_verify_s).toEqual({ value: 3.1, floor: 3, aim: 1, meets: 'neither' });
  expect(figures.bulk_start_s!.meets).toBe('floor');
});

test('PL-180 the gate closes when a floor is missed, and PL-182 only where floors hold', () => {
  expect(passes(bench({ bulk_start_s: 10 }))).toBe(true);
  expect(passes(bench({ bulk_start_s: 10.1 }))).toBe(false);
  for (const smaller of [{ cores: 2 }, { memory_gb: 4 }]) {
    const shown = bench({ bulk_start_s: 10.1 }, smaller);
    expect(passes(shown)).toBe(true);
    expect(shown.missed).toEqual(['bulk_start_s']);
  }
});

test('PL-182 of steps a second more is better, and their share of the queue’s own rate gates on a smaller machine too', () => {
  const slow = bench({ steps_per_s: 999, steps_to_pgboss: 0.079 }, { cores: 2 });
  expect(slow.missed).toEqual(['steps_per_s', 'steps_to_pgboss']);
  expect(passes(slow)).toBe(false);
  const enough = bench({ steps_per_s: 999, steps_to_pgboss: 0.08 }, { cores: 2 });
  expect(enough.missed).toEqual(['steps_per_s']);
  expect(passes(enough)).toBe(true);
  expect(bench({ steps_per_s: 3_000, steps_to_pgboss: 0.2 }).figures.steps_per_s!.meets).toBe('aim');
});

test('PL-9 WF-194 PL-182 floors are those that were promised: starts, lists, launching one and launching ten thousand', () => {
  const slow = bench({
    cold_start_s: 8.1,
    warm_start_s: 3.1,
    'list_ms.p50': 50.1,
    'list_ms.p95': 100.1,
    'list_ms.p99': 250.1,
    'start_run_ms.p50': 25.1,
    'start_run_ms.p99': 78.1,
    bulk_start_s: 10.1,
  });
  expect(slow.missed).toEqual(Object.keys(slow.figures));
  const just = Object.fromEntries(Object.entries(slow.figures).map(([name, { floor }]) => [name, floor]));
  expect(bench(just).missed).toEqual([]);
});

test('PL-183 a figure goes out with the machine, the commit and the seed it was measured with', () => {
  const { machine, commit, seed, baselines, notes } = bench({ bulk_start_s: 1 });
  expect(machine).toMatchObject({ processor: 'x', cores: 4, memory_gb: 8, fsync_ms: 1 });
  expect({ commit, seed, baselines, notes }).toMatchObject({ commit: null, seed: 42, notes: [] });
  expect(baselines.raw_commits_per_s_1).toEqual({ before: 1000, after: 1000 });
});

test('PL-181 a baseline that drifts over 15 % either way makes a run not steady', () => {
  expect([849, 850, 1150, 1151].map((after) => bench({}, { after }).steady)).toEqual([false, true, true, false]);
});

test('PL-182 what was not measured is named, never left out in silence', () => {
  expect(bench({ bulk_start_s: 1 }).not_measured).toContain('memory_mb.postgres_peak');
  expect(bench({ bulk_start_s: 1 }).not_measured).not.toContain('bulk_start_s');
});

test('PL-182 a percentile is the least sample that so many do not exceed', () => {
  const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([0.5, 0.95, 0.99].map((share) => percentile(samples, share))).toEqual([50, 95, 99]);
  expect(percentile([7], 0.99)).toBe(7);
});
