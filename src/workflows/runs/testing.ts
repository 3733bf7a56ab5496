import type { Id } from '#ground/id.ts';
import { dateAt, type Instant } from '#ground/time.ts';
import type { BuiltIn } from '#kernel/access/roles/abilities.ts';
import { BUILT_IN_ROLES, builtIn } from '#kernel/access/roles/builtin.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Acceptance, Actor, Context, Decision, Effect, Event, Refusal, Who } from '#kernel/decision/model.ts';
import { type Content, content, type WrittenContent } from '#workflows/definitions/content.ts';
import { blankRun } from './blank.ts';
import type { RunCommand, TakeBack } from './commands.ts';
import type { Directory, Run, RunState, SubjectFacts, Task } from './model.ts';
import { decide, evolve, settled } from './rules.ts';
import { rowOf } from './state.ts';

/** What the tests of runs share: a practice in London, its people, and a run on which they act one after the other. */

/** Who there is: a partner, a manager and three of the staff; `vera` only looks. */
export const ROLES: Record<string, BuiltIn> = {
  paula: 'Owner',
  mark: 'Manager',
  anna: 'Staff',
  ben: 'Staff',
  cora: 'Staff',
  dan: 'Staff',
  adam: 'Admin',
  vera: 'Viewer',
};

export const DIRECTORY: Directory = {
  members: Object.entries(ROLES).map(([id, role]) => ({
    id,
    name: id[0]!.toUpperCase() + id.slice(1),
    role_id: builtIn(role).id,
    active: true,
  })),
  roles: BUILT_IN_ROLES,
  delegations: [],
  outbox: { email: 10, sms: 10 },
};

export const CLIENT: SubjectFacts = {
  record: 'person',
  id: 'client',
  kind: 'client',
  name: 'Harbour Bakery',
  active: true,
  restricted: false,
  client_id: 'client',
  roles: { partner: 'paula', manager: 'mark', assignee: 'anna', reviewer: 'ben' },
  fields: { kind: 'client', display_name: 'Harbour Bakery', status: 'active', tags: ['monthly'] },
};

export const whoIs = (id: string): Who => {
  const role = builtIn(ROLES[id]!);
  const { levels, reach, abilities } = role;
  const actor: Actor = `member:${id}`;
  return { actor, member_id: id, role_id: role.id, role_name: role.name, levels, reach, abilities, deputy_for: [] };
};

export const PRACTICE: Context['practice'] = {
  id: 'practice',
  name: 'Tern & Partners',
  kind: 'live',
  time_zone: 'Europe/London',
  country: 'GB',
  locale: 'en-GB',
  currency: 'GBP',
  working_days: [1, 2, 3, 4, 5],
  holidays: ['2026-12-25', '2026-12-28', '2027-01-01'],
  send_hour: '09:00',
  start_hour: 6,
  settings: {},
};

let made = 0;
export const contextAt = (now: Instant, who: Who): Context => ({
  now,
  today: dateAt(now, PRACTICE.time_zone),
  practice: PRACTICE,
  who,
  newId: () => {
    made += 1;
    return `id-${String(made).padStart(6, '0')}`;
  },
});

/** `2026-11-23` or `2026-11-23 15:55`, in practice time of the winter. */
export const instant = (text: string): Instant => `${text.slice(0, 10)}T${text.slice(11) || '09:00'}:00.000Z`;

export const contentOf = (written: Partial<WrittenContent> = {}): Content =>
  content.parse({ name: 'Payroll', subject_kinds: ['client'], steps: [], ...written });

export const task = (key: string, more: object = {}) => ({
  key,
  kind: 'task' as const,
  title: key[0]!.toUpperCase() + key.slice(1),
  who: ['assignee'],
  ...more,
});
export const action = (key: string, more: object = {}) => ({
  key,
  kind: 'action' as const,
  title: key[0]!.toUpperCase() + key.slice(1),
  do: 'note' as const,
  params: { text: 'Done.' },
  ...more,
});

export const review = (key: string, of: string[], more: object = {}) => ({
  key,
  kind: 'review' as const,
  title: key[0]!.toUpperCase() + key.slice(1),
  of,
  reviewers: [['reviewer', 'manager']],
  ...more,
});

export interface Setting {
  at?: string;
  by?: string | null;
  run?: Partial<Run>;
  subject?: Partial<SubjectFacts>;
  directory?: Partial<Directory>;
  state?: Partial<RunState>;
}

/** An act as the history keeps it. */
export type Act = TakeBack['events'];

