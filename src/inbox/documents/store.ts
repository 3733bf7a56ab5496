import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { Instant } from '#ground/time.ts';
import type { DocumentFacts } from '#inbox/items/model.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Actor, Who } from '#kernel/decision/model.ts';
import { keptFiles, readFiles } from '#kernel/files/store.ts';
import type { Room, Wanted } from '#kernel/loop/room.ts';
import type { LetterTemplate } from '../letters/model.ts';
import { readLetterTemplates } from '../letters/store.ts';
import { keptSignatures } from '../signatures/store.ts';
import { isAbove } from './amounts.ts';
import { deliveryOf } from './delivery-rules.ts';
import { searchEntries } from './finding.ts';
import type { Correspondence, Document, DocumentClient, DocumentCommand, DocumentRoomState, Profile } from './model.ts';
import type { DocumentsPort, Wording } from './port.ts';
import { readProfiles } from './profiles.ts';
import { decide, evolve } from './rules.ts';
import { signersOf } from './signers.ts';

export type DocumentsRoom = Room<DocumentRoomState, DocumentCommand>;

/** Documents with their files and e-mails. */
export const documentsRoom = (port: DocumentsPort<Desk>): DocumentsRoom => ({
  name: 'document',
  kinds: {
    document: {
      table: 'app.document',
      find: (state) => state.document,
      personal: ['title', 'failure', 'not_told'],
      births: ['document.added'],
    },
    correspondence: {
      table: 'app.correspondence',
      find: (state, id) => (state.letter?.id === id ? state.letter : undefined),
      personal: ['subject', 'body', 'html', 'used', 'missing_fields', 'sent_to', 'other_to', 'other_to_because'],
    },
    file: keptFiles((state) => state.files),
    signature: keptSignatures(({ signer }) => signer?.signature),
  },
  load: (desk, wanted, who) => loadDocuments(desk, port, wanted, who),
  search: searchEntries,
  decide,
  evolve,
});

const DOCUMENT = sql`id, version, file_id, profile_id, client_id, title, amount, expected_amount, state, failure, approval_reasons,
  prepared_by, marks, not_told, told_at, item_id, correspondence_id, deleted_at`;
const LETTER = sql`id, version, document_id, kind, subject, body, html, used, missing_fields, template_id, template_version, locale,
  letter_template_id, letter_file_id, other_to, other_to_because, state, sent_to, message_id, sent_at, printed_at, signed`;

const blankDocument = (id: Id, maker: Actor): Document => ({
  id,
  version: 0,
  file_id: '',
  profile_id: null,
  client_id: null,
  title: '',
  amount: null,
  expected_amount: null,
  state: 'unprocessed',
  failure: null,
  approval_reasons: [],
  prepared_by: maker,
  marks: [],
  not_told: null,
  told_at: null,
  item_id: null,
  correspondence_id: null,
  deleted_at: null,
});

type Want = Wanted<DocumentCommand>;
/** These ask whether its approval is final. */
const ASKS_FINAL = new Set(['print', 'send', 'deliver', 'remove']);
const SENDS = new Set(['send', 'deliver', 'readdress']);
/** At these a draft may be made. */
const WORDED = new Set(['process', 'request', 'resubmitted']);

