import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useKeys } from './keys.ts';
import { openPalette, type SearchProvider, subscribeToCalls, timesCalled } from './palette-store.ts';
import { words } from './words.ts';

const Dialog = lazy(() => import('./palette-dialog.tsx'));

const nothing: SearchProvider = async () => [];

/** `Ctrl/⌘ K`: acts of this place, then of everywhere, then what the search finds. @example <Palette search={searchApi} /> */
export const Palette = ({ search = nothing }: { search?: SearchProvider }) => {
  const called = useSyncExternalStore(subscribeToCalls, timesCalled);
  useKeys([{ key: 'mod+k', label: words.search_or_do, group: words.everywhere, always: true, run: openPalette }]);
  return <Suspense fallback={null}>{called > 0 && <Dialog called={called} search={search} />}</Suspense>;
};
