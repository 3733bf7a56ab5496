import type { Id } from '#ground/id.ts';
import type { Instant, PlainDate, TimeZone } from '#ground/time.ts';

/** What stands in rows and events: plain data, ISO text for time, decimal text for money. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** `kind:id`, for example `person:01930000-…`: what an event is about. */
export type Ref = `${string}:${Id}`;

/** Who acts: see the glossary of platform.md. */
export type Actor = `member:${Id}` | `key:${Id}` | `mcp:${Id}` | `contact:${Id}` | `system:${string}` | 'operator';

export const MODULES = [
  'people',
  'workflows',
  'inbox',
  'collections',
  'jobs',
  'flows',
  'documents',
  'reports',
  'settings',
] as const;
export type Module = (typeof MODULES)[number];
export type Level = 'none' | 'read' | 'write';
export type Reach = 'everything' | 'assigned';

/** The one who acts, with what they hold *now*; made anew for each request (PL-30). */
export interface Who {
  actor: Actor;
  /** Absent for the machine and the operator. */
  member_id?: Id;
  role_id?: Id;
  role_name: string;
  levels: Record<Module, Level>;
  reach: Record<Module, Reach>;
  abilities: readonly string[];
  /** Members this one is deputy for today (PL-34). */
  deputy_for: readonly Id[];
  /** What each of those delegations covers; a member who is not named here is stood in for in everything. */
  deputy_covers?: Readonly<Record<Id, 'all' | 'decision' | 'task'>>;
  /** A role may narrow reading of people to own clients (PE-103). */
  own_clients_only?: boolean;
}

export interface PracticeFacts {
  id: Id;
  name: string;
  kind: 'live' | 'demo' | 'sandbox';
  /** A demo that is still being made: its timers and jobs wait until it is whole. */
  making?: boolean;
  time_zone: TimeZone;
  country: string;
  locale: string;
  currency: string;
  /** 1 = Monday … 7 = Sunday; default Monday to Friday. */
  working_days: readonly number[];
  /** Dates on which the practice is closed. */
  holidays: readonly PlainDate[];
  /** `HH:MM`, when actions without an hour of their own happen (ME-44). */
  send_hour: string;
  /** 0 to 23, when work that comes round starts on its day (CA-34). */
  start_hour: number;
  settings: Readonly<Record<string, Json>>;
}

/** Everything a decision may know beside the state and the command. `now` is read once, at the door. */
export interface Context {
  now: Instant;
  today: PlainDate;
  practice: PracticeFacts;
  who: Who;
  newId(): Id;
}

/** field → [before, after]. An event is a verb and the difference it made; `null` stands for «was not there». */
export type Facts = Record<string, readonly [before: Json, after: Json]>;

/** What happened to one thing. The shell adds id, time, actor, request and hash (PL-103). */
export interface Event {
  verb: string;
  thing: Ref;
  facts: Facts;
  client_id?: Id;
  run_id?: Id;
  /** Until when the act may be taken back from the toast and the timeline (PL-74); absent: it cannot. */
  undoable_until?: Instant;
  undoes?: Id;
  for_member?: Id;
}

/** What the shell shall do in the same transaction. A new kind of effect is a writer in `app/house.ts`. */
export type Effect =
  /** Wake `room` for `thing` at a time; one timer per (room, thing): the newest wins. */
  | { do: 'wake'; room: string; thing: Id; at: Instant }
  /** Take the timer away. */
  | { do: 'sleep'; room: string; thing: Id }
  | { do: 'notify'; member: Id; verb: string; thing: Ref; title: string; url: string }
  | { do: 'queue'; queue: string; name: string; data: Json };

export interface Problem {
  /** JSON pointer into what was sent: `/emails/0/address`. */
  pointer: string;
  code: string;
  detail: string;
}

export type RefusalKind = 'invalid' | 'not_allowed' | 'not_found' | 'conflict' | 'refused';

/** A no, with a sentence for the user. Nothing was changed. */
export interface Refusal {
  yes: false;
  kind: RefusalKind;
  code: string;
  because: string;
  errors?: Problem[];
  /** What a screen may offer next, for example the record that is in the way. */
  facts?: Record<string, Json>;
}

export interface Acceptance {
  yes: true;
  events: Event[];
  effects: Effect[];
}

export type Decision = Acceptance | Refusal;

/** A command is a value with a verb. */
export interface Command {
  do: string;
}

/** A row of ours: an id and a version for compare-and-set. */
export interface Thing {
  id: Id;
  version: number;
}
