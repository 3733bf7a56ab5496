import { hostname } from 'node:os';
import { join } from 'node:path';
import { capturedRemoval } from '#connectors/folder/removing.ts';
import { authorities, imapMailboxes } from '#connectors/imap/imap.ts';
import { officeConverter } from '#connectors/office/office.ts';
import { type Id, newId } from '#ground/id.ts';
import type { SenderCheck } from '#inbox/arrivals/port.ts';
import type { ArrivalReading } from '#inbox/arrivals/reading.ts';
import { readTogether } from '#inbox/arrivals/together.ts';
import type { Converter } from '#inbox/letters/port.ts';
import type { OpenMailbox } from '#inbox/mailboxes/port.ts';
import type { Taking } from '#inbox/mailboxes/taking.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import { type Access, openAccess } from '#kernel/access/sessions/access.ts';
import type { BulkCommand } from '#kernel/bulk/bulk.ts';
import { type Database, openDatabase } from '#kernel/database/pool.ts';
import type { DatabaseUrls } from '#kernel/database/roles.ts';
import type { Effect, Json } from '#kernel/decision/model.ts';
import { localStorage } from '#kernel/files/local.ts';
import type { Storage } from '#kernel/files/port.ts';
import { byteRemoval } from '#kernel/files/receive.ts';
import { type Changes, openChanges } from '#kernel/history/changes.ts';
import type { AnyRoom, Kernel } from '#kernel/loop/room.ts';
import { notifying } from '#kernel/notices/notify.ts';
import { keepJobs } from '#kernel/queue/kept.ts';
import { openQueue, type Queue, queueWriter } from '#kernel/queue/queue.ts';
import { clearTimers, setTimers } from '#kernel/schedule/timers.ts';
import { type Woken, wake } from '#kernel/schedule/wake.ts';
import { keepEntries } from '#kernel/search/entries.ts';
import { type Seal, sealing } from '#messages/channels/secrets.ts';
import { canLink } from '#messages/links/store.ts';
import { type GivenMessage, type Sending, sendHere } from '#messages/outbox/sending.ts';
import { readReply } from '#messages/replies/reading.ts';
import { READ_REPLY } from '#messages/replies/rules.ts';
import { IMPORT_WORK, importWork } from '#people/imports/working.ts';
import { workflowByKey } from '#workflows/launch/store.ts';
import { RUN_ACTION } from '#workflows/runs/actions.ts';
import { ASK_FORM } from '#workflows/runs/asking.ts';
import { SERIES_WORK } from '#workflows/series/model.ts';
import { seriesWork, seriesWorkHere } from '#workflows/series/working.ts';
import { lookAtDays } from '#workflows/triggers/looking.ts';
import { triggers } from '#workflows/triggers/store.ts';
import { BULK_COMMANDS } from './bulk-commands.ts';
import { letterJobs, secretLetters } from './capture/letters.ts';
import { documentNotices } from './document-notices.ts';
import { documentReactions } from './document-reactions.ts';
import { exits } from './exits.ts';
import { followingMerges } from './following.ts';
import { itemReactions } from './item-reactions.ts';
import type { JobHandler, LongJob } from './jobs.ts';
import { askForms, formLetters, type GivenForm, isFormLetter } from './messages/asking.ts';
import { replyAddresses } from './messages/reply-addresses.ts';
import type { MailPort } from './messages/test-mail.ts';
import { alertJob } from './notices/alerts.ts';
import { openItems } from './notices/items.ts';
import { kindOfNotice } from './notices/kinds.ts';
import { tellOthersAgain } from './notices/recalled.ts';
import { noticeJobs } from './notices/sending.ts';
import { openTasks } from './notices/work.ts';
import { importsPort } from './ports/imports.ts';
import { readable } from './ports/readable.ts';
import { subjects } from './ports/subjects.ts';
import { messageFileUrls } from './public-pages/message-file-urls.ts';
import { unsubscribeUrls } from './public-pages/unsubscribe-urls.ts';
import { react, reactions } from './reactions.ts';
import {
  conversations,
  documents,
  employees,
  importables,
  imports,
  items,
  launches,
  loneTasks,
  messages,
  persons,
  ROOMS,
  runs,
} from './rooms.ts';
import { type ActionRooms, type GivenAction, runActions, sendAhead } from './run-actions.ts';
import { SANDBOX_WORK, sandboxWork } from './sandbox/working.ts';

