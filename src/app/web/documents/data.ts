import { useCallback } from 'react';
import type { z } from 'zod';
import type { DocumentRow } from '#inbox/documents/lists.ts';
import type { documentActed, documentDetail, profileShape } from '#inbox/documents/shapes.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { COUNTS, ITEMS } from '../inbox/data.ts';

export type { DocumentRow };
export type DocumentDetail = z.infer<typeof documentDetail>;
export type DocumentActed = z.infer<typeof documentActed>;
export type ProfileRow = z.infer<typeof profileShape>;

export const DOCUMENTS = '/documents';
export const PROFILES = '/profiles';
export const LETTER_TEMPLATES = '/letter-templates';

/** `GET /letter-templates`. */
export interface LetterTemplateRow {
  id: string;
  version: number;
  name: string;
  file_id: string;
  fields: string[];
}

/** What an act on a document makes old. */
export const useRefreshDocuments = () => {
  const refresh = useRefresh();
  return useCallback(
    (...more: string[]) => refresh(...more, DOCUMENTS, ITEMS, COUNTS, '/counts', '/events'),
    [refresh],
  );
};
