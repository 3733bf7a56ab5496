import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import type { FileRow } from '#kernel/files/model.ts';

/** The paper that letters are written on: a Word file with fields (IN-116). */

const name = z.string().trim().min(1, 'Give the template a name.').max(100, 'A name has at most 100 characters.');
export const newLetterTemplate = z.strictObject({ name, file_id: z.uuid() });
export const letterTemplateChanges = z.strictObject({ name, file_id: z.uuid() }).partial();

export interface LetterTemplate extends Thing {
  name: string;
  /** The Word file; letters that are drafted already keep the one they were drafted on. */
  file_id: Id;
  /** What stands between `{{` and `}}` in it. */
  fields: string[];
  deleted_at: Instant | null;
}

/** `fields`: what was found in the file that is named; whoever gives the command has looked into it. */
export type LetterTemplateCommand =
  | { do: 'add'; name: string; file_id: Id; fields: string[] }
  | { do: 'change'; name?: string | undefined; file_id?: Id | undefined; fields?: string[] | undefined }
  | { do: 'delete' };

export interface LetterTemplateState {
  template: LetterTemplate;
  /** The file that a command names. */
  files: readonly FileRow[];
  around: {
    /** Other templates' names, in small letters. */
    taken: readonly string[];
    /** Names of the profiles that use it. */
    profiles: readonly string[];
  };
}
