import { z } from 'zod';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Thing } from '#kernel/decision/model.ts';
import type { FileRow } from '#kernel/files/model.ts';

/** A member's own picture of how they sign; letters that they approve bear it (IN-116). */

export const newSignature = z.strictObject({ file_id: z.uuid() });

export interface Signature extends Thing {
  member_id: Id;
  file_id: Id;
  /** A letter bears it, so its bytes stay when it is removed. */
  used: boolean;
  removed_at: Instant | null;
}

/** `set`: whoever gives the command has looked into the file. */
export type SignatureCommand = { do: 'set'; file_id: Id } | { do: 'remove' };

export interface SignatureState {
  /** Version 0: about to be set. */
  signature: Signature;
  /** What the member signed with until now. */
  before: Signature | null;
  /** The file that is taken, and that of what goes. */
  files: readonly FileRow[];
}