const loadDocuments = async (
  desk: Desk,
  port: DocumentsPort<Desk>,
  wanted: readonly Want[],
  who: Who,
): Promise<Map<Id, DocumentRoomState>> => {
  const known = await readDocuments(
    desk,
    wanted.map(({ id }) => id),
  );
  const documents = new Map(
    wanted.flatMap(({ id, command }) => {
      const one = known.get(id) ?? (command.do === 'add' ? blankDocument(id, who.actor) : undefined);
      return one ? [[id, one] as const] : [];
    }),
  );
  const named = wanted.map(({ command }) => command as { client_id?: Id | null; profile_id?: Id | null });
  const all = [...documents.values()];
  const clientIds = distinct([...all, ...named].map(({ client_id }) => client_id));
  const clients = await port.clients(desk, clientIds);
  const seen = await port.readable(desk, who, distinct(named.map(({ client_id }) => client_id)));
  const profiles = await readProfiles(desk, distinct([...all, ...named].map(({ profile_id }) => profile_id)));
  const letters = await readLetters(desk, distinct(all.map(({ correspondence_id }) => correspondence_id)));
  const files = new Map((await readFiles(desk, filesOf(wanted, all))).map((file) => [file.id, file]));
  const papers = await readLetterTemplates(
    desk,
    distinct([...profiles.values()].map(({ letter_template_id }) => letter_template_id)),
  );
  const words = await port.words(desk, wordings(wanted, { documents, profiles, papers, clients, who }));
  const open = await openUntil(
    desk,
    distinct(wanted.map(({ id, command }) => (ASKS_FINAL.has(command.do) ? documents.get(id)?.item_id : null))),
  );
  const member_addresses = wanted.some(({ command }) => SENDS.has(command.do))
    ? await memberAddresses(desk)
    : new Set<string>();
  const signers = await signersOf(desk, distinct(wanted.map(({ command }) => approvedBy(command))));
  return new Map(
    wanted.flatMap(({ id, command }, i) => {
      const document = documents.get(id);
      if (!document) return [];
      const { client_id, profile_id } = named[i]!;
      const file_id = document.file_id || (wanted[i]!.command as { file_id?: Id }).file_id;
      const file = files.get(file_id ?? '');
      const state: DocumentRoomState = {
        document,
        letter: letters.get(document.correspondence_id ?? '') ?? null,
        files: file ? [file] : [],
        signer: signers.get(approvedBy(command) ?? '') ?? null,
        around: {
          client: clients.get(document.client_id ?? '') ?? null,
          named_client: (client_id && seen.has(client_id) && clients.get(client_id)) || null,
          named_profile: profiles.get(profile_id ?? '') ?? null,
          profile: profiles.get(document.profile_id ?? '') ?? null,
          words: words.get(id) ?? null,
          member_addresses,
          open_until: open.get(document.item_id ?? '') ?? null,
        },
      };
      return [[id, state] as const];
    }),
  );
};

const approvedBy = (command: DocumentCommand): Id | null =>
  command.do === 'decided' && command.value === 'approved' ? command.by : null;

const distinct = (ids: readonly (Id | null | undefined)[]): Id[] => [...new Set(ids.filter((id): id is Id => !!id))];

const filesOf = (wanted: readonly Want[], all: readonly Document[]): Id[] =>
  distinct([
    ...all.map(({ file_id }) => file_id),
    ...wanted.map(({ command }) => (command.do === 'add' ? command.file_id : null)),
  ]);

interface Known {
  documents: ReadonlyMap<Id, Document>;
  profiles: ReadonlyMap<Id, Profile>;
  papers: ReadonlyMap<Id, LetterTemplate>;
  clients: ReadonlyMap<Id, DocumentClient>;
  who: Who;
}

/** Which drafts may be wanted, by document: the profile's templates for its client (IN-115). */
const wordings = (wanted: readonly Want[], { documents, profiles, papers, clients, who }: Known): Wording[] =>
  wanted.flatMap(({ id, command }) => {
    const document = documents.get(id);
    const profile = profiles.get(document?.profile_id ?? '');
    const client = clients.get(document?.client_id ?? '');
    if (!WORDED.has(command.do) || !document || !client || !profile) return [];
    const kind = deliveryOf(profile, client);
    const letter = kind === 'letter' ? papers.get(profile.letter_template_id ?? '') : null;
    if (!kind || letter === undefined || letter?.deleted_at) return [];
    const { title } = document;
    const template = profile.message_template_id;
    return [{ id, title, template, letter, client: client.id, sender: who.member_id ?? null }];
  });

