import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Facts, Ref, Refusal } from '#kernel/decision/model.ts';
import { conflict } from '#kernel/decision/rules.ts';

/** Somebody acts on a version that is not the newest. */
export interface Stale {
  root: Ref;
  seen: number;
  current: number;
}

interface Row {
  root: Ref;
  act_id: Id;
  actor: Actor;
  at: Instant;
  facts: Facts;
  private: Facts | null;
}

/** More events than this are not read to say what changed. */
const LOOKED_AT = 100;

/** What a stale version is refused with (PL-67): the newest version, who made it, when, and which fields changed since. */
export const explainStale = async (desk: Desk, stale: readonly Stale[]): Promise<Refusal[]> => {
  if (!stale.length) return [];
  const { rows } = await sql<Row>`
    select r.root, e.act_id, e.actor, e.at, e.facts, e.private
    from unnest(${stale.map(({ root }) => root)}::text[]) as r(root)
    cross join lateral (
      select * from (
        (select * from app.event where practice_id = ${desk.practice.id} and thing = r.root order by id desc limit ${LOOKED_AT})
        union all
        (select * from app.event where practice_id = ${desk.practice.id} and root = r.root and root <> thing order by id desc limit ${LOOKED_AT})
      ) both_of_them where verb not like '%.refused' order by id desc limit ${LOOKED_AT}) e`.execute(desk.tx);
  return stale.map((one) =>
    refusalOf(
      one,
      rows.filter((row) => row.root === one.root),
    ),
  );
};

const refusalOf = ({ seen, current }: Stale, newestFirst: readonly Row[]): Refusal => {
  const acts = [...new Set(newestFirst.map((row) => row.act_id))].slice(0, Math.max(current - seen, 0));
  const since = newestFirst.filter((row) => acts.includes(row.act_id));
  const fields = [...new Set(since.flatMap((row) => Object.keys({ ...row.facts, ...row.private })))].sort();
  const named =
    fields.length && fields.length < 6 ? ` (${fields.map((field) => field.replaceAll('_', ' ')).join(', ')})` : '';
  const last = since[0];
  return conflict(`This was changed since you opened it${named}. Look at it as it is now, then try again.`, {
    current_version: current,
    ...(last ? { changed_by: last.actor, changed_at: last.at, fields } : {}),
  });
};
