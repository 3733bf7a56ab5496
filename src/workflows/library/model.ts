import type { Content } from '#workflows/definitions/content.ts';

/**
 * A ready-made workflow: read-only, the same in every practice (WF-4). `n` counts its own versions; a copy remembers the
 * one it was made from. People of the practice stand by name (`role:Manager`), workflows it starts by template key.
 */
export interface Template {
  key: string;
  n: number;
  content: Content;
}
