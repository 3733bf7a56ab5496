import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useKeys } from './keys.ts';
import { openPalette, type SearchProvider, subscribeToCalls, timesCalled } from './palette-store.ts';
import { words } from './words.ts';

const load = () => import('./palette-dialog.tsx');
const Dialog = lazy(load);
/** Once the first page stands, so that nothing typed after the first call is lost while it is fetched. */
const FETCH_AFTER_MS = 1_500;

const nothing: SearchProvider = async () => [];

/** `Ctrl/⌘ K`: acts of this place, then of everywhere, then what the search finds. @example <Palette search={searchApi} /> */
export const Palette = ({ search = nothing }: { search?: SearchProvider }) => {
  const called = useSyncExternalStore(subscribeToCalls, timesCalled);
  useKeys([{ key: 'mod+k', label: words.search_or_do, group: words.everywhere, always: true, run: openPalette }]);
  useEffect(() => {
    const timer = setTimeout(() => void load(), FETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return <Suspense fallback={null}>{called > 0 && <Dialog called={called} search={search} />}</Suspense>;
};
