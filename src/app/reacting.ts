import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { forgetTold } from '#kernel/audit/forgetting.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import { type Desk, hasOwnClock } from '#kernel/database/practice.ts';
import type { Command, Json } from '#kernel/decision/model.ts';
import { kindOf, ref } from '#kernel/decision/rules.ts';
import { files } from '#kernel/files/store.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel } from '#kernel/loop/room.ts';

/** What reactions are made of: telling a room, and asking which runs an event is about. */

const who = systemWho('reactions');
export const caller = (): Caller => ({ who, request_id: newId() });

/** `actId` keeps a consequence in the act it follows from, so that one undo takes both back; `run`: the run it comes from. */
export const tell = async (
  kernel: Kernel,
  desk: Desk,
  room: AnyRoom,
  wanted: readonly { id: Id; command: Command }[],
  actId?: Id,
  run?: Id,
): Promise<void> => {
  if (wanted.length)
    await act(kernel, desk, { ...caller(), ...(run && { run }) }, room, wanted, actId ? () => actId : undefined);
};

/** Different things are told together; several of one thing one after another, each on what the one before left. */
export const inRounds = <One>(wanted: readonly One[], thing: (one: One) => Id): One[][] => {
  const turns = new Map<Id, number>();
  const rounds = Map.groupBy(wanted, (one) => {
    const turn = turns.get(thing(one)) ?? 0;
    turns.set(thing(one), turn + 1);
    return turn;
  });
  return [...rounds.values()];
};

/** The commands that bring a task's answers to its subject: fields in one change, each role by itself. */
export const writtenChange = ({ facts }: Recorded): Command[] | null => {
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

export const rolesGiven = ({ thing, facts }: Recorded): string[] =>
  kindOf(thing) === 'role_holding'
    ? [facts.role?.[1], facts.role?.[0]].filter((role): role is string => typeof role === 'string')
    : [];

export const subjectOf = async ({ tx, practice }: Desk, run: Id): Promise<{ subject_kind: string; subject_id: Id }> => {
  const { rows } = await sql<{
    subject_kind: string;
    subject_id: Id;
  }>`select subject_kind, subject_id from app.run where practice_id = ${practice.id} and id = ${run}`.execute(tx);
  return rows[0]!;
};

export const mergedBy = ({ facts }: Recorded) => ({
  kind: facts.kind?.[1] as 'person' | 'employee' | 'contact',
  survivor: facts.survivor_id?.[1] as Id,
  absorbed: facts.absorbed_id?.[1] as Id,
  cancelled: ((facts.runs?.[1] as { cancelled?: Id[] } | undefined)?.cancelled ?? []) as Id[],
});

export const allRunsOf = async ({ tx, practice }: Desk, subject: Id): Promise<Id[]> => {
  const { rows } = await sql<{
    id: Id;
  }>`select id from app.run where practice_id = ${practice.id} and subject_id = ${subject}`.execute(tx);
  return rows.map(({ id }) => id);
};

/** Files of the tasks about these subjects, whatever became of them. */
export const filesAbout = async ({ tx, practice }: Desk, subjects: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select f.id from app.task t join app.file f on f.practice_id = t.practice_id and f.thing = 'task:' || t.id
    where t.practice_id = ${practice.id} and (t.subject_id = any(${subjects}) or t.client_id = any(${subjects}))`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

/** Files of who was erased go, name and bytes, and what was told of them (PE-29). */
export const eraseFiles = async (kernel: Kernel, desk: Desk, ids: readonly Id[]): Promise<void> => {
  await tell(
    kernel,
    desk,
    files,
    ids.map((id) => ({ id, command: { do: 'erase' } })),
  );
  await forgetTold(
    desk,
    ids.map((id) => ref('file', id)),
  );
};

/** By the events of the merge's own act: what it did to runs is turned round, a run at a time, newest first. */
export const takeRunsBack = async (kernel: Kernel, desk: Desk, merge: Id): Promise<void> => {
  const { rows } = await sql<{ event: Id; run: Id; verb: string; facts: Recorded['facts'] }>`
    select e.id as event, e.run_id as run, e.verb, e.facts from app.event m
    join app.event e on e.practice_id = m.practice_id and e.act_id = m.act_id and e.verb in ('run.followed', 'run.cancelled')
    where m.practice_id = ${desk.practice.id} and m.root = ${`merge:${merge}`} and m.verb = 'merge.made' order by e.id desc`.execute(
    desk.tx,
  );
  const room = kernel.rooms.get('run')!;
  for (const { run, verb, facts } of rows) {
    const command =
      verb === 'run.cancelled'
        ? { do: 'restore', reason: 'the merge was reversed' }
        : {
            do: 'follow',
            subject_kind: facts.subject_kind?.[0] ?? 'person',
            subject_id: facts.subject_id?.[0],
            client_id: facts.client_id?.[0] ?? facts.subject_id?.[0],
          };
    await tell(kernel, desk, room, [{ id: run, command: command as Command }]);
  }
};

export const runsReferring = async ({ tx, practice }: Desk, authorizations: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.run where practice_id = ${practice.id} and ended_at is null and refers_to <> '{}' and refers_to && ${authorizations}::uuid[]`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

export const runsWith = async ({ tx, practice }: Desk, member: Id): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select r.id from app.run r where r.practice_id = ${practice.id} and r.ended_at is null
      and (r.owner_id = ${member} or exists (select 1 from app.task t where t.practice_id = r.practice_id and t.run_id = r.id
        and t.assignee_id = ${member} and t.state in ('ready', 'in_progress', 'failed')))`.execute(tx);
  return rows.map(({ id }) => id);
};

export const wakeAll = async ({ tx, practice, now }: Desk): Promise<void> => {
  await sql`
    insert into app.timer (practice_id, room, thing, due_at, state, own_clock)
    select r.practice_id, 'run', r.id, ${now}, 'waiting', ${hasOwnClock(practice)} from app.run r
    where r.practice_id = ${practice.id} and r.ended_at is null
    on conflict (practice_id, room, thing) do update set due_at = excluded.due_at, state = 'waiting', fence = app.timer.fence + 1, queued_at = null`.execute(
    tx,
  );
};
