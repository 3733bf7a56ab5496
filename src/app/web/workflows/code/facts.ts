import type { Mention } from '#workflows/code/model.ts';
import type { Content } from '#workflows/definitions/content.ts';
import type { Finding } from '#workflows/definitions/finding.ts';

/** `GET /workflow-imports/{id}`, as these screens read it. */
export interface FileImport {
  id: string;
  key: string;
  name: string;
  content: Content;
  workflow: { id: string; name: string; has_draft: boolean } | null;
  check_list: Finding[];
  unresolved: (Mention & { to: string | null })[];
  refusal: { code: string; because: string } | null;
  nothing_new: boolean;
}

export const IMPORTS = '/workflow-imports';
export const NEW_IMPORT = '/workflows/imports/new';
export const importPage = (id: string): string => `/workflows/imports/${id}`;

/** Where a version, or the draft while there is none, is downloaded as a file (WF-160). */
export const fileOf = (id: string, n: number | null, as: 'yaml' | 'json'): string =>
  `/api/v1/workflows/${id}/${n === null ? 'draft' : `versions/${n}`}?as=${as}`;
