/** There is no room left for bytes (PL-10). */
export class StorageFull extends Error {}

/** Where bytes are kept; one port, a plug per place (PL-110). A key is `<practice>/<yyyy>/<id>`. */
export interface Storage {
  /**
   * Takes a stream in under a name of its own; nothing stands under `key` until it is kept. Rejects when the source does, and
   * with StorageFull.
   */
  take(key: string, source: AsyncIterable<Uint8Array>): Promise<Taken>;
  /** Rejects when there is nothing under the key. */
  read(key: string): Promise<ReadableStream<Uint8Array>>;
  /** Whether there is something under the key. */
  has(key: string): Promise<boolean>;
  /** Takes away what is there; nothing there is no fault. */
  remove(key: string): Promise<void>;
  /** Takes away all that is kept for a practice. */
  removeAll(practice: string): Promise<void>;
  /** Removes what was taken in before the instant and neither kept nor dropped: its process died. Answers how many. */
  sweep(before: string): Promise<number>;
}

export interface Taken {
  /** Synced, and under its key from one moment to the next. False when something stands there already. */
  keep(): Promise<boolean>;
  drop(): Promise<void>;
}