export const readDocuments = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Document>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<Document>`
    select ${DOCUMENT} from app.document
    where practice_id = ${practice.id} and id = any(${ids}) and deleted_at is null`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

export const readLetters = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Correspondence>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<Correspondence>`
    select ${LETTER} from app.correspondence where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** All e-mails and letters of a document, the oldest first. */
export const lettersOf = async ({ tx, practice }: Desk, document: Id): Promise<Correspondence[]> => {
  const { rows } = await sql<Correspondence>`
    select ${LETTER} from app.correspondence
    where practice_id = ${practice.id} and document_id = ${document} order by id`.execute(tx);
  return rows;
};

/** The e-mails that these messages carry, with the items that sent them. */
export const lettersSent = async ({ tx, practice }: Desk, messages: readonly Id[]) => {
  if (!messages.length) return [];
  const { rows } = await sql<{
    message_id: Id;
    document_id: Id;
    item_id: Id | null;
    client_id: Id;
    sent_to: string;
    other_to: string | null;
  }>`
    select c.message_id, c.document_id, d.item_id, d.client_id, c.sent_to, c.other_to from app.correspondence c
    join app.document d on d.practice_id = c.practice_id and d.id = c.document_id
    where c.practice_id = ${practice.id} and c.message_id = any(${messages}) and d.deleted_at is null`.execute(tx);
  return rows;
};

/** Until when the decisions of these items may be taken back (IN-104). */
const openUntil = async ({ tx, practice }: Desk, items: readonly Id[]): Promise<ReadonlyMap<Id, Instant>> => {
  if (!items.length) return new Map();
  const { rows } = await sql<{ id: Id; final_at: Instant }>`
    select id, final_at from app.item
    where practice_id = ${practice.id} and id = any(${items}) and decision is not null and not decision_final`.execute(
    tx,
  );
  return new Map(rows.map(({ id, final_at }) => [id, final_at]));
};

const memberAddresses = async ({ tx, practice }: Desk): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ email: string }>`
    select lower(email) as email from app.member where practice_id = ${practice.id} and state = 'active'`.execute(tx);
  return new Set(rows.map(({ email }) => email));
};

/** What decides who may approve these documents (IN-119). */
export const approvalFacts = async (desk: Desk, ids: readonly Id[]): Promise<ReadonlyMap<Id, DocumentFacts>> => {
  const documents = await readDocuments(desk, ids);
  const profiles = await readProfiles(desk, distinct([...documents.values()].map(({ profile_id }) => profile_id)));
  const preparers = await membersBehind(desk, distinct([...documents.values()].map(({ prepared_by }) => prepared_by)));
  return new Map(
    [...documents].map(([id, { prepared_by, profile_id, amount }]) => {
      const profile = profiles.get(profile_id ?? '');
      const above = profile?.four_eyes === 'above' && isAbove(amount, profile.four_eyes_above!);
      const preparer = preparers.get(prepared_by) ?? null;
      return [id, { id, prepared_by, preparer, four_eyes: profile?.four_eyes === 'always' || above }];
    }),
  );
};

/** Members by themselves, keys by whose they are (PL-33). */
const membersBehind = async ({ tx, practice }: Desk, actors: readonly string[]): Promise<ReadonlyMap<string, Id>> => {
  const members = actors
    .filter((actor) => actor.startsWith('member:'))
    .map((actor) => [actor, actor.slice(7)] as const);
  const keys = actors.flatMap((actor) => (/^(key|mcp):/.test(actor) ? [actor.slice(4)] : []));
  if (!keys.length) return new Map(members);
  const { rows } = await sql<{ id: Id; owner_id: Id }>`
    select id, owner_id from app.api_key
    where practice_id = ${practice.id} and id = any(${keys}::uuid[]) and owner_id is not null`.execute(tx);
  const owned = rows.flatMap(({ id, owner_id }) => [
    [`key:${id}`, owner_id] as const,
    [`mcp:${id}`, owner_id] as const,
  ]);
  return new Map([...members, ...owned]);
};
