import { z } from 'zod';
import type { Question } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import type { Command } from '#kernel/decision/model.ts';
import { type Content, content, type SubjectKind, subjectKind, subjectKinds } from './content.ts';

/** What the practice owns: the workflow itself, its immutable versions, and the one draft it may have (WF section 2). */

/** A row of the list. `version` is the row's own, for compare-and-set; `current_version` is the number people speak of. */
export const workflow = z.strictObject({
  id: z.string(),
  version: z.int(),
  /** Made from the name, fixed at first publishing, unique for ever: also among archived and deleted ones (WF-14). */
  key: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** Of the current version; of the draft while nothing is published. */
  subject_kinds: z.array(subjectKind),
  on: z.boolean(),
  current_version: z.int().nullable(),
  /** `blank`, `template:<key>@<n>`, `duplicate:<workflow id>` or `import`. */
  origin: z.string(),
  created_at: z.string(),
  created_by: z.string(),
  archived_at: z.string().nullable(),
  archived_by: z.string().nullable(),
  /** A deleted workflow keeps its row for its key and for undo; no list shows it. */
  deleted_at: z.string().nullable(),
  deleted_by: z.string().nullable(),
});
export type Workflow = z.infer<typeof workflow>;

/** Immutable: what runs are pinned to (WF-11, WF-12). */
export const workflowVersion = z.strictObject({
  id: z.string(),
  version: z.int(),
  workflow_id: z.string(),
  n: z.int(),
  content,
  note: z.string().nullable(),
  published_at: z.string(),
  published_by: z.string(),
  /** SHA-256 of the content in its one canonical form, hexadecimal (`checksum.ts`). */
  checksum: z.string(),
});
export type WorkflowVersion = z.infer<typeof workflowVersion>;

/**
 * At most one row per workflow, under the workflow's own id (WF-10). `content: null`: nothing is being designed; the
 * row stays, so that its version never begins anew and an old screen can never overwrite a new draft.
 */
export const draft = z.strictObject({
  id: z.string(),
  version: z.int(),
  content: content.nullable(),
  /** The number of the version the content was begun from; 0 when there was none. */
  base_version: z.int(),
  by: z.string(),
  at: z.string(),
});
export type Draft = z.infer<typeof draft>;

/** What a decision reads: the rows of one workflow and what stands around it in the practice. */
export interface WorkflowState {
  workflow?: Workflow;
  /** The version `workflow.current_version` names. */
  current?: WorkflowVersion;
  draft?: Draft;
  around: Around;
}

/** A state whose workflow is there. */
export type Standing = WorkflowState & { workflow: Workflow };

export interface Around {
  design: DesignFacts;
  usage: Usage;
  /** Keys of all workflows that ever were, deleted ones too. */
  keys_taken: readonly string[];
}

/** What a design may name (WF-13). */
export interface DesignFacts {
  members: readonly { id: Id; name: string; active: boolean }[];
  /** `active_members`: how many active members hold the role now. */
  roles: readonly { id: Id; name: string; active_members: number }[];
  tags: readonly { id: Id; name: string; applies_to: readonly SubjectKind[] }[];
  /** Custom fields of the practice; the built-in ones are in `fields.ts`. */
  custom_fields: readonly CustomField[];
  /** All workflows of the practice that are not deleted, this one too. */
  workflows: readonly OtherWorkflow[];
  message_templates: readonly MessageTemplate[];
  /** That are not deleted. */
  forms: readonly DesignForm[];
}

/** What a form step may ask with (WF-57). */
export interface DesignForm {
  key: string;
  title: string;
  archived: boolean;
  questions: readonly Pick<Question, 'key' | 'kind' | 'label' | 'choices'>[];
}

/** What a step that sends may name (ME-2, ME-3, ME-22). */
export interface MessageTemplate {
  id: Id;
  name: string;
  channel: 'email' | 'sms';
  archived: boolean;
  /** It has a version that can be sent. */
  usable: boolean;
  /** In so many workflows a step names it. */
  used_by: number;
  /** The wordings of its newest usable version: what is asked for in them must exist for the workflow's subjects. */
  sources: readonly { subject: string | null; body: string; text: string | null }[];
}