/** A run that people act on. Every act that is taken moves the state on, with row versions as the loop counts them. */
export class Played {
  state: RunState;
  now: Instant;
  acts: Act[] = [];
  effects: Effect[] = [];
  private who: Who = whoIs('mark');

  constructor(written: Partial<WrittenContent>, setting: Setting = {}) {
    this.now = instant(setting.at ?? '2026-11-23 09:00');
    this.state = stateOf(contentOf(written), this.now, setting);
    const launcher = this.state.run.started_by;
    if (launcher) this.who = whoIs(launcher);
    this.keep(settled(this.state, { yes: true, events: [], effects: [] }, this.context));
    this.as('mark');
  }

  get context(): Context {
    return contextAt(this.now, this.who);
  }

  at(time: string): this {
    this.now = instant(time);
    return this;
  }

  as(member: string, more: Partial<Who> = {}): this {
    this.who = member === 'machine' ? systemWho('worker') : { ...whoIs(member), ...more };
    return this;
  }

  /** Time passes and the timer fires. */
  wakes(time: string): this {
    return this.at(time).as('machine').does({ do: 'wake' });
  }

  does(command: RunCommand): this {
    const decision = decide(this.state, command, this.context);
    if (!decision.yes) throw new Error(`refused: ${decision.code}: ${decision.because}`);
    this.keep(decision);
    return this;
  }

  refuses(command: RunCommand): Refusal {
    const decision = decide(this.state, command, this.context);
    if (decision.yes) throw new Error(`accepted: ${decision.events.map(({ verb }) => verb).join(', ')}`);
    return decision;
  }

  decides(command: RunCommand): Decision {
    return decide(this.state, command, this.context);
  }

  /** The worker does what it was given, until nothing is left. */
  works(): this {
    for (let jobs = this.jobs(); jobs.length; jobs = this.jobs())
      for (const job of jobs) this.as('machine').does({ do: 'action_done', ...job });
    return this;
  }

  /** Actions given to the worker and not yet done. */
  jobs(): { task: Id; attempt: number }[] {
    return this.state.tasks
      .filter((row) => row.kind === 'action' && row.state === 'ready')
      .map((row) => ({ task: row.id, attempt: row.attempt }));
  }

  row(key: string): Task {
    const row = rowOf(this.state, key);
    if (!row) throw new Error(`${key} has no row`);
    return row;
  }

  has(key: string): boolean {
    return rowOf(this.state, key) !== undefined;
  }

  id(key: string): Id {
    return this.row(key).id;
  }

  finish(key: string, more: object = {}): this {
    return this.does({ do: 'finish_task', task: this.id(key), ...more });
  }

  /** The newest act, as an undo gets it. */
  get last(): Act {
    return this.acts.at(-1)!;
  }

  undo(act: Act, reason?: string): RunCommand {
    return { do: 'undo', events: act, reason };
  }

  states(): Record<string, string> {
    return Object.fromEntries(this.state.tasks.map((row) => [row.step_key ?? row.title, row.state]));
  }

  private keep({ events, effects }: Acceptance): void {
    this.state = events.reduce<RunState>(evolve, this.state);
    for (const { thing } of events) {
      const rows = [this.state.run, ...this.state.tasks, ...this.state.holds, ...this.state.comments];
      const row = rows.find(({ id }) => thing.endsWith(`:${id}`));
      if (row) row.version += 1;
    }
    this.acts.push(recorded(events, this.who.actor));
    this.effects = [...effects];
  }
}

/** As the audit keeps them, newest first. */
export const recorded = (events: readonly Event[], actor: Actor): Act =>
  events.map((event, i) => ({ ...event, id: `event-${i}`, actor })).toReversed();

const stateOf = (version: Content, now: Instant, setting: Setting): RunState => ({
  run: {
    ...blankRun('run'),
    version: 1,
    workflow_id: 'workflow',
    workflow_version: 1,
    subject_id: 'client',
    client_id: 'client',
    exclusive: true,
    started_at: now,
    started_on: dateAt(now, PRACTICE.time_zone),
    started_by: setting.by === undefined ? 'mark' : setting.by,
    owner_id: setting.by === undefined ? 'mark' : setting.by,
    ...setting.run,
  },
  content: version,
  tasks: [],
  holds: [],
  comments: [],
  subject: { ...CLIENT, ...setting.subject },
  records: {},
  files: [],
  rival: null,
  directory: { ...DIRECTORY, ...setting.directory },
  ...setting.state,
});