export interface House {
  kernel: Kernel;
  engine: Database;
  access: Access;
  bulkCommands: ReadonlyMap<string, BulkCommand>;
  jobs: ReadonlyMap<string, JobHandler>;
  longJobs: ReadonlyMap<string, LongJob>;
  /** Mails that wait, by their arrivals; gives what went wrong with which. */
  readMails(practice: Id, arrivals: readonly Id[]): Promise<ReadonlyMap<Id, unknown>>;
  queue: Queue;
  /** Where uploaded bytes are kept, and the most that one file may have (PL-110, PL-112). */
  files: { storage: Storage; maxBytes: number };
  /** What makes PDFs of letters; null: the built-in layout (IN-117). */
  converter: Converter | null;
  /** How messages leave by way of the workers. */
  sending: Sending;
  /** How mail for the inbox is read. */
  arriving: ArrivalReading;
  /** How mail is fetched from mailboxes of practices (IN-48). */
  fetching: { open: OpenMailbox; taking: Taking };
  /** Where mail comes in. */
  mailPort: MailPort | null;
  /** Seals the secrets of channels. */
  seal: Seal;
  /** PUBLIC_URL. */
  publicUrl: string;
  /** What tokens of links and hooks are made with. */
  tokenKey: string;
  /** TICKMARK_DATA. */
  dataDir: string;
  /** What changed, for whoever listens (WF-192). */
  changes: Changes;
  close(): Promise<void>;
}

export interface HouseOptions {
  urls: DatabaseUrls;
  /** Connections of the app's pool; the engine and sign-in take a few more. */
  pool: number;
  rooms?: readonly AnyRoom[];
  publicUrl: string;
  /** TICKMARK_DATA: files, captured letters. */
  dataDir: string;
  /** MAIL_AUTHSERV. */
  mailAuthserv?: string | undefined;
  /** MAIL_SPAM_HEADER. */
  spamHeader?: string | undefined;
  /** LETTER_CONVERTER: LibreOffice's program; left out: letters are PDFs of the built-in layout. */
  letterConverter?: string | undefined;
  /** MAILBOX_CA_FILE: whose certificates mailboxes may have beside those of known authorities. */
  mailboxCa?: string | undefined;
  /** INBOUND_MAX_MB, in bytes; left out: 25 MB. */
  mailMaxBytes?: number;
  /** Who asks DNS about the senders of mail; left out: nobody does. */
  checkSender?: SenderCheck | null;
  /** The domain of the practices' intake addresses; null: no mail is taken in for the inbox. */
  mailDomain?: string | null;
  /** Where the mail listener of this installation stands; left out: nowhere. */
  mailPort?: MailPort | null;
  /** Answers to what it sends come to its own port, MAIL_PORT. */
  receivesMail?: boolean;
  /** FILE_MAX_MB, in bytes; left out: 25 MB. */
  fileMaxBytes?: number;
  /** Seals what sign-in keeps: at least 32 random bytes as text, the same on every node. */
  secret: string;
  onError(error: Error): void;
}

