import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Effect } from '#kernel/decision/model.ts';
import type { Caller, EffectWriter } from '#kernel/loop/room.ts';
import { wakeSoon } from '#kernel/schedule/timers.ts';
import type { KindOfNotice, NoticeKind } from './port.ts';

type Notify = Extract<Effect, { do: 'notify' }>;

/** Changes to one thing within this time are one line (PL-125). */
const ONE_LINE_MS = 10 * 60_000;
/** What happens within a minute goes in one mail. */
const GATHER_MS = 60_000;

/** The room that wakes to mail a member what they want to know at once; its things are members. */
export const MAIL_AT_ONCE = 'mail_at_once';

type Line = Notify & NoticeKind & { id: Id; line: string; count: number };

/**
 * Tells members in the app: never of their own act, nor of a kind they switched off, and nothing to who is deactivated; ten changes to one thing within ten
 * minutes are one line with a count. One bulk act gives each member one line per verb, however many things and transactions it
 * takes (WF-186). Who wants a kind by mail at once gets their alarm set (PL-125).
 */
export const notifying =
  (kindOf: KindOfNotice): EffectWriter<Notify> =>
  async (desk, effects, caller) => {
    const lines = linesOf(effects, caller, kindOf);
    if (!lines.length) return;
    const rows = JSON.stringify(lines);
    const { practice, now } = desk;
    await sql`
      update app.notification n set takes_more = false
      from json_to_recordset(${rows}::json) as l(member uuid, verb text, line text)
      where n.practice_id = ${practice.id} and n.member_id = l.member and n.verb = l.verb and n.line = l.line
        and n.takes_more and n.last_at < ${addMilliseconds(now, -ONE_LINE_MS)}`.execute(desk.tx);
    await wakeSoon(desk, MAIL_AT_ONCE, await kept(desk, rows), addMilliseconds(now, GATHER_MS));
  };

const linesOf = (effects: readonly Notify[], caller: Caller, kindOf: KindOfNotice): Line[] => {
  const lines = new Map<string, Line>();
  for (const effect of effects.filter(({ member }) => member !== caller.who.member_id)) {
    const line = caller.bulk ? `bulk:${caller.bulk}` : effect.thing;
    const key = `${effect.member}|${effect.verb}|${line}`;
    const before = lines.get(key);
    const told = caller.bulk && before ? before : { ...effect, ...kindOf(effect.verb) };
    lines.set(key, { ...told, id: newId(), line, count: (before?.count ?? 0) + 1 });
  }
  return [...lines.values()].sort((a, b) => (a.member < b.member ? -1 : 1));
};

/** Keeps the lines, and answers whose are to be mailed at once and were not yet. */
const kept = async ({ tx, practice, now }: Desk, rows: string): Promise<Id[]> => {
  const { rows: told } = await sql<{ member: Id }>`
    with l as materialized (
      select l.*, coalesce(m.notifications ->> l.kind, l.by_default) as choice, m.state
      from json_to_recordset(${rows}::json)
        as l(id uuid, member uuid, verb text, thing text, line text, title text, url text, count int, kind text, by_default text)
      left join app.member m on m.practice_id = ${practice.id} and m.id = l.member),
    n as (
      insert into app.notification as n
        (practice_id, id, member_id, verb, thing, line, title, url, count, kind, first_at, last_at)
      select ${practice.id}, l.id, l.member, l.verb, l.thing, l.line, l.title, l.url, l.count, l.kind, ${now}, ${now}
      from l where l.choice <> 'off' and l.state is distinct from 'deactivated' order by l.member
      on conflict (practice_id, member_id, verb, line) where takes_more
      do update set count = n.count + excluded.count, last_at = excluded.last_at, version = n.version + 1,
        title = case when n.line = n.thing then excluded.title else n.title end
      returning n.member_id, n.verb, n.line, n.mailed_at)
    select distinct l.member from l join n on n.member_id = l.member and n.verb = l.verb and n.line = l.line
    where l.choice = 'at_once' and n.mailed_at is null order by l.member`.execute(tx);
  return told.map(({ member }) => member);
};
