import type { Facts, Ref } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';

/** The event a sentence is about, with the names behind its ids. */
interface Told {
  thing: Ref;
  name?(id: string): string;
}

/**
 * What happened to a file outside the acts of what it is attached to, as the audit says it behind the actor's name (PL-101).
 */
export const SENTENCES: Record<string, (facts: Facts, event: Told) => string> = {
  'file.announced': (_, event) => `began to upload ${named(event)}`,
  'file.brought': (_, event) => `brought ${named(event)}`,
  'file.uploaded': (_, event) => `uploaded ${named(event)}`,
  'file.rejected': (facts, event) =>
    `tried to upload ${named(event)}, which was not taken: ${REASONS[String(facts.reason?.[1])] ?? 'it was refused'}`,
  'file.discarded': (_, event) => `let ${named(event)} go`,
  'file.removed': (_, event) => `deleted ${named(event)}, as nothing had it for a day`,
  'file.erased': () => 'erased a file and its name',
  'file.viewed': (_, event) => `looked at ${named(event)}`,
};

const REASONS: Readonly<Record<string, string>> = {
  too_large: 'it is too large',
  empty: 'it is empty',
  forbidden_type: 'files of its kind are not allowed',
  disk_full: 'the disk is full',
};

const named = ({ thing, name }: Told): string => {
  const known = name?.(idOf(thing));
  return known ? `«${known}»` : 'a file';
};
