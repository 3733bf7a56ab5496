import { useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The search of the address as plain text values; the router is told to keep it so. */
export type SearchText = Record<string, string>;

/** `?status=active&tag=a,b` → {status: 'active', tag: 'a,b'}. Given to the router as `parseSearch`. */
export const parseSearch = (text: string): SearchText => Object.fromEntries(new URLSearchParams(text));

/** Its reverse; what is empty is left out, commas stay readable. Given to the router as `stringifySearch`. */
export const stringifySearch = (search: Record<string, unknown>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text ? `?${text}` : '';
};

/**
 * Reads and writes single values of the address without losing the others.
 * @example const { read, write } = useSearchText(); write({ tab: 'timeline' });
 */
export const useSearchText = () => {
  const router = useRouter();
  const search = useRouterState({ select: (s) => s.location.search as SearchText });
  const write = useCallback(
    (changes: Record<string, string | undefined>, how: 'push' | 'replace' = 'replace') => {
      const { pathname, search: now, hash } = router.latestLocation;
      const href = `${pathname}${stringifySearch({ ...now, ...changes })}${hash ? `#${hash}` : ''}`;
      router.history[how](href);
    },
    [router],
  );
  return { search, read: (name: string) => search[name] ?? '', write };
};
