import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';

export const RECORD_KINDS = ['prospect', 'client', 'employee'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
/** What a tag may be put on: records, and items of the inbox. */
export const TAG_KINDS = [...RECORD_KINDS, 'item'] as const;
export type TagKind = (typeof TAG_KINDS)[number];
export const TAG_COLOURS = ['grey', 'amber', 'red', 'green', 'blue', 'violet'] as const;

const name = z.string().trim().min(1, 'Give the tag a name.').max(40, 'A tag’s name has at most 40 characters.');
const kinds = z.array(z.enum(TAG_KINDS)).min(1, 'A tag applies to at least one kind of record.');

export const newTag = z.strictObject({
  name,
  colour: z.enum(TAG_COLOURS).default('grey'),
  applies_to: kinds.default([...TAG_KINDS]),
});
export const tagChanges = z.strictObject({ name, colour: z.enum(TAG_COLOURS), applies_to: kinds }).partial();

/** A row; `version` 0 stands for a tag that is about to be made. */
export interface Tag {
  id: Id;
  version: number;
  name: string;
  colour: (typeof TAG_COLOURS)[number];
  applies_to: TagKind[];
  deleted_at: Instant | null;
}

export type TagCommand =
  | ({ do: 'add' } & z.infer<typeof newTag>)
  | ({ do: 'change' } & z.infer<typeof tagChanges>)
  | { do: 'delete' }
  | { do: 'restore' };

export interface TagState {
  tag: Tag;
  /** Names taken by other tags, folded by `toLowerCase`. */
  taken: ReadonlySet<string>;
  /** Cadences and triggers that choose people by this tag (PE-63). */
  used_by: readonly string[];
}
