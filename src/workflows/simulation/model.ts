import { z } from 'zod';
import type { Form } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate } from '#ground/time.ts';
import type { PracticeFacts, Who } from '#kernel/decision/model.ts';
import { type ClientFacts, cadence } from '#workflows/cadence/model.ts';
import { type Content, key, subjectKind } from '#workflows/definitions/content.ts';
import { assumed, day, fieldValues, type What } from '#workflows/definitions/expect.ts';
import type { LaunchState } from '#workflows/launch/model.ts';
import type { Directory, SubjectFacts } from '#workflows/runs/model.ts';
import type { Addressee, Mail } from './mail.ts';

/** What is asked of a simulation (WF-156), and what it answers (WF-157). */

export const LIMITS = { subjects: 1_000, lines: 10_000 } as const;

/** A practice need not have the record: it is as the fields say, and a `role.…` without a value is the viewer's. */
const invented = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  fields: fieldValues.default({}),
});

export const scenario = z.strictObject({
  as: subjectKind.optional(),
  start: day.optional(),
  ...assumed,
  /** Facts that change on a day, of one record or of all. */
  changes: z
    .array(z.strictObject({ on: day, subject: z.uuid().optional(), set: fieldValues }))
    .max(200)
    .default([]),
  refers_to: z.array(z.uuid()).max(10).optional(),
  people: z.record(key, z.uuid()).optional(),
  /** Instead of once by hand, whenever this cadence would start it; period and run date are the occurrence's (WF-174). */
  repeats: cadence.optional(),
});
export type Scenario = z.infer<typeof scenario>;

export const simulationBody = scenario.extend({
  /** The id or the key of a workflow. */
  workflow: z.string().min(1),
  /** Left out: the current version, else the draft. */
  version: z.union([z.literal('draft'), z.int().min(1)]).optional(),
  subjects: z.array(z.uuid()).max(100_000).optional(),
  invented: invented.optional(),
});
export type SimulationBody = z.infer<typeof simulationBody>;

export interface Line {
  at: Instant;
  /** In practice time. */
  on: PlainDate;
  time: string;
  subject: Id;
  subject_name: string;
  workflow: string;
  /** What the run is about, where it is about one. */
  period: { start: PlainDate; end: PlainDate } | null;
  step: string | null;
  title: string;
  what: What;
  /** Of actions: which one. */
  action: string | null;
  /** People by name: who has it, who did it, who is told. */
  to: string[];
  due_on: PlainDate | null;
  /** A message as it would read, an outcome. */
  text: string | null;
  why: string[];
  /** It would reach somebody outside the practice. */
  message: boolean;
}

export interface Summary {
  subjects: number;
  started: number;
  completed: number;
  /** The last day on which a run ended; null while one is still open at the horizon. */
  ends_on: PlainDate | null;
  messages: { subject: Id; name: string; messages: number }[];
  /** Tasks that become ready, by who has them and the Monday of the week. */
  load: { member: string; week: PlainDate; tasks: number }[];
}

export interface Simulation {
  start: PlainDate;
  until: PlainDate;
  lines: Line[];
  summary: Summary;
}

/** The practice as the simulation finds it; nothing of it is changed. */
/** A form as it would be asked with. */
export type Asking = Pick<Form, 'title' | 'intro' | 'questions'>;

export interface World {
  practice: PracticeFacts;
  directory: Directory;
  /** Who would start it. */
  who: Who;
  /** The key of the workflow that is simulated. */
  root: string;
  /** That one, and those its steps start, by key. */
  contents: ReadonlyMap<string, Content>;
  /** Values of the merge fields of texts (ME-20). */
  valuesOf: Values;
  mail: Mail;
  /** The forms that steps ask with, by key. */
  forms: ReadonlyMap<string, Asking>;
  subjects: readonly Subject[];
}

export type Values = (
  at: { practice: PracticeFacts; today: PlainDate },
  of: { subject: SubjectFacts; content: Content },
) => Record<string, string | null>;

/** One subject, and what each workflow would be decided on, by key. */
export interface Subject {
  facts: SubjectFacts;
  launches: ReadonlyMap<string, LaunchState>;
  addressee: Addressee;
  /** What a cadence asks of it. */
  dates: ClientFacts;
}
