import { plural } from '#ground/text.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';
import type { Counts } from './model.ts';

/** What happened to an import, as a timeline says it behind the actor's name. */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'import.uploaded': (facts) =>
    `uploaded «${after(facts, 'file')}» with ${plural(Number(after(facts, 'rows') ?? 0), 'row', 'rows')}`,
  'import.mapped': () => 'said what the columns are',
  'import.previewed': (facts) => `looked at what it would do: ${counted(facts)}`,
  'import.committed': (facts) =>
    after(facts, 'whole') ? 'began to write all rows or none' : 'began to write the good rows',
  'import.stopped': () => 'wrote nothing, because a row would not have been what the preview showed',
  'import.done': (facts) => `finished it: ${counted(facts)}`,
  'import.undo_began': () => 'began to take it back',
  'import.undone': (facts) => `took it back: ${counted(facts)}`,
  'import.discarded': () => 'threw it away',
};

const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;

const counted = (facts: Facts): string =>
  Object.entries((after(facts, 'counts') ?? {}) as Counts)
    .map(([outcome, count]) => `${count?.toLocaleString('en')} ${outcome.replaceAll('_', ' ')}`)
    .join(', ') || 'nothing';
