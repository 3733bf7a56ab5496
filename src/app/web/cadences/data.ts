import { useMemo } from 'react';
import type { z } from 'zod';
import type { Id } from '#ground/id.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import type { comparison, occurrenceRow, seriesDetail, seriesRow } from '#workflows/series/shapes.ts';

export type SeriesRow = z.output<typeof seriesRow>;
export type SeriesDetail = z.output<typeof seriesDetail>;
export type DateRow = z.output<typeof occurrenceRow>;
export type Comparison = z.output<typeof comparison>;

export const CADENCES = '/cadences';
export const cadencePage = (id: Id): string => `${CADENCES}/${id}`;
export const MISSED = '/missed-occurrences';
export const datePath = ({ series, client, key }: Pick<DateRow, 'series' | 'client' | 'key'>): string =>
  `${CADENCES}/${series}/occurrences/${client}/${key}`;

/** Asks everything again that work coming round changes. */
export const useRefreshCadences = () => {
  const refresh = useRefresh();
  return useMemo(() => () => refresh(CADENCES, MISSED, '/runs', '/tasks', '/events', '/workflows'), [refresh]);
};
