import { type RawBuilder, sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { addDays, addMilliseconds, addMonths, type Instant, type PlainDate } from '#ground/time.ts';
import { can, reads } from '#kernel/access/roles/rules.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { SeenPersons } from '#workflows/cadence/api.ts';
import { ABOUT, visibleSubject } from '#workflows/runs/visible.ts';
import { datesAhead } from '#workflows/series/reading.ts';
import { currentVersion } from '#workflows/series/state.ts';
import { loadClients } from '#workflows/series/store.ts';
import type { Entry } from './calendar.ts';
import type { Feed } from './model.ts';

/** What a feed holds, as far as its maker may see it at this moment (CA-61 … CA-63, PL-130, WF-203). */

export const MOST_ENTRIES = 2_000;
const DAYS_BACK = 30;
const DAYS_AHEAD = 365;
/** Planned occurrences are shown so far ahead (CA-62). */
const MONTHS_PLANNED = 6;
/** For so long what was called off is still told (CA-62). */
const CANCELLED_DAYS = 30;
/** So many clients' dates are computed at a time. */
const AT_ONCE = 500;

interface Asked {
  desk: Desk;
  feed: Feed;
  who: Who;
  /** Over `app.person p`: whom the maker may read. */
  seen: RawBuilder<boolean>;
}

/** The nearest 2,000; of more, those that are due last are cut. */
export const entriesOf = async (desk: Desk, feed: Feed, by: { who: Who; seen: SeenPersons }): Promise<Entry[]> => {
  const { who } = by;
  const asked: Asked = { desk, feed, who, seen: await by.seen(desk, who) };
  const repeats = can(who, reads('workflows')) === null;
  const found = [
    ...(await taskEntries(asked)),
    ...(repeats ? await storedEntries(asked) : []),
    ...(repeats ? await computedEntries(asked) : []),
  ];
  const nearest = found.sort((a, b) => (a.due === b.due ? (a.uid < b.uid ? -1 : 1) : a.due < b.due ? -1 : 1));
  return nearest.slice(0, MOST_ENTRIES).map((one) => (feed.titles_only ? { ...one, client: null } : one));
};

type Row = Omit<Entry, 'status'> & { state: string };

/** Open tasks, and for a while those that were called off; what is done leaves the calendar. */
const taskEntries = async ({ desk, feed, who }: Asked): Promise<Entry[]> => {
  const { tx, practice } = desk;
  const { rows } = await sql<Row>`
    select r.id as uid, r.version as sequence, ${changedAt('task', sql`r.id`, sql`coalesce(r.ready_at, ${desk.now})`)} as changed_at, r.due_on as due, r.state,
      r.title as what, coalesce(p.display_name, e.display_name) as client
    from app.task r
    left join app.person p on p.practice_id = r.practice_id and p.id = ${ABOUT}
    left join app.employee e on e.practice_id = r.practice_id and e.id = r.subject_id
    where r.practice_id = ${practice.id} and r.kind <> 'action' and r.due_on between ${firstDay(desk)} and ${addDays(desk.today, DAYS_AHEAD)}
      and (r.state in ('waiting', 'ready', 'in_progress') or (r.state in ('skipped', 'cancelled') and r.finished_at >= ${calledOffSince(desk)}))
      and ${feed.about === 'mine' ? sql`r.assignee_id = ${feed.member_id}` : visibleSubject(desk, who)}
      and ${feed.about === 'client' ? sql`coalesce(r.client_id, r.subject_id) in (select app.records_of(r.practice_id, app.survivor_of(r.practice_id, ${feed.client_id}::uuid)))` : sql`true`}
    order by r.due_on, r.id limit ${MOST_ENTRIES}`.execute(tx);
  return rows.map(({ state, ...row }) => ({
    ...row,
    status: state === 'waiting' ? 'tentative' : CALLED_OFF.includes(state) ? 'cancelled' : 'confirmed',
  }));
};

const CALLED_OFF = ['skipped', 'cancelled'];

/** Occurrences that are stored: made, about to be made, or called off. */
const storedEntries = async (asked: Asked): Promise<Entry[]> => {
  const { desk, seen } = asked;
  const changed_at = changedAt('occurrence', sql`o.id`, sql`o.created_at`);
  const { rows } = await sql<Row & { of: Id; key: string }>`
    select * from (
      select o.series_client_id as of, o.key, o.version as sequence, ${changed_at} as changed_at, o.due, o.state, w.name as what,
        p.display_name as client, s.state as series
      ${occurrencesOf(asked)} and o.due between ${firstDay(desk)} and ${addDays(desk.today, DAYS_AHEAD)} and ${seen}) found
    where state = 'deployed' or (state in ('skipped', 'cancelled') and changed_at >= ${calledOffSince(desk)})
      or (state in ('planned', 'ready', 'queued', 'deferred', 'failed') and series = 'active' and due <= ${lastPlanned(desk)})
    order by due, of, key limit ${MOST_ENTRIES}`.execute(desk.tx);
  return rows.map(({ of, key, sequence, changed_at: at, due, state, what, client }) => ({
    uid: uidOf(of, key),
    sequence,
    changed_at: at,
    due,
    status: state === 'deployed' ? 'confirmed' : CALLED_OFF.includes(state) ? 'cancelled' : 'tentative',
    what,
    client,
  }));
};

/** Dates after the next one of each client; they are stored nowhere, and become the same entries once they are (CA-37). */
const computedEntries = async (asked: Asked): Promise<Entry[]> => {
  const { desk, seen } = asked;
  const until = lastPlanned(desk);
  const { rows } = await sql<{ id: Id; what: string }>`
    select o.series_client_id as id, min(w.name) as what ${occurrencesOf(asked)}
      and o.state = 'planned' and s.state = 'active' and o.due <= ${until} and ${seen}
    group by o.series_client_id order by min(o.due), o.series_client_id limit ${MOST_ENTRIES}`.execute(desk.tx);
  const entries: Entry[] = [];
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const some = rows.slice(i, i + AT_ONCE);
    const states = await loadClients(
      desk,
      some.map(({ id }) => ({ id, command: { do: 'settle' } })),
    );
    for (const { id, what } of some) {
      const state = states.get(id)!;
      const client = state.client?.name ?? null;
      const changed_at = currentVersion(state.series).made_at;
      for (const { key, due, scheduled } of datesAhead(state)) {
        if (scheduled > until) break;
        if (due <= until)
          entries.push({ uid: uidOf(id, key), sequence: 0, changed_at, due, status: 'tentative', what, client });
      }
    }
  }
  return entries;
};