/** Opens the database as its three roles and fills every port of the kernel. */
export const openHouse = async ({
  urls,
  pool,
  rooms = ROOMS,
  publicUrl,
  dataDir,
  mailAuthserv,
  spamHeader,
  letterConverter,
  mailboxCa,
  mailMaxBytes = 25 * 1_048_576,
  checkSender = null,
  mailDomain = null,
  mailPort = null,
  receivesMail = false,
  fileMaxBytes = 25 * 1_048_576,
  secret,
  onError,
}: HouseOptions): Promise<House> => {
  const db = openDatabase({ url: urls.appUrl, name: 'tickmark-app', max: pool, statementTimeout: 10_000, onError });
  const engine = openDatabase({
    url: urls.engineUrl,
    name: 'tickmark-engine',
    max: 4,
    statementTimeout: 30_000,
    onError,
  });
  const queue = await openQueue({ engineUrl: urls.engineUrl, max: 4, onError });
  const acting: ActionRooms = {
    runs,
    persons,
    employees,
    launches,
    messages,
    workflowByKey,
    can_link: canLink(publicUrl),
  };
  const kernel: Kernel = {
    db,
    rooms: new Map(rooms.map((room) => [room.name, room])),
    writers: { wake: setTimers, sleep: clearTimers, notify: notifying(kindOfNotice), queue: later(queue, () => jobs) },
    ahead: new Map([['run', (...asked) => sendAhead(kernel, acting)(...asked)]]),
    search: keepEntries,
    react: react([
      ...reactions({ runs, persons, employees, launches, triggers, messages, loneTasks }),
      ...followingMerges({ room: items, kind: 'item' }),
      ...documentReactions({ items, documents, messages, publicUrl }),
      ...itemReactions({ items }),
      documentNotices,
      tellOthersAgain,
    ]),
  };
  const actions = runActions(kernel, acting);
  const jobs = new Map<string, JobHandler>([
    [RUN_ACTION, (desk, given) => actions(desk, given as unknown as GivenAction[])],
    [
      'look_at_days',
      (desk, given) =>
        lookAtDays(
          { kernel, launches, triggers, subjects },
          desk,
          given.map(({ trigger }) => trigger as Id),
        ),
    ],
    [
      ASK_FORM,
      (desk, given) => askForms({ kernel, runs, messages, key: secret })(desk, given as unknown as GivenForm[]),
    ],
    ['wake', async (desk, woken) => void (await wake(kernel, desk, timer(), woken as unknown as Woken[]))],
  ]);
  const seal = sealing(secret);
  const storage = localStorage(join(dataDir, 'files'));
  const sending: Sending = {
    rounds: new Map(),
    kernel,
    room: messages,
    node: `${hostname()} ${process.pid}`,
    publicUrl: publicUrl.startsWith('https://') ? publicUrl : null,
    receives: receivesMail,
    exitOf: exits(dataDir, seal),
    unsubscribeUrls: unsubscribeUrls(secret, publicUrl),
    secretLetters: async (desk, letters) =>
      new Map([
        ...(await secretLetters(() => access)(
          desk,
          letters.filter((one) => !isFormLetter(one)),
        )),
        ...formLetters({ key: secret, publicUrl })(desk, letters),
      ]),
    fileUrls: messageFileUrls(secret, publicUrl),
    replyAddresses: replyAddresses(mailDomain),
    storage,
  };
  jobs.set('send_message', (desk, given) => sendHere(sending, desk, given as unknown as GivenMessage[]));
  const arriving = {
    kernel,
    storage,
    items,
    messages,
    authserv: mailAuthserv ?? null,
    spamHeader: spamHeader ?? null,
    check: checkSender,
    domain: mailDomain,
  };
  const access = openAccess({ kernel, authUrl: urls.authUrl, publicUrl, secret, onError });
  const importing = importWork({ kernel, room: imports, importables, port: importsPort(kernel) });
  const changes = openChanges({ db, onFault: (error) => onError(error as Error) });
  for (const job of noticeJobs({ kernel, messages, readable, parts: [openTasks, openItems], publicUrl, mailDomain }))
    jobs.set(...job);
  jobs.set(...alertJob({ kernel, messages, publicUrl }));
  jobs.set(SERIES_WORK, seriesWorkHere({ kernel, launches }));
  jobs.set(...letterJobs({ kernel, messages, access, dataDir }));
  jobs.set(...byteRemoval(storage));
  jobs.set(...capturedRemoval(dataDir));
  return {
    kernel,
    engine,
    access,
    bulkCommands: BULK_COMMANDS,
    jobs,
    longJobs: new Map<string, LongJob>([
      [IMPORT_WORK, importing],
      [READ_REPLY, readReply({ kernel, storage, messages, conversations, authserv: mailAuthserv ?? null })],
      [SANDBOX_WORK, sandboxWork({ kernel, storage, dataDir })],
      [SERIES_WORK, seriesWork({ kernel, launches })],
    ]),
    readMails: readTogether(arriving, onError),
    fetching: {
      open: imapMailboxes({ ca: authorities(mailboxCa) }),
      taking: { kernel, storage, domain: mailDomain, maxBytes: mailMaxBytes },
    },
    changes,
    queue,
    sending,
    arriving,
    mailPort,
    seal,
    tokenKey: secret,
    publicUrl,
    files: { storage, maxBytes: fileMaxBytes },
    converter: letterConverter ? officeConverter(letterConverter) : null,
    dataDir,
    close: async () => {
      changes.close();
      await queue.stop(30_000);
      await Promise.all([db.destroy(), engine.destroy(), access.close()]);
    },
  };
};

const timer = () => ({ who: systemWho('timer'), request_id: newId() });

/**
 * Jobs go to the queue, in the transaction of what asks for them. In a sandbox they are done there and then, so that nothing
 * depends on when a worker comes by and a year of its clock gives the same list every time (PL-142). A worker does some there
 * and then too, where it is at them anyway; what those ask for goes to the queue. Those of a demo
 * that is being made are kept until it is.
 */
const later = (queue: Queue, jobs: () => House['jobs']): Kernel['writers']['queue'] => {
  const write = queueWriter(queue);
  return async (desk, effects) => {
    if (desk.practice.making) return keepJobs(desk, effects);
    const { at_once, ...inside } = desk;
    const isNow = (name: string): boolean =>
      jobs().has(name) && (desk.practice.kind === 'sandbox' || at_once?.has(name) === true);
    const now = effects.filter(({ name }) => isNow(name));
    const rest = effects.filter(({ name }) => !isNow(name));
    if (rest.length) await write(desk, rest);
    for (const name of new Set(now.map((effect) => effect.name))) await jobs().get(name)!(inside, dataOf(now, name));
  };
};

const dataOf = (effects: readonly Extract<Effect, { do: 'queue' }>[], name: string): Record<string, Json>[] =>
  effects.filter((effect) => effect.name === name).map((effect) => effect.data as Record<string, Json>);
