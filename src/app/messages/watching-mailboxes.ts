import { sql } from 'kysely';
import { type Id, newId } from '#ground/id.ts';
import { placeOf } from '#inbox/mailboxes/checking.ts';
import type { Mailbox } from '#inbox/mailboxes/model.ts';
import { MailboxFault, type OpenMailbox } from '#inbox/mailboxes/port.ts';
import { ReadElsewhere } from '#inbox/mailboxes/progress.ts';
import { mailboxOf, secretOf } from '#inbox/mailboxes/store.ts';
import { begin, type Taking, takeRound } from '#inbox/mailboxes/taking.ts';
import { tellFailure, tellRead } from '#inbox/mailboxes/telling.ts';
import type { Database } from '#kernel/database/pool.ts';
import { inPractice, NoPractice } from '#kernel/database/practice.ts';
import type { Seal } from '#messages/channels/secrets.ts';

export interface Watching {
  engine: Database;
  taking: Taking;
  seal: Seal;
  open: OpenMailbox;
  onFault(error: unknown): void;
}

export interface Watch {
  /** Holds on to what this node reads, and takes what nobody reads and is due. */
  look(): Promise<void>;
  /** Lets go of all mailboxes, so that others take them. */
  stop(): Promise<void>;
}

/** A node that dies lets go after this time; one that lives says so far more often. */
const HELD = sql`interval '60 seconds'`;
const RENEW_MS = 10_000;
/** Connections of one node; above it a mailbox is let go after each round, so that each has its turn. */
const MOST_OPEN = 100;

interface Turn {
  practice_id: Id;
  mailbox_id: Id;
  stirred_at: string;
}

interface Session extends Turn {
  stop: AbortController;
  ended: Promise<void>;
}

/** Reads the mailboxes of all practices; one node reads each at a time, however many watch (IN-49). */
export const watchMailboxes = (watching: Watching): Watch => {
  const { engine } = watching;
  const me = newId();
  const sessions = new Map<Id, Session>();
  let renewed_at = 0;
  let stopped = false;
  const begun = (turn: Turn): void => {
    const stop = new AbortController();
    const stays = () => sessions.size < MOST_OPEN;
    const ended = session(watching, turn, { signal: stop.signal, stays })
      .catch((error) => {
        watching.onFault(error);
        return MINUTE_MS;
      })
      .then((next) => letGo(engine, me, { ...turn, next }))
      .catch(watching.onFault)
      .finally(() => sessions.delete(turn.mailbox_id));
    sessions.set(turn.mailbox_id, { ...turn, stop, ended });
  };
  return {
    look: async () => {
      const renew = performance.now() - renewed_at > RENEW_MS;
      if (renew) renewed_at = performance.now();
      const mine = new Map((await held(engine, me, renew)).map((turn) => [turn.mailbox_id, turn]));
      for (const [id, { stop, stirred_at }] of sessions) if (mine.get(id)?.stirred_at !== stirred_at) stop.abort();
      if (stopped || sessions.size >= MOST_OPEN) return;
      for (const turn of await claim(engine, me, MOST_OPEN - sessions.size)) begun(turn);
    },
    stop: async () => {
      stopped = true;
      for (const { stop } of sessions.values()) stop.abort();
      await Promise.all([...sessions.values()].map(({ ended }) => ended));
    },
  };
};

const MINUTE_MS = 60_000;

const held = async (engine: Database, me: Id, renew: boolean): Promise<Turn[]> => {
  const turns = sql<Turn>`practice_id, mailbox_id, stirred_at::text as stirred_at`;
  const { rows } = renew
    ? await sql<Turn>`
        update meta.mailbox_turn set held_until = clock_timestamp() + ${HELD} where holder = ${me} returning ${turns}`.execute(
        engine,
      )
    : await sql<Turn>`select ${turns} from meta.mailbox_turn where holder = ${me}`.execute(engine);
  return rows;
};

const claim = async (engine: Database, me: Id, most: number): Promise<Turn[]> => {
  const { rows } = await sql<Turn>`
    with due as (
      select practice_id, mailbox_id from meta.mailbox_turn
      where next_at <= clock_timestamp() and (held_until is null or held_until < clock_timestamp())
      order by next_at limit ${most} for update skip locked)
    update meta.mailbox_turn t set holder = ${me}, held_until = clock_timestamp() + ${HELD}
    from due where t.practice_id = due.practice_id and t.mailbox_id = due.mailbox_id
    returning t.practice_id, t.mailbox_id, t.stirred_at::text as stirred_at`.execute(engine);
  return rows;
};

/** Whoever was stirred meanwhile is read again at once. */
const letGo = async (
  engine: Database,
  me: Id,
  { practice_id, mailbox_id, stirred_at, next }: Turn & { next: number },
): Promise<void> => {
  await sql`
    update meta.mailbox_turn set holder = null, held_until = null,
      next_at = case when stirred_at::text = ${stirred_at} then clock_timestamp() + make_interval(secs => ${next / 1000}) else clock_timestamp() end
    where practice_id = ${practice_id} and mailbox_id = ${mailbox_id} and holder = ${me}`.execute(engine);
};

/** Reads a mailbox, and goes on as long as its server tells what comes; gives in how many milliseconds to come again. */
const session = async (
  watching: Watching,
  { practice_id: practice, mailbox_id: id }: Turn,
  watched: Watched,
): Promise<number> => {
  const { kernel } = watching.taking;
  const found = await inPractice(kernel.db, practice, async (desk) => ({
    mailbox: await mailboxOf(desk, id),
    sealed: await secretOf(desk, id),
  })).catch(letGoneBeGone);
  if (!found?.mailbox?.on || !found.sealed) return MINUTE_MS;
  try {
    const secret = opened(watching.seal, found.sealed);
    return await read(watching, { practice, mailbox: found.mailbox, secret }, watched);
  } catch (error) {
    if (error instanceof ReadElsewhere || error instanceof NoPractice) return MINUTE_MS;
    if (!(error instanceof MailboxFault)) throw error;
    if (watched.signal.aborted) return 0;
    return tellFailure(kernel, practice, { id, because: error.message });
  }
};

const opened = (seal: Seal, sealed: string): string => {
  try {
    return seal.open(sealed);
  } catch {
    throw new MailboxFault('Its password was kept under another key of this installation. Give it again.');
  }
};

interface Watched {
  signal: AbortSignal;
  /** Whether there is room to keep a connection open. */
  stays(): boolean;
}

const read = async (
  { taking, open }: Watching,
  { practice, mailbox, secret }: { practice: Id; mailbox: Mailbox; secret: string },
  { signal, stays }: Watched,
): Promise<number> => {
  const folder = await open(placeOf(mailbox), secret);
  // what is under way is not waited for: it is found again where it was not saved
  const hangUp = () => void folder.close();
  signal.addEventListener('abort', hangUp);
  try {
    const at = { practice, mailbox, folder };
    const every = mailbox.poll_seconds * 1000;
    for (let progress = await begin(taking, at); ; ) {
      for (let more = true; more && !signal.aborted; ) ({ progress, more } = await takeRound(taking, at, progress));
      await tellRead(taking.kernel, practice, mailbox.id);
      if (signal.aborted) return 0;
      if (!folder.tells || !stays()) return every;
      await folder.wait(every, signal);
      if (signal.aborted) return 0;
    }
  } finally {
    await folder.close();
  }
};

const letGoneBeGone = (error: unknown): null => {
  if (error instanceof NoPractice) return null;
  throw error;
};
