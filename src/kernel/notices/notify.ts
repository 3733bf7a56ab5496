import { sql } from 'kysely';
import { newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Effect } from '#kernel/decision/model.ts';
import type { Caller } from '#kernel/loop/room.ts';

type Notify = Extract<Effect, { do: 'notify' }>;

/** Changes to one thing within this time are one line (PL-125). */
const ONE_LINE_MS = 10 * 60_000;

/**
 * Tells members in the app: never of their own act, and ten changes to one thing within ten minutes are one line with a
 * count. One bulk act gives each member one line per verb, however many things and transactions it takes (WF-186).
 */
export const notify = async (desk: Desk, effects: readonly Notify[], caller: Caller): Promise<void> => {
  const foreign = effects.filter((effect) => effect.member !== caller.who.member_id);
  if (!foreign.length) return;
  const lines = new Map<string, Notify & { id: string; line: string; count: number }>();
  for (const effect of foreign) {
    const line = caller.bulk ? `bulk:${caller.bulk}` : effect.thing;
    const key = `${effect.member}|${effect.verb}|${line}`;
    const before = lines.get(key);
    const told = caller.bulk && before ? before : effect;
    lines.set(key, { ...told, id: newId(), line, count: (before?.count ?? 0) + 1 });
  }
  const rows = JSON.stringify([...lines.values()].sort((a, b) => (a.member < b.member ? -1 : 1)));
  const { practice, now } = desk;
  await sql`
    update app.notification n set takes_more = false
    from json_to_recordset(${rows}::json) as l(member uuid, verb text, line text)
    where n.practice_id = ${practice.id} and n.member_id = l.member and n.verb = l.verb and n.line = l.line
      and n.takes_more and n.last_at < ${addMilliseconds(now, -ONE_LINE_MS)}`.execute(desk.tx);
  await sql`
    insert into app.notification as n (practice_id, id, member_id, verb, thing, line, title, url, count, first_at, last_at)
    select ${practice.id}, l.id, l.member, l.verb, l.thing, l.line, l.title, l.url, l.count, ${now}, ${now}
    from json_to_recordset(${rows}::json)
      as l(id uuid, member uuid, verb text, thing text, line text, title text, url text, count int)
    on conflict (practice_id, member_id, verb, line) where takes_more
    do update set count = n.count + excluded.count, last_at = excluded.last_at, version = n.version + 1,
      title = case when n.line = n.thing then excluded.title else n.title end`.execute(desk.tx);
};
