import { z } from 'zod';
import { expectedCase } from './expect.ts';

/**
 * The content of a workflow: what a designer writes, a version freezes and a run follows (WF section 2).
 * Strict throughout: a field nobody knows is refused with its path.
 */

export const SUBJECT_KINDS = ['prospect', 'client', 'employee', 'invoice'] as const;
export const subjectKind = z.enum(SUBJECT_KINDS);
export type SubjectKind = z.infer<typeof subjectKind>;

/** {prospect}, {client}, {prospect, client}, {employee} or {invoice}; no other set, and never none (WF-1). */
export const subjectKinds = z
  .array(subjectKind)
  .refine(
    (kinds) => ['prospect', 'client', 'client prospect', 'employee', 'invoice'].includes([...kinds].sort().join(' ')),
    'A workflow is for prospects, for clients, for both of them, for employees or for invoices.',
  );

/** `run`, `run_date`, `period_start`, `period_end`, `ready`, `step:<key>`, `subject:<field>`, `record:<field>` (WF-36). */
export const anchor = z.union([
  z.enum(['run', 'run_date', 'period_start', 'period_end', 'ready']),
  z.string().regex(/^(step|subject|record):[a-z][a-z0-9_]*$/),
]);

export const offset = z.strictObject({
  anchor,
  n: z.int().min(-366).max(1826),
  unit: z.enum(['day', 'business_day', 'week', 'month']),
  roll: z.enum(['none', 'next', 'previous']).optional(),
  /** `HH:MM` in practice time; actions only. */
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
});
export type Offset = z.infer<typeof offset>;

/**
 * Tried in order (WF-44): `member:<id>`, `role:<role id>` (a pool), a role held on the subject, `employee`,
 * `employee_manager`, `launcher`, `owner`, `finished:<step>`, `asked:<key>` (a person asked at launch).
 */
export const who = z
  .string()
  .regex(
    /^(partner|manager|specialist|assignee|reviewer|second_reviewer|employee|employee_manager|launcher|owner|(member|role):.+|(finished|asked):[a-z][a-z0-9_]*)$/,
  );

const value = z.union([z.string().max(4000), z.number(), z.boolean()]);
const comparison = z.strictObject({
  /** `subject.kind`, `subject.<field>`, `run.<field>`, `steps.<key>.outcome`, `steps.<key>.state`, `answers.<step>.<key>`. */
  field: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/),
  is: z.enum(['is', 'is_not', 'less', 'at_most', 'more', 'at_least', 'in', 'contains', 'empty']),
  value: z.union([value, z.array(value).max(50)]).optional(),
});
export type Comparison = z.infer<typeof comparison>;
export type Condition = Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition };
export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    comparison,
    z.strictObject({ all: z.array(condition).min(1).max(20) }),
    z.strictObject({ any: z.array(condition).min(1).max(20) }),
    z.strictObject({ not: condition }),
  ]),
);

export const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

const checklistLine = z.strictObject({
  key,
  text: z.string().trim().min(1).max(300),
  required: z.boolean().default(true),
});
export const ASK_TYPES = ['text', 'number', 'money', 'date', 'yes_no', 'choice', 'member', 'authorization'] as const;
const ask = z.strictObject({
  key,
  label: z.string().trim().min(1).max(120),
  type: z.enum(ASK_TYPES),
  choices: z.array(z.string().trim().min(1).max(120)).max(50).optional(),
  required: z.boolean().default(true),
  /** A field of the subject that the answer is written to: `end_on`, `custom.<key>`, `role.<role>` (WF-52). */
  writes: z
    .string()
    .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/)
    .optional(),
});
export type Ask = z.infer<typeof ask>;

const common = {
  key,
  title: z.string().trim().min(1).max(120),
  group: z.string().trim().max(40).optional(),
  instructions: z.string().max(10_000).optional(),
  /** Left out: the step above; `[]`: from the start of the run; several: all of them (WF-31). */
  after: z.array(key).max(20).optional(),
  only_if: condition.optional(),
  start: offset.optional(),
  due: offset.optional(),
  who: z.array(who).max(10).optional(),
  required: z.boolean().default(true),
};

export const taskStep = z.strictObject({
  ...common,
  kind: z.literal('task'),
  checklist: z.array(checklistLine).max(30).optional(),
  asks: z.array(ask).max(20).optional(),
  files_min: z.int().min(0).max(50).optional(),
  outcomes: z.array(z.string().trim().min(1).max(40)).max(10).optional(),
  finish_if: condition.optional(),
});

/** The actions of the kernel (WF-58); each with the parameters of `actions.ts`. */
export const ACTIONS = [
  'note',
  'notify',
  'assign_role',
  'set_status',
  'convert',
  'change_field',
  'add_tag',
  'remove_tag',
  'start_workflow',
  'send_email',
  'send_sms',
] as const;
export const actionStep = z.strictObject({
  ...common,
  kind: z.literal('action'),
  do: z.enum(ACTIONS),
  params: z.record(key, z.union([value, z.array(z.string().max(120)).max(20)])).default({}),
  /** What is sent is prepared, and somebody of `who` looks at it first (WF-59). */
  approve_first: z.boolean().optional(),
});

const { who: _, ...withoutWho } = common;
/** Somebody else looks at what `of` names, and approves it or hands it back (WF-135). One list of `reviewers` per look. */
export const reviewStep = z.strictObject({
  ...withoutWho,
  kind: z.literal('review'),
  of: z.array(key).max(20),
  reviewers: z.array(z.array(who).max(10)).min(1).max(2),
  /** With fewer the run owner is asked to name one; with 0 the review is left out when nobody is found (WF-139). */
  at_least: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(1),
  /** Whoever prepared it may review it (WF-138). */
  allow_self: z.boolean().default(false),
});

