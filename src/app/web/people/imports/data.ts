import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, type Query } from '#kernel/ui/client.ts';
import { type ListSource, queryClient, useList, useThing } from '#kernel/ui/query.ts';
import type { FileRow, ImportDetail } from './facts.ts';

export const IMPORTS = '/imports';
export const importPage = (id: string): string => `/people/imports/${id}`;
export const newImport = (kind?: string): string => `/people/imports/new${kind ? `?kind=${kind}` : ''}`;

const WHILE_WORKING_MS = 500;

/** Asked again twice a second while rows are written or taken back. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: [`${IMPORTS}/${id}`, {}],
    queryFn: ({ signal }) => api.get<ImportDetail>(`${IMPORTS}/${id}`, {}, { signal }),
    refetchInterval: (query) => (query.state.data?.progress ? WHILE_WORKING_MS : false),
    placeholderData: keepPreviousData,
  });

/** What an act has just answered, on the screen at once. */
export const showImport = (detail: ImportDetail): void => {
  queryClient.setQueryData([`${IMPORTS}/${detail.id}`, {}], detail);
};

/** The rows of a preview or of a result. */
export const useFileRows = (id: string, query: Query): ListSource<FileRow> => {
  const source = useList<Omit<FileRow, 'id'>>(`${IMPORTS}/${id}/rows`, query);
  const rows = useMemo(() => source.rows.map((row) => ({ ...row, id: String(row.no) })), [source.rows]);
  const { countAll: _, ...rest } = source;
  return { ...rest, rows };
};

export interface SavedMapping {
  id: string;
  name: string;
  mapping: Record<string, string | null>;
}

/** Mappings kept by name for files of this kind (PE-82). */
export const useSavedMappings = (kind: string): readonly SavedMapping[] =>
  useThing<{ items: SavedMapping[] }>('/import-mappings', { kind }).data?.items ?? [];
