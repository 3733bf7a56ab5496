import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';
import type { Room, Wanted } from '#kernel/loop/room.ts';
import { undo } from '#kernel/loop/undo.ts';
import type { Category } from '../categories/model.ts';
import { readCategories } from '../categories/store.ts';
import { blankItem } from './blank.ts';
import { searchEntries } from './finding.ts';
import { handsOf } from './hands.ts';
import { seenAmong } from './lists.ts';
import type { Around, Client, Item, ItemCommand, ItemState, Note } from './model.ts';
import { isNoting, takeNoteBack } from './noting.ts';
import type { ItemsPort } from './port.ts';
import { READS, WRITES } from './rights.ts';
import { decide, evolve, withAlarm } from './rules.ts';
import { settingsOf } from './settings.ts';
import { takeBackAct } from './undo.ts';

export type ItemsRoom = Room<ItemState, ItemCommand>;

const PERSONAL = [
  'subject',
  'details',
  'contact',
  'source',
  'hold_why',
  'instructions',
  'sending',
  'send_error',
  'written_to',
  'because',
];

export const itemsRoom = (port: ItemsPort<Desk>): ItemsRoom => {
  const general: ItemsRoom = {
    name: 'item',
    kinds: {
      item: {
        table: 'app.item',
        find: (state) => state.item,
        personal: PERSONAL,
        births: ['item.added', 'item.asked', 'item.resubmitted'],
      },
      item_note: {
        table: 'app.item_note',
        find: (state, id) => state.notes.find((note) => note.id === id),
        personal: ['body'],
        births: ['item_note.written'],
      },
    },
    changes: WRITES,
    load: (desk, wanted, who) => loadItems(desk, port, wanted, who),
    decide,
    evolve,
    search: searchEntries,
  };
  return {
    ...general,
    undo: (state, command, context) => {
      const decision = isNoting(command)
        ? takeNoteBack(state, command, context, () => undo({ ...general, changes: READS }, state, command, context))
        : (takeBackAct(state, command, context) ?? undo(general, state, command, context));
      return decision.yes ? withAlarm(state, decision, context) : decision;
    },
  };
};

const COLUMNS = sql`i.id, i.version, i.number, i.origin, i.status, i.status_by, i.status_at, i.subject, i.details, i.client_id, i.contact,
  i.priority, i.due_on, i.assignee_id, i.watcher_ids, i.tags, i.confidential, i.hold_why, i.hold_until, i.decision, i.decided_from, i.decided_by,
  i.decided_for, i.own_work, i.decided_at, i.final_at, i.decision_final, i.instructions, i.completed_by, i.completed_at, i.document_id,
  i.sending, i.send_error, i.decision_sent, i.resubmission_of, i.source, i.marks, i.follows, i.may_follow, i.declined, i.form_answer_id, i.category_id,
  i.deleted_at, i.deleted_by, i.created_by`;

