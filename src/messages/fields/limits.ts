/** Rendering would cost too much: the values are far larger than any message may be (PL-S15). */
export class TooMuch extends Error {
  constructor() {
    super('With these values the message would be far too long.');
  }
}

/** What one part of a message may come to, before its channel's own limit is looked at. */
const MOST_WRITTEN = 5_000_000;

/** Throws TooMuch once more was written than a message may hold; asked before anything is kept in memory. */
export const meter = (): ((characters: number) => void) => {
  let left = MOST_WRITTEN;
  return (characters) => {
    left -= characters;
    if (left < 0) throw new TooMuch();
  };
};

/** Null where it would cost too much; any other fault stays one. */
export const withinLimits = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    for (let at: unknown = error; at instanceof Error; at = (at as { originalError?: Error }).originalError ?? at.cause)
      if (at instanceof TooMuch || /\b(limit exceeded|Invalid string length)\b/.test(at.message)) return null;
    throw error;
  }
};