/** To whom something goes that leaves the practice: the subject itself, or its primary contact (else itself). */
export const RECIPIENTS = ['subject', 'primary_contact'] as const;

export const FORM_LIMITS = { reminders: 10, days: 180 } as const;
/** Somebody outside answers a form on a page of their own; `who` looks after it, and may answer for them (WF-57). */
export const formStep = z.strictObject({
  ...common,
  kind: z.literal('form'),
  /** The key of a form of the practice; empty while none is chosen. */
  form: z.string().max(40).default(''),
  recipient: z.enum(RECIPIENTS).default('primary_contact'),
  /** Days after it was asked on which it is asked again. */
  reminders: z.array(z.int().min(1).max(FORM_LIMITS.days)).max(FORM_LIMITS.reminders).default([]),
  /** The link works for so many days; then the run owner is asked. */
  expires_after: z.int().min(1).max(FORM_LIMITS.days).default(30),
  /** Somebody of `who` looks at its letter before it leaves; reminders leave by themselves (WF-59). */
  approve_first: z.boolean().optional(),
  /** Words of the letter instead of the usual ones, with merge fields; the link stands below them. */
  message: z
    .strictObject({
      subject: z.string().trim().min(1).max(200).optional(),
      text: z.string().trim().min(1).max(4000).optional(),
    })
    .optional(),
});

export const step = z.discriminatedUnion('kind', [taskStep, actionStep, reviewStep, formStep]);
export type Step = z.infer<typeof step>;
export type TaskStep = z.infer<typeof taskStep>;
export type ActionStep = z.infer<typeof actionStep>;
export type ReviewStep = z.infer<typeof reviewStep>;
export type FormStep = z.infer<typeof formStep>;
export const STEP_KINDS = ['task', 'action', 'review', 'form'] as const satisfies readonly Step['kind'][];

export const settings = z.strictObject({
  open_runs: z.enum(['one', 'many']).default('one'),
  period: z.enum(['none', 'ask']).default('none'),
  run_date: z
    .strictObject({
      label: z.string().trim().min(1).max(80),
      required: z.boolean().default(true),
      default_field: z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/)
        .optional(),
    })
    .optional(),
  refers_to: z.literal('authorization').optional(),
  people_asked: z
    .array(z.strictObject({ key, label: z.string().trim().min(1).max(80), required: z.boolean().default(true) }))
    .max(10)
    .default([]),
  allow_inactive: z.boolean().default(false),
  blocks_conversion: z.boolean().default(false),
  stop_if: condition.optional(),
  owner: z.array(who).max(10).default([]),
});
export type Settings = z.infer<typeof settings>;

/** What makes a workflow start by itself (WF-166), each with a key of its own, by which its state and its log find it. */
const started = {
  key,
  /** Over fields of the subject as they are at that moment. */
  only_if: condition.optional(),
};

export const trigger = z.discriminatedUnion('on', [
  z.strictObject({ ...started, on: z.literal('created') }),
  z.strictObject({ ...started, on: z.literal('converted') }),
  z.strictObject({ ...started, on: z.literal('status'), status: z.string().min(1).max(40) }),
  /** `tag`: the tag's id. */
  z.strictObject({ ...started, on: z.literal('tag'), tag: z.string().min(1) }),
  /** The subject's date `field` and `days` after it, before it when negative (WF-167). */
  z.strictObject({
    ...started,
    on: z.literal('date'),
    field: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/),
    days: z.int().min(-366).max(366),
  }),
  /** So many days before the last day of an authorization in force that nothing replaces (WF-168). */
  z.strictObject({ ...started, on: z.literal('authorization_ends'), days: z.int().min(0).max(366) }),
  /** `workflow`: the key of the workflow whose run was completed. */
  z.strictObject({ ...started, on: z.literal('run_completed'), workflow: z.string().min(1) }),
  /** `form`: the key of the form that somebody was asked with, in whichever workflow. */
  z.strictObject({ ...started, on: z.literal('form_answered'), form: z.string().min(1).max(40) }),
]);
export type Trigger = z.infer<typeof trigger>;

export const content = z.strictObject({
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(500).default(''),
  subject_kinds: subjectKinds,
  settings: settings.prefault({}),
  steps: z.array(step).max(200),
  /** What starts it by itself, each off until it is switched on (WF-166, WF-15). */
  triggers: z.array(trigger).max(20).optional(),
  /** Cases that are simulated before publishing (WF-165). */
  expect: z.array(expectedCase).max(20).optional(),
});
export type Content = z.infer<typeof content>;
/** As a designer writes it: defaults may be left out. */
export type WrittenContent = z.input<typeof content>;

/**
 * The steps that must be finished before `step` becomes live: the step above when nothing is written (WF-31), and of a review
 * always those it judges (WF-135).
 */
export const predecessors = (steps: readonly Step[], index: number): readonly string[] => {
  const step = steps[index];
  const after = writtenAfter(steps, index);
  return step?.kind === 'review' ? [...new Set([...after, ...step.of])] : after;
};

/** What a step is written to come after, whatever else it waits for. */
export const writtenAfter = (steps: readonly Step[], index: number): readonly string[] => {
  const above = steps[index - 1];
  return steps[index]?.after ?? (above ? [above.key] : []);
};

/** Who may do a step, in the order tried; nobody for an action, and of a review the first reviewer. */
export const whoOf = (step: Step): readonly string[] => {
  switch (step.kind) {
    case 'task':
    case 'form':
      return step.who ?? [];
    case 'review':
      return step.reviewers[0]!;
    case 'action':
      return [];
    default:
      return step satisfies never;
  }
};