export const readItems = async ({ tx, practice }: Desk, ids: readonly Id[]): Promise<Map<Id, Item>> => {
  if (!ids.length) return new Map();
  const { rows } = await sql<Item>`
    select ${COLUMNS} from app.item i where i.practice_id = ${practice.id} and i.id = any(${ids})`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

type Want = Wanted<ItemCommand>;
const MAKING = new Set(['add', 'take_in', 'take_answer', 'ask', 'resubmit']);
/** What needs the notes that are there already. */
const NOTING = new Set(['change_note', 'undo', 'reindex']);

const loadItems = async (
  desk: Desk,
  port: ItemsPort<Desk>,
  wanted: readonly Want[],
  who: Who,
): Promise<Map<Id, ItemState>> => {
  const ofs = wanted.flatMap(({ command }) => (command.do === 'resubmit' ? [command.of] : []));
  const linked = await linkedBy(desk, wanted, who);
  const known = await readItems(desk, [...wanted.map(({ id }) => id), ...ofs]);
  const clients = await port.clients(desk, distinct([...known.values()].map(({ client_id }) => client_id)));
  const documents = await port.documents(desk, distinct([...known.values()].map(({ document_id }) => document_id)));
  const named = await namedBy(desk, port, wanted, who);
  const categories = await readCategories(desk, distinct(wanted.map(({ command }) => categoryIn(command))));
  const tags = wanted.some(({ command }) => isTagging(command)) ? await itemTags(desk) : [];
  const received = await receivedOn(desk, wanted);
  const numbers = await nextNumbers(desk, wanted.filter(({ command }) => MAKING.has(command.do)).length);
  const noted = wanted.filter(({ command }) => NOTING.has((command as { do: string }).do)).map(({ id }) => id);
  const notes = await readNotes(desk, noted);
  const taken = await takenUp(desk, ofs);
  const shared = { members: await handsOf(desk), ...setOf(desk) };
  const stateOf = ({ id, command }: Want): ItemState | null => {
    const making = MAKING.has(command.do);
    const item = known.get(id) ?? (making ? blankItem(id, who.actor) : null);
    if (!item) return null;
    const of = command.do === 'resubmit' ? (known.get(command.of) ?? null) : null;
    const around: Around = {
      ...shared,
      client: clients.get((of ?? item).client_id ?? '') ?? null,
      document: documents.get((of ?? item).document_id ?? '') ?? null,
      named: named.get(namedIn(command) ?? '') ?? null,
      tags,
      category: standing(categories.get(categoryIn(command) ?? '')),
      received_on: received.get(id) ?? desk.today,
      next_number: making ? numbers.shift()! : 0,
      of,
      taken_up: (of && taken.get(of.id)) ?? null,
      linked: linked.get(linkedIn(command) ?? '') ?? null,
    };
    return { item, notes: notes.get(id) ?? [], around };
  };
  return new Map(
    wanted.flatMap((want) => {
      const state = stateOf(want);
      return state ? [[want.id, state] as const] : [];
    }),
  );
};

const setOf = ({ practice }: Desk): Pick<Around, 'in_progress_for_all' | 'grace_seconds'> => {
  const { in_progress_for_mail_and_forms, grace_seconds } = settingsOf(practice);
  return { in_progress_for_all: in_progress_for_mail_and_forms, grace_seconds };
};

const namedIn = (command: ItemCommand): Id | null | undefined => ('client_id' in command ? command.client_id : null);

const categoryIn = (command: ItemCommand): Id | null | undefined =>
  'category_id' in command ? command.category_id : null;
/** Whether it may put a tag on. */
const isTagging = (command: ItemCommand): boolean =>
  command.do === 'add_tag' || ('tags' in command && !!command.tags?.length);

/** The tags that may be put on items. */
export const itemTags = async ({ tx, practice }: Desk): Promise<Around['tags']> =>
  (
    await sql<Around['tags'][number]>`
      select id, name from app.tag where practice_id = ${practice.id} and deleted_at is null and 'item' = any(applies_to)`.execute(
      tx,
    )
  ).rows;

const standing = (category: Category | undefined): Category | null =>
  category && !category.deleted_at ? category : null;

/** Of those that get a category: the day on which they came, by the practice's clock (IN-12). */
const receivedOn = async ({ tx, practice }: Desk, wanted: readonly Want[]): Promise<Map<Id, PlainDate>> => {
  const ids = wanted
    .filter(({ command }) => (command.do === 'change' || command.do === 'accept') && command.category_id)
    .map(({ id }) => id);
  if (!ids.length) return new Map();
  const { rows } = await sql<{ id: Id; received_on: PlainDate }>`
    select id, (created_at at time zone ${practice.time_zone})::date as received_on from app.item
    where practice_id = ${practice.id} and id = any(${ids})`.execute(tx);
  return new Map(rows.map(({ id, received_on }) => [id, received_on]));
};

const linkedIn = (command: ItemCommand): Id | undefined => (command.do === 'accept' ? command.follows : undefined);

/** The items that commands link to, as far as the actor may see them. */
const linkedBy = async (desk: Desk, wanted: readonly Want[], who: Who): Promise<Map<Id, Item>> => {
  const ids = distinct(wanted.map(({ command }) => linkedIn(command)));
  return readItems(desk, [...(await seenAmong(desk, who, ids))]);
};

const namedBy = async (desk: Desk, port: ItemsPort<Desk>, wanted: readonly Want[], who: Who) => {
  const ids = distinct(wanted.map(({ command }) => namedIn(command)));
  if (!ids.length) return new Map<Id, Client>();
  const [all, seen] = [await port.clients(desk, ids), await port.readable(desk, who, ids)];
  return new Map([...all].filter(([id]) => seen.has(id)));
};

const distinct = (ids: readonly (Id | null | undefined)[]): Id[] => [...new Set(ids.filter((id): id is Id => !!id))];

/**
 * The next free numbers of the practice's items. Whoever asks first has them until the end of the transaction; those that
 * an item took are gone by then (the trigger `item_numbered`), so that no refusal leaves a gap. */
const nextNumbers = async ({ tx, practice }: Desk, count: number): Promise<number[]> => {
  if (!count) return [];
  const { rows } = await sql<{ last: number }>`
    insert into app.number_series as s (practice_id, series, last) values (${practice.id}, 'item', 0)
    on conflict (practice_id, series) do update set last = s.last returning last`.execute(tx);
  const { last } = rows[0]!;
  return Array.from({ length: count }, (_, i) => last + 1 + i);
};

const readNotes = async ({ tx, practice }: Desk, items: readonly Id[]): Promise<Map<Id, Note[]>> => {
  if (!items.length) return new Map();
  const { rows } = await sql<Note & { item_id: Id }>`
    select id, version, item_id, body, mentions, author, written_at, edited_at, deleted_at from app.item_note
    where practice_id = ${practice.id} and item_id = any(${items})`.execute(tx);
  return Map.groupBy(rows, ({ item_id }) => item_id);
};

/** Of these, which are being taken up again by an item that is still open (IN-137). */
const takenUp = async ({ tx, practice }: Desk, ofs: readonly Id[]): Promise<Map<Id, { id: Id; number: number }>> => {
  if (!ofs.length) return new Map();
  const { rows } = await sql<{ of: Id; id: Id; number: number }>`
    select resubmission_of as of, id, number from app.item
    where practice_id = ${practice.id} and resubmission_of = any(${ofs}) and deleted_at is null
      and status in ('outstanding', 'in_progress')`.execute(tx);
  return new Map(rows.map(({ of, ...row }) => [of, row]));
};
