import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Command, Json } from '#kernel/decision/model.ts';
import { idOf, kindOf } from '#kernel/decision/rules.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel, Room } from '#kernel/loop/room.ts';
import { handOver } from '#people/persons/handing-over.ts';
import { ROLES } from '#people/persons/model.ts';
import type { PersonsRoom } from '#people/persons/store.ts';
import type { RunCommand } from '#workflows/runs/commands.ts';
import type { RunState } from '#workflows/runs/model.ts';
import { openRunsOf } from '#workflows/runs/store.ts';

/**
 * What one room does because of another: *event → command*, in the transaction of the event. Each reaction gets all events
 * of a batch that carry its verb, so that it acts set-based; a second page is a sign that a rule hides here.
 */
export interface Reaction {
  on: RegExp;
  do(kernel: Kernel, desk: Desk, events: readonly Recorded[], acts: ReadonlyMap<Id, Id>): Promise<void>;
}

export interface ReactingRooms {
  runs: Room<RunState, RunCommand>;
  persons: PersonsRoom;
  employees: AnyRoom;
}

export const react =
  (reactions: readonly Reaction[]): Kernel['react'] =>
  async (kernel, desk, _caller, happened, acts) => {
    for (const reaction of reactions) {
      const mine = happened.filter((event) => reaction.on.test(event.verb));
      if (mine.length) await reaction.do(kernel, desk, mine, acts);
    }
  };

export const reactions = ({ runs, persons, employees }: ReactingRooms): readonly Reaction[] => [
  {
    // An answer that writes a field of the subject changes it with the task (WF-52).
    on: /^task\.finished$/,
    do: async (kernel, desk, events, acts) => {
      for (const event of events) {
        const change = writtenChange(event);
        if (!change || !event.run_id) continue;
        const { subject_kind, subject_id } = await subjectOf(desk, event.run_id);
        const room = subject_kind === 'employee' ? employees : persons;
        for (const command of change)
          await tell(kernel, desk, room, [{ id: subject_id, command }], acts.get(event.run_id));
      }
    },
  },
  {
    // The subject changed: dates, people, conditions and `stop_if` of its open runs are looked at anew (WF-41, WF-116, PE-44).
    on: /^(person|role_holding|waitlist_entry|employee)\./,
    do: async (kernel, desk, events) => {
      const changed = new Map<Id, string[]>();
      for (const event of events.filter(({ verb }) => !verb.endsWith('.refused'))) {
        const subject = idOf(event.root);
        changed.set(subject, [...(changed.get(subject) ?? []), ...rolesGiven(event)]);
      }
      const open = await openRunsOf(desk, [...changed.keys()]);
      const roles = [...new Set([...changed.values()].flat())];
      await tell(
        kernel,
        desk,
        runs,
        open.map((id) => ({ id, command: { do: 'facts_changed', roles } })),
      );
    },
  },
  {
    // Runs anchored on an authorization are planned anew with it, in the same transaction (PE-60).
    on: /^authorization\./,
    do: async (kernel, desk, events) => {
      const open = await runsReferring(
        desk,
        events.filter(({ verb }) => !verb.endsWith('.refused')).map(({ root }) => idOf(root)),
      );
      await tell(
        kernel,
        desk,
        runs,
        open.map((id) => ({ id, command: { do: 'facts_changed' } })),
      );
    },
  },
  {
    // What deactivating asked for: its runs go on, wait, or end (PE-26). One act, one undo.
    on: /^person\.deactivated$/,
    do: async (kernel, desk, events, acts) => {
      for (const event of events) {
        const choice = event.facts.inactive_open_runs?.[1];
        if (choice !== 'hold' && choice !== 'cancel') continue;
        const person = idOf(event.thing);
        const open = await openRunsOf(desk, [person]);
        const command = (): Command & Record<string, Json> =>
          choice === 'hold'
            ? { do: 'room_hold', id: newId(), kind: 'inactive', reason: 'The client is inactive.' }
            : { do: 'stop', reason: 'The client is inactive.' };
        await tell(
          kernel,
          desk,
          runs,
          open.map((id) => ({ id, command: command() })),
          acts.get(person),
        );
      }
    },
  },
  {
    on: /^person\.reactivated$/,
    do: async (kernel, desk, events) => {
      const open = await openRunsOf(
        desk,
        events.map(({ thing }) => idOf(thing)),
      );
      await tell(
        kernel,
        desk,
        runs,
        open.map((id) => ({ id, command: { do: 'room_release', kind: 'inactive', dates: 'shift' } })),
      );
    },
  },
  {
    on: /^(person|employee)\.erased$/,
    do: async (kernel, desk, events) => {
      const open = await openRunsOf(
        desk,
        events.map(({ thing }) => idOf(thing)),
      );
      await tell(
        kernel,
        desk,
        runs,
        open.map((id) => ({ id, command: { do: 'stop', reason: 'subject erased' } })),
      );
    },
  },
  {
    // A deactivated member's open tasks and runs go to the successor, or need an owner (WF-124, PL-30).
    on: /^member\.deactivated$/,
    do: async (kernel, desk, events) => {
      for (const event of events) {
        const member = idOf(event.thing);
        const successor = (event.facts.successor_id?.[1] ?? null) as Id | null;
        // Roles go first, so that what they give is already the successor's (PE-46).
        const successors = Object.fromEntries(ROLES.map((role) => [role, successor]));
        await handOver({ kernel, room: persons, caller: caller() }, desk, { member, successors, move_tasks: true });
        const open = await runsWith(desk, member);
        await tell(
          kernel,
          desk,
          runs,
          open.map((id) => ({ id, command: { do: 'member_left', member, successor } })),
        );
      }
    },
  },
  {
    // Working days, holidays, time zone, send hour, or who stands in for whom: every open run looks at its dates and people
    // at its next wake, which is now (WF-41, WF-131).
    on: /^(practice\.changed|delegation\.(set|ended|undone))$/,
    do: async (_kernel, desk) => wakeAll(desk),
  },
];

