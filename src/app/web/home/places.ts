import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Whether a page stands at an address: `/runs/$id`. Nothing links to what is not there. */
export const useHasPage = (): ((path: string) => boolean) => {
  const { routesByPath } = useRouter();
  return useCallback((path: string) => path in routesByPath, [routesByPath]);
};
