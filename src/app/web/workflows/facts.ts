import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Content, SubjectKind } from '#workflows/definitions/content.ts';
import type { Finding } from '#workflows/definitions/finding.ts';
import type { ShapePoint } from '#workflows/definitions/forecast.ts';
import type { WorkflowRow as ListedWorkflow } from '#workflows/definitions/lists.ts';
import type { DesignFacts } from '#workflows/definitions/model.ts';

/** What the API answers about workflows, as these screens read it. */

/** `GET /workflow-design-facts`: the practice as a design sees it. */
export interface Facts extends DesignFacts {
  /** Kinds the caller may design workflows for. */
  designable: readonly SubjectKind[];
  calendar: { working_days: readonly number[]; holidays: readonly PlainDate[] };
}

/** A row of `GET /workflows`. */
export interface WorkflowRow extends ListedWorkflow {
  may_design: boolean;
}

/** `GET /workflows/{id}`. */
export interface WorkflowDetail {
  id: Id;
  version: number;
  key: string;
  name: string;
  description: string | null;
  subject_kinds: SubjectKind[];
  on: boolean;
  current_version: number | null;
  archived_at: string | null;
  origin: string;
  draft_version: number;
  has_draft: boolean;
  base_version: number;
  drafted_at: string | null;
  drafted_by: string | null;
  content: Content | null;
  check_list: Finding[];
  days: string;
  open_runs: number;
  end: 'delete' | 'archive';
  may_design: boolean;
}

/** `GET /workflows/{id}/versions`. */
export interface VersionRow {
  n: number;
  note: string | null;
  published_at: string;
  published_by: string;
  checksum: string;
}
export interface Version extends VersionRow {
  content: Content;
}

/** A row of `GET /workflow-templates`. */
export interface TemplateRow {
  key: string;
  n: number;
  name: string;
  description: string;
  subject_kinds: SubjectKind[];
  steps: number;
  days: string;
  card: boolean;
  shape: ShapePoint[];
  content: Content;
}
export interface Templates {
  items: TemplateRow[];
  may_use: boolean;
}

/** A member's name by the actor that stands in a row; somebody the practice no longer has stays «somebody». */
export const nameOf = (actor: string | null, facts: Pick<DesignFacts, 'members'> | undefined): string =>
  facts?.members.find(({ id }) => `member:${id}` === actor)?.name ?? 'Somebody';