export interface CustomField {
  key: string;
  label: string;
  kinds: readonly SubjectKind[];
  type: 'text' | 'number' | 'money' | 'date' | 'yes_no' | 'choice' | 'member';
}

export interface OtherWorkflow {
  id: Id;
  key: string;
  name: string;
  subject_kinds: readonly SubjectKind[];
  on: boolean;
  archived: boolean;
  current_version: number | null;
  origin: string;
  /** Keys of the workflows its current version starts. */
  starts: readonly string[];
  /** Keys of the workflows whose completed runs start it by a trigger (WF-166). */
  follows: readonly string[];
  /** Tags that its steps put on. */
  adds_tags: readonly string[];
  /** Keys of the forms that its steps ask with. */
  asks: readonly string[];
  /** Keys of the forms whose answers start it by a trigger. */
  hears: readonly string[];
}

/** What points at this workflow from outside its rows (WF-17, WF-18). */
export interface Usage {
  open_runs: number;
  /** Open and ended ones together. */
  runs_ever: number;
  cadences: readonly { id: Id; name: string }[];
  /** Other workflows, not archived, whose current version or draft starts this one. */
  started_by: readonly { id: Id; key: string; name: string }[];
  /** Other workflows, not archived, that start by a trigger when a run of this one is completed. */
  followed_by: readonly { id: Id; key: string; name: string }[];
  /** How many triggers that start it are on. */
  triggers_on: number;
  /** Names of practice settings that have it as default. */
  default_of: readonly string[];
}

/** A new workflow from nothing, from the library, or from another one; each under an id made at the door. */
export type BeginCommand =
  | { do: 'create'; id: Id; name: string; description: string; subject_kinds: SubjectKind[] }
  /** `content` is the template's after `settle`: role names are ids, workflow keys are the practice's own. */
  | { do: 'copy_template'; id: Id; template: { key: string; n: number }; content: Content; as_is: boolean }
  /** `content`: of the current version, else of the draft, of the workflow `source` (WF-16). */
  | { do: 'duplicate'; id: Id; source: { id: Id; name: string }; content: Content }
  /** From a file, under the key it names; the content has the practice's own ids (WF-163). */
  | { do: 'import'; id: Id; key: string; content: Content };

export type ChangeCommand =
  /** `draft_version` is the row version the screen was filled from; 0 when there was no draft row. */
  | { do: 'save_draft'; content: Content; base_version: number; draft_version: number }
  | { do: 'discard_draft'; draft_version: number }
  | { do: 'publish'; note: string; base_version: number; draft_version: number; anyway: boolean }
  | { do: 'turn_on' }
  | { do: 'turn_off' }
  | { do: 'rename'; name: string; description: string }
  | { do: 'archive' }
  | { do: 'restore'; name?: string }
  | { do: 'delete' };

export type WorkflowCommand = (BeginCommand | ChangeCommand) & Command;

/** Verbs of the events; the thing is `workflow:<id>`, `workflow_draft:<workflow id>` or `workflow_version:<id>`. */
export const VERBS = [
  'workflow.created',
  'workflow.renamed',
  'workflow.published',
  'workflow.turned_on',
  'workflow.turned_off',
  'workflow.archived',
  'workflow.restored',
  'workflow.deleted',
  'workflow.undone',
  'workflow_draft.started',
  'workflow_draft.saved',
  'workflow_draft.discarded',
  'workflow_draft.published',
  'workflow_draft.undone',
  'workflow_version.made',
] as const;
export type Verb = (typeof VERBS)[number];

const name = z.string().trim().min(1).max(80);
const description = z.string().trim().max(500);
const note = z.string().trim().max(500);
const base_version = z.int().min(0);

/** Bodies of the API (section 6); the versions for compare-and-set come as `If-Match`. */
export const createBody = z.strictObject({
  name,
  description: description.default(''),
  subject_kinds: subjectKinds,
});
export const draftBody = z.strictObject({ content, base_version });
export const publishBody = z.strictObject({ note: note.default(''), base_version, anyway: z.boolean().default(false) });
export const renameBody = z.strictObject({ name, description: description.default('') });
export const restoreBody = z.strictObject({ name: name.optional() });
export const templateCopyBody = z.strictObject({ as_is: z.boolean() });