const occurrencesOf = ({ desk, feed }: Asked) => sql`
  from app.occurrence o
  join app.series s on s.practice_id = o.practice_id and s.id = o.series_id
  join app.workflow w on w.practice_id = s.practice_id and w.id = s.workflow_id
  join app.person p on p.practice_id = o.practice_id and p.id = o.client_id
  where o.practice_id = ${desk.practice.id}
    and ${feed.about === 'mine' ? sql`s.owner_id = ${feed.member_id}` : sql`true`}
    and ${feed.about === 'client' ? sql`o.client_id in (select app.records_of(o.practice_id, app.survivor_of(o.practice_id, ${feed.client_id}::uuid)))` : sql`true`}`;

/** The series and the client in one id, and the date's key: what makes an occurrence the same whatever else changes (CA-33). */
const uidOf = (series_client: Id, key: string): string => `${series_client}-${key}`;

const changedAt = (kind: string, id: RawBuilder<unknown>, else_: RawBuilder<unknown>) => sql<Instant>`coalesce((
  select e.at from app.event e where e.practice_id = ${sql.ref(kind === 'task' ? 'r.practice_id' : 'o.practice_id')}
    and e.thing = ${`${kind}:`} || ${id} order by e.id desc limit 1), ${else_})`;

const firstDay = ({ today }: Desk): PlainDate => addDays(today, -DAYS_BACK);
const lastPlanned = ({ today }: Desk): PlainDate => addMonths(today, MONTHS_PLANNED);
const calledOffSince = ({ now }: Desk): Instant => addMilliseconds(now, -CANCELLED_DAYS * 86_400_000);
