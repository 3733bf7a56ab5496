import { sql } from 'kysely';
import { type Desk, inPractice } from '#kernel/database/practice.ts';
import type { Command, Facts, Json, Ref } from '#kernel/decision/model.ts';
import { ref } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import type { Place } from '#kernel/http/route.ts';
import { type Done, perform } from '#kernel/loop/perform.ts';
import type { Kernel, Room, Wanted } from '#kernel/loop/room.ts';

/**
 * Performs one command for a page. A stale version is refused `conflict` with the fields, what they are now, who changed them
 * and when, so that what was typed can be put on theirs (PE-104, PL-67).
 */
export const save = async <S extends object, C extends Command>(
  kernel: Kernel,
  place: Place,
  room: Room<S, C>,
  wanted: Wanted<C>,
): Promise<Done<S>> => {
  const outcome = await perform(kernel, place, room, wanted);
  if (outcome.yes || outcome.kind !== 'conflict' || wanted.version === undefined) return yesOrThrow(outcome) as Done<S>;
  const acts = Number(outcome.facts?.current_version ?? 0) - wanted.version;
  const theirs = await inPractice(kernel.db, place.practice_id, (desk) =>
    changesSince(desk, ref(room.name, wanted.id), acts),
  );
  throw new HttpRefusal({
    ...outcome,
    because: sentence(theirs) ?? outcome.because,
    facts: { ...outcome.facts, ...theirs },
  });
};

interface Theirs extends Record<string, Json> {
  changed_by: string | null;
  changed_at: string | null;
  /** field → [what you saw, what stands there now]. */
  fields: Record<string, Json>;
}

const sentence = ({ changed_by, changed_at }: Theirs): string | null =>
  changed_by &&
  `${changed_by} changed this at ${changed_at!.slice(0, 16).replace('T', ' ')} UTC, after you opened it. What you typed is still here: look at both.`;

/** What the newest `acts` acts did to a thing: each raised its version by one. */
const changesSince = async ({ tx, practice }: Desk, thing: Ref, acts: number): Promise<Theirs> => {
  const { rows } = await sql<{ at: string; actor: string; name: string | null; facts: Facts; private: Facts | null }>`
    with newest as (
      select act_id, max(id::text) as last from app.event
      where practice_id = ${practice.id} and (thing = ${thing} or root = ${thing}) and verb not like '%.refused'
      group by act_id order by last desc limit ${Math.max(acts, 0)})
    select e.at, e.actor, m.name, e.facts, e.private from app.event e
    join newest n on n.act_id = e.act_id
    left join app.member m on m.practice_id = e.practice_id and e.actor = 'member:' || m.id
    where e.practice_id = ${practice.id} and e.thing = ${thing} order by e.id`.execute(tx);
  const fields: Record<string, Json> = {};
  for (const row of rows)
    for (const [field, [before, after]] of Object.entries({ ...row.facts, ...row.private }))
      fields[field] = [(fields[field] as Json[] | undefined)?.[0] ?? before, after];
  const last = rows.at(-1);
  return { changed_by: last ? (last.name ?? last.actor) : null, changed_at: last?.at ?? null, fields };
};
