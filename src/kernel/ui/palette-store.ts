import { useEffect, useRef } from 'react';
import type { Act } from './act.ts';

/** A line the search of the palette found. */
export interface Found {
  id: string;
  label: string;
  /** Kind of thing, as a heading: «Clients». */
  group: string;
  detail?: string;
  to: string;
}

export type SearchProvider = (query: string, signal: AbortSignal) => Promise<readonly Found[]>;

let calls = 0;
let listeners: readonly (() => void)[] = [];

/** Opens the palette, wherever one is. */
export const openPalette = (): void => {
  calls += 1;
  for (const listener of listeners) listener();
};
export const timesCalled = (): number => calls;
export const subscribeToCalls = (listener: () => void) => {
  listeners = [...listeners, listener];
  return () => {
    listeners = listeners.filter((l) => l !== listener);
  };
};

type Layer = { group: string; acts: { current: readonly Act[] } };
let layers: readonly Layer[] = [];

/**
 * Acts that the palette offers as long as the component lives.
 * @example usePaletteActs('This client', [{ id: 'start', label: 'Start workflow', key: 's', run: start }]);
 */
export const usePaletteActs = (group: string, acts: readonly Act[]): void => {
  const current = useRef(acts);
  current.current = acts;
  useEffect(() => {
    const layer: Layer = { group, acts: current };
    layers = [...layers, layer];
    return () => {
      layers = layers.filter((l) => l !== layer);
    };
  }, [group]);
};

/** What the palette offers at this moment, nearest first. */
export const paletteActs = (): { group: string; acts: readonly Act[] }[] =>
  layers.toReversed().map((layer) => ({ group: layer.group, acts: layer.acts.current }));