const who = systemWho('reactions');
const caller = (): Caller => ({ who, request_id: newId() });

/** `actId` keeps a consequence in the act it follows from, so that one undo takes both back. */
const tell = async (
  kernel: Kernel,
  desk: Desk,
  room: AnyRoom,
  wanted: readonly { id: Id; command: Command }[],
  actId?: Id,
): Promise<void> => {
  if (wanted.length) await act(kernel, desk, caller(), room, wanted, actId ? () => actId : undefined);
};

/** The commands that bring a task's answers to its subject: fields in one change, each role by itself. */
const writtenChange = ({ facts }: Recorded): Command[] | null => {
  const written = Object.entries((facts.written?.[1] ?? {}) as Record<string, Json>);
  return written.length ? commandsOf(written) : null;
};

const commandsOf = (written: readonly [string, Json][]): Command[] => {
  const fields: Record<string, Json> = {};
  const custom: Record<string, Json> = {};
  const commands: Command[] = [];
  for (const [field, value] of written) {
    if (field === 'end_on') commands.push({ do: 'set_last_day', end_on: value } as Command);
    else if (field.startsWith('role.'))
      commands.push({ do: 'set_role', role: field.slice(5), member: value } as Command);
    else if (field.startsWith('custom.')) custom[field.slice(7)] = value;
    else fields[field] = value;
  }
  const change = { ...fields, ...(Object.keys(custom).length ? { custom } : {}) };
  return Object.keys(change).length ? [{ do: 'change', ...change } as Command, ...commands] : commands;
};

const rolesGiven = ({ thing, facts }: Recorded): string[] =>
  kindOf(thing) === 'role_holding'
    ? [facts.role?.[1], facts.role?.[0]].filter((role): role is string => typeof role === 'string')
    : [];

const subjectOf = async ({ tx, practice }: Desk, run: Id): Promise<{ subject_kind: string; subject_id: Id }> => {
  const { rows } = await sql<{
    subject_kind: string;
    subject_id: Id;
  }>`select subject_kind, subject_id from app.run where practice_id = ${practice.id} and id = ${run}`.execute(tx);
  return rows[0]!;
};

const runsReferring = async ({ tx, practice }: Desk, authorizations: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.run where practice_id = ${practice.id} and ended_at is null and refers_to <> '{}' and refers_to && ${authorizations}::uuid[]`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

const runsWith = async ({ tx, practice }: Desk, member: Id): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select r.id from app.run r where r.practice_id = ${practice.id} and r.ended_at is null
      and (r.owner_id = ${member} or exists (select 1 from app.task t where t.practice_id = r.practice_id and t.run_id = r.id
        and t.assignee_id = ${member} and t.state in ('ready', 'in_progress', 'failed')))`.execute(tx);
  return rows.map(({ id }) => id);
};

const wakeAll = async ({ tx, practice, now }: Desk): Promise<void> => {
  await sql`
    insert into app.timer (practice_id, room, thing, due_at, state, own_clock)
    select r.practice_id, 'run', r.id, ${now}, 'waiting', ${practice.kind === 'sandbox'} from app.run r
    where r.practice_id = ${practice.id} and r.ended_at is null
    on conflict (practice_id, room, thing) do update set due_at = excluded.due_at, state = 'waiting', fence = app.timer.fence + 1, queued_at = null`.execute(
    tx,
  );
};
