import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Actor, Ref } from '#kernel/decision/model.ts';

/**
 * uploading → ready when something takes it, or refused · ready ⇄ removed, for a day · deleted: the bytes are gone, the row is
 * kept.
 */
export type FileState = 'uploading' | 'ready' | 'removed' | 'refused' | 'deleted';

/** A row; `version` 0 stands for a file that is about to be announced, an empty `sha256` for bytes that are not all here. */
export interface FileRow {
  id: Id;
  version: number;
  name: string;
  declared_type: string;
  /** What the content says it is; UNKNOWN when it says nothing or contradicts the name's ending. */
  type: string;
  bytes: number;
  sha256: string;
  state: FileState;
  thing: Ref | null;
  uploaded_by: Actor;
  at: Instant;
  /** When it was taken off its thing. */
  removed_at: Instant | null;
}

export type FileCommand =
  | { do: 'announce'; name: string; declared_type: string }
  /** A file that came with something, its bytes in their place already: it belongs to that thing from its first moment. */
  | { do: 'bring'; file: Pick<FileRow, 'name' | 'declared_type' | 'type' | 'bytes' | 'sha256' | 'at'>; thing: Ref }
  | { do: 'keep'; bytes: number; sha256: string; type: string }
  | { do: 'reject'; code: string }
  | { do: 'discard' }
  /** Its thing was erased (PE-29): name and bytes go. */
  | { do: 'erase' }
  | { do: 'wake' };

export interface FileRoomState {
  file: FileRow;
}

export const UNKNOWN = 'application/octet-stream';
export const FILES_AT_ONCE = 50;
/** A file that no thing has for so long is removed (PL-110). */
export const UNLINKED_MS = 24 * 3_600_000;
