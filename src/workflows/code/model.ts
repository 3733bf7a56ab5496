import { z } from 'zod';
import { content, key } from '#workflows/definitions/content.ts';
import type { DesignFacts } from '#workflows/definitions/model.ts';

/** A workflow as a file (WF-160): its schema, its key, and the content of one version or of the draft. */
export const SCHEMA = 'tickmark/workflow/v1';
export const MOST_BYTES = 1_000_000;

export const FORMS = ['yaml', 'json'] as const;
export type Form = (typeof FORMS)[number];

/** Members stand in it by e-mail; roles, tags, message templates, forms and workflows by name or key (WF-162). */
export const workflowFile = z.strictObject({ schema: z.literal(SCHEMA), key, ...content.shape });
export type WorkflowFile = z.infer<typeof workflowFile>;

/** What a design may name that is the practice's own. */
export const NAMED = ['member', 'role', 'tag', 'workflow', 'form', 'email_template', 'sms_template'] as const;
export type Named = (typeof NAMED)[number];

/** A name in a file, and the first place where it stands, as a pointer. */
export interface Mention {
  kind: Named;
  name: string;
  at: string;
}

/** `<kind>:<name>` → the name, e-mail, key or id of what stands for it here. */
export type Mapping = Readonly<Record<string, string>>;

/** The practice's own things with the names they have in files. */
export interface NameBook {
  facts: DesignFacts;
  emails: ReadonlyMap<string, string>;
}

/** A file that was read in and waits for its commit (WF-163); a day later it is gone. */
export interface WorkflowImport {
  id: string;
  file: WorkflowFile;
  mapping: Mapping;
  /** The row version of the draft that was seen; 0 when there was none. */
  draft_version: number;
}

export const importBody = z.strictObject({ text: z.string() });
export const mappingBody = z.strictObject({ mapping: z.record(z.string().max(200), z.string().min(1).max(200)) });
