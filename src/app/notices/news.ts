import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import { settingsOf } from '#inbox/items/settings.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { titled } from '#kernel/notices/store.ts';
import { APPROVAL_ASKED, KINDS } from './kinds.ts';
import type { News } from './model.ts';

/** What was told in the app and is to be told by mail too. */

export interface Unmailed extends News {
  member: Id;
  line: string;
  count: number;
  /** Its bulk operation goes on: the count is not the last one. */
  running: boolean;
}

/** Older ones were let be for a reason: nobody is told of last month because they changed a setting today. */
const NEWEST_MS = { at_once: 86_400_000, digest: 7 * 86_400_000 };
const MOST = 100;
const DEFAULTS = JSON.stringify(KINDS.map(({ kind, by_default }) => ({ kind, by_default })));

/** Unread lines that no mail told of yet, of kinds that each member wants this way; newest first, at most 100 each. */
export const unmailed = async (
  { tx, practice, now }: Desk,
  members: readonly Id[],
  way: 'at_once' | 'digest',
): Promise<ReadonlyMap<Id, Unmailed[]>> => {
  const silent = settingsOf(practice).approval_mail ? null : APPROVAL_ASKED;
  const { rows } = await sql<Unmailed>`
    select * from (
      select n.member_id as member, n.id, n.kind, n.thing, n.line, n.title, n.url, n.count,
        coalesce(t.client_id, t.subject_id, r.client_id, r.subject_id, c.client_id, i.client_id, d.client_id) as about_id,
        coalesce(b.state = 'running', false) as running,
        row_number() over (partition by n.member_id order by n.last_at desc, n.id desc) as place
      from app.notification n
      join app.member m on m.practice_id = n.practice_id and m.id = n.member_id
      join json_to_recordset(${DEFAULTS}::json) as k(kind text, by_default text) on k.kind = n.kind
      left join app.task t on t.practice_id = n.practice_id and t.id = ${idIn('task')}
      left join app.run r on r.practice_id = n.practice_id and r.id = ${idIn('run')}
      left join app.conversation c on c.practice_id = n.practice_id and c.id = ${idIn('conversation')}
      left join app.item i on i.practice_id = n.practice_id and i.id = ${idIn('item')}
      left join app.document d on d.practice_id = n.practice_id and d.id = ${idIn('document')}
      left join app.bulk_operation b on b.practice_id = n.practice_id
        and b.id = case when n.line like 'bulk:%' then substr(n.line, 6)::uuid end
      where n.practice_id = ${practice.id} and n.member_id = any(${members}) and n.mailed_at is null and n.read_at is null
        and n.kind is distinct from ${silent}
        and n.last_at > ${addMilliseconds(now, -NEWEST_MS[way])} and coalesce(m.notifications ->> n.kind, k.by_default) = ${way}) one
    where place <= ${MOST} order by member, place`.execute(tx);
  return Map.groupBy(
    rows.map((row) => ({ ...row, title: titled(row).title })),
    ({ member }) => member,
  );
};

const idIn = (kind: string) =>
  sql`case when n.thing like ${`${kind}:%`} then substr(n.thing, ${kind.length + 2})::uuid end`;

export const markMailed = async ({ tx, practice, now }: Desk, ids: readonly Id[]): Promise<void> => {
  await sql`update app.notification set mailed_at = ${now}, version = version + 1
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
};
