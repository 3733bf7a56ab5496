import { z } from 'zod';

/** A finished run as one file: who did what, when, with which answers and files, and the events that prove it (WF-205). */

/** What the file says of a run and of each task; each must be what the events lead to. */
export const RUN_FIELDS = [
  'workflow_id',
  'workflow_version',
  'subject_kind',
  'subject_id',
  'started_at',
  'started_by',
  'owner_id',
  'period_start',
  'period_end',
  'run_date',
  'ended_at',
  'ended_by',
  'ended_how',
  'ended_reason',
] as const;
export const TASK_FIELDS = [
  'title',
  'state',
  'round',
  'assignee_id',
  'for_member_id',
  'ready_at',
  'due_on',
  'started_at',
  'started_by',
  'finished_at',
  'finished_by',
  'finished_for',
  'skipped_how',
  'reason',
  'outcome',
  'answers',
  'form_answers',
  'ticks',
  'verdicts',
  'cancelled_at',
  'cancelled_by',
] as const;

const values = z.record(z.string(), z.json());
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const event = z.looseObject({
  id: z.uuid(),
  practice_id: z.uuid(),
  at: z.string(),
  actor: z.string(),
  verb: z.string(),
  thing: z.string(),
  facts: z.record(z.string(), z.tuple([z.json(), z.json()])),
  private_hash: z.string().nullable(),
  /** Of what somebody outside answered to a form: the values that `private_hash` is made of, with its salt. */
  private: z.record(z.string(), z.tuple([z.json(), z.json()])).nullish(),
  private_salt: z.string().nullish(),
  for_member: z.string().nullish(),
  undoes: z.string().nullish(),
  hash,
});
const seal = z.object({
  no: z.int(),
  previous: hash,
  hash,
  hashes: z.array(hash),
  sealed_at: z.string(),
});

export const SCHEMA = 'tickmark/run/v1';
export const runProof = z.object({
  schema: z.literal(SCHEMA),
  practice: z.object({ id: z.uuid(), name: z.string() }),
  made_at: z.string(),
  made_by: z.string(),
  run: z.object({ id: z.uuid(), workflow: z.string(), subject: z.string(), values }),
  steps: z.array(
    z.object({
      id: z.uuid(),
      key: z.string().nullable(),
      kind: z.string(),
      /** By whom, for whoever reads it: «Anna for Bo». */
      done_by: z.string().nullable(),
      /** The questions with what was answered, as they were asked. */
      answers: z.array(z.object({ question: z.string(), answer: z.string() })),
      values,
    }),
  ),
  files: z.array(
    z.object({ id: z.uuid(), task: z.uuid(), name: z.string(), type: z.string(), bytes: z.int(), sha256: hash }),
  ),
  people: z.record(z.uuid(), z.string()),
  events: z.array(event),
  seals: z.array(seal),
  signature: z.object({ signature: z.string(), public_key: z.string(), fingerprint: z.string() }),
});
export type RunProof = z.infer<typeof runProof>;
/** All of it but the signature, which covers its canonical JSON. */
export type Unsigned = Omit<RunProof, 'signature'>;
