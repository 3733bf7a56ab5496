import type { Question } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { Delegation } from '#kernel/access/delegations/model.ts';
import type { Role } from '#kernel/access/roles/model.ts';
import type { Json, Thing } from '#kernel/decision/model.ts';
import type { FileRow } from '#kernel/files/model.ts';
import type { HeldSpan } from '#workflows/dates/model.ts';
import type { CLIENT_ROLES } from '#workflows/definitions/actions.ts';
import type { Content, Step, SubjectKind } from '#workflows/definitions/content.ts';

/** A run with its tasks and holds: one aggregate, decided as one (WF section 2). Nobody is `null`: the machine did it. */

export type RecordKind = 'person' | 'employee' | 'invoice';
export type ClientRole = (typeof CLIENT_ROLES)[number];

export const ORIGINS = ['hand', 'cadence', 'event', 'mail', 'form', 'api', 'step'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Facts decide: `ended_at` and open holds make running, on hold, completed or cancelled (`runState`). */
export interface Run extends Thing {
  workflow_id: Id;
  /** The number of the version it is pinned to (WF-12). */
  workflow_version: number;
  subject_kind: RecordKind;
  subject_id: Id;
  /** The prospect or client whose timeline it stands on: of an invoice its client; null for employees. */
  client_id: Id | null;
  launched_as: SubjectKind;
  origin: Origin;
  /** What makes two launches the same (WF-78); empty for workflows without period and record. */
  trigger_key: string;
  /** At most one open run per workflow, subject and key (WF-79). */
  exclusive: boolean;
  started_at: Instant;
  started_on: PlainDate;
  started_by: Id | null;
  /** Null only when nobody could be found: it stands in «needs an owner». */
  owner_id: Id | null;
  period_start: PlainDate | null;
  period_end: PlainDate | null;
  run_date: PlainDate | null;
  /** Authorizations. */
  refers_to: Id[];
  /** People asked for at launch, by key. */
  people: Record<string, Id>;
  /** The run whose step started this one (WF-61). */
  parent_run_id: Id | null;
  chain: Chain | null;
  /** What was decided ahead for planned steps (WF-111), by step key. */
  overrides: Record<string, Override>;
  /** Held spans whose dates were shifted, in order (WF-113). */
  shifts: HeldSpan[];
  ended_at: Instant | null;
  ended_by: Id | null;
  /** `undone`: the launch was taken back (WF-82). */
  ended_how: 'completed' | 'cancelled' | 'undone' | null;
  ended_reason: string | null;
}

/** How a run came out of other runs (WF-61, WF-171): `path` holds `<workflow id>@<subject id>` of each, the first one first. */
export interface Chain {
  root: Id;
  depth: number;
  path: string[];
}

export interface Override {
  assignee_id?: Id;
  pool_role_id?: Id;
  due_on?: PlainDate;
  skip?: { by: Id | null; at: Instant; reason: string | null };
}

/** `failed` is of actions only, and always carries `needs_attention`. */
export const TASK_STATES = ['waiting', 'ready', 'in_progress', 'done', 'skipped', 'cancelled', 'failed'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/**
 * A live or past step of a run (`step_key`), a task added by hand to a run, or one by hand alone (`run_id: null`). A step
 * that went back to waiting keeps its row. An action's `ready` means: due, and given to the worker.
 */
export interface Task extends Thing {
  run_id: Id | null;
  step_key: string | null;
  kind: Step['kind'];
  /** The 1st, 2nd … time it is worked. */
  round: number;
  title: string;
  /** Of tasks by hand; those of a step stand in the version. */
  instructions: string | null;
  required: boolean;
  subject_kind: RecordKind | null;
  subject_id: Id | null;
  client_id: Id | null;
  /** Who made it by hand. */
  maker_id: Id | null;
  state: TaskState;
  assignee_id: Id | null;
  /** It came from this pool; it is everybody's in it while there is no assignee (WF-46). */
  pool_role_id: Id | null;
  /** «B for A»: the absent member the assignee stands in for (WF-130). */
  for_member_id: Id | null;
  /** The rule of `who` that found them, `owner` when none did, `hand` or `ahead` when a person chose. */
  resolved_by: string | null;
  /** Why it is not who one expects: «nobody found for partner», «A and B are away». */
  resolved_note: string | null;
  ready_at: Instant | null;
  due_on: PlainDate | null;
  due_by_hand: boolean;
  started_at: Instant | null;
  started_by: Id | null;
  /** Of done and skipped. */
  finished_at: Instant | null;
  finished_by: Id | null;
  /** The member it was finished for, when another one did it (WF-138). */
  finished_for: Id | null;
  /** `behind`: a move to another version put it behind what is done (WF-142). */
  skipped_how: 'hand' | 'not_applicable' | 'ahead' | 'run_completed' | 'behind' | 'no_reviewer' | 'not_sent' | null;
  /** Why it was skipped, finished against `finish_if`, or reopened: the last of these. */
  reason: string | null;
  outcome: string | null;
  answers: Record<string, Json>;
  /** Fields of the subject that finishing it changed; whoever keeps the subject applies them in the same transaction (WF-52). */
  written: Record<string, Json>;
  ticks: Record<string, Tick>;
  /** How `only_if` was judged in this round (WF-34). */
  judged: Judgement | null;
  cancelled_at: Instant | null;
  cancelled_by: Id | null;
  /** The state before it was cancelled with its run. */
  was: TaskState | null;
  /** Reviews that are open: whose look it is now, the first or the second; 0 while a reviewer must be named (WF-139). */
  turn: Turn | null;
  /** Reviews: who was found or named for each look; the one whose turn it is holds the task. */
  reviewers: (Seat | null)[];
  /** Reviews: what was decided, in every round; approvals of the present round count (WF-136, WF-137). */
  verdicts: Verdict[];
  /** Actions: when it was to happen (WF-39, WF-43). */
  due_at: Instant | null;
  /** Actions: the fence; a job of an older attempt does nothing. Only goes up. */
  attempt: number;
  /** Actions: why it failed (WF-60); forms: why the letter did not go, or that nobody answered (WF-57). */
  needs_attention: string | null;
  /** The run that «start workflow» made or found (WF-61). */
  child_run_id: Id | null;
  /** Forms: since when somebody outside is asked, and how often they were reminded (WF-57). */
  asked: Asked | null;
  /** What was answered to its form, by the question's key. Of somebody outside, so its values are personal ones in the history. */
  form_answers: Record<string, Json>;
  /** The message that a sending action wrote, the latest letter of a form; of a task the one it is about: to be looked at, or short of a value (WF-59, ME-12). */
  message_id: Id | null;
  /** The version, moving to which found no such step any more: what was done stays, the step is gone (WF-141). */
  removed_in: number | null;
}

/** A form with whoever answers it. Reminders and the end follow from the step; they count from `at`. */
export interface Asked {
  at: Instant;
  /** Those that were written: the n-th of the step, and when; one that came too late was passed over for the next. */
  reminders: { n: number; at: Instant }[];
  expired_at: Instant | null;
}

/** What somebody is asked on their page, as it was when it was sent (WF-57, IN-97); one per round. */
export interface Sheet {
  task_id: Id;
  round: number;
  /** The key of the form. */
  form: string;
  title: string;
  intro: string;
  questions: Question[];
  /** Since when something is typed and not sent. */
  kept_at: Instant | null;
}

export type Turn = 0 | 1 | 2;

/** Who has a task, and how they were found. */
export type Seat = Pick<Task, 'assignee_id' | 'pool_role_id' | 'for_member_id' | 'resolved_by' | 'resolved_note'>;

/** One look at the work: an approval, or a hand back with its comment and the steps it chose. */
export interface Verdict {
  is: 'approved' | 'handed_back';
  round: number;
  look: 1 | 2;
  by: Id | null;
  /** The absent member it was given for. */
  for: Id | null;
  at: Instant;
  /** The rounds of the judged steps that were looked at. */
  saw: Record<string, number>;
  comment: string | null;
  steps: string[];
}

export interface Tick {
  by: Id | null;
  at: Instant;
}

export interface Judgement {
  at: Instant;
  holds: boolean;
  /** `called`: a step or answer by its title at that time, for whoever has the workflow not at hand. */
  saw: { field: string; value: Json; called?: string }[];
}

export interface Hold extends Thing {
  run_id: Id;
  /** `by_hand`, or what a room brings: promise, dispute, reply. */
  kind: string;
  reason: string;
  /** It ends at 00:00 of this day (WF-114). */
  until: PlainDate | null;
  opened_at: Instant;
  opened_by: Id | null;
  closed_at: Instant | null;
  closed_by: Id | null;
  closed_how: 'released' | 'until' | 'undone' | null;
}

export interface Comment extends Thing {
  run_id: Id | null;
  task_id: Id | null;
  /** Of a planned step (WF-111). */
  step_key: string | null;
  text: string;
  mentions: Id[];
  by: Id | null;
  at: Instant;
  deleted_at: Instant | null;
}

/** What the rules ask of the subject; loaded in the same transaction, so always of now. */
export interface SubjectFacts {
  record: RecordKind;
  id: Id;
  /** As of now: a prospect that was converted is a client. */
  kind: SubjectKind;
  name: string;
  active: boolean;
  restricted: boolean;
  client_id: Id | null;
  /** Of a person, or of an invoice's client. */
  roles: Partial<Record<ClientRole, Id>>;
  /** By the names of `definitions/fields.ts`, custom ones as `custom.<key>`, without `role.…`; a missing one is unknown. */
  fields: Record<string, Json>;
}

/** Who there is, the same for all runs of one load. */
export interface Directory {
  /** Every member that was ever active. */
  members: readonly { id: Id; name: string; role_id: Id; active: boolean }[];
  roles: readonly Role[];
  /** Those that are not over. */
  delegations: readonly Delegation[];
  /** How long before its time a message is written, so that somebody can stop it, in minutes (ME-52). */
  outbox: Readonly<Record<'email' | 'sms', number>>;
}

/** Another open run of the same workflow, subject and key. */
export interface Rival {
  id: Id;
  started_at: Instant;
  started_by: Id | null;
}

/** What decisions about tasks read; a task by hand alone has neither run nor content, and perhaps no subject. */
export interface Work {
  run: Run | null;
  content: Content | null;
  tasks: readonly Task[];
  holds: readonly Hold[];
  /** Those that an undo may name; others need not be loaded. */
  comments: readonly Comment[];
  subject: SubjectFacts | null;
  /** Authorizations of the subject by id, with the fields of RECORD_FIELDS. */
  records: Readonly<Record<Id, Record<string, Json>>>;
  /** Those of its tasks, and those that a command names. */
  files: readonly FileRow[];
  rival: Rival | null;
  directory: Directory;
  /** Of the forms that a command answers, by task. */
  sheets?: Readonly<Record<Id, Sheet>>;
  /** Contents of other versions of the workflow that a command names, by number. */
  versions?: Readonly<Record<number, Content>>;
}

/** A run, loaded: the version's content is the one it is pinned to. */
export interface RunState extends Work {
  run: Run;
  content: Content;
  subject: SubjectFacts;
}
