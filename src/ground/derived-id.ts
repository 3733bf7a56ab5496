import { createHash } from 'node:crypto';
import type { Id } from './id.ts';

/**
 * The id that stands for these words, the same whoever asks first: two who write about the same unknown thing at once meet on
 * one row instead of making two.
 */
export const derivedId = (...words: readonly string[]): Id => {
  const hex = createHash('sha256').update(words.join(' ')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
