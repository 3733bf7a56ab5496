import type { Id } from '#ground/id.ts';
import { addMilliseconds } from '#ground/time.ts';
import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import {
  accept,
  creation,
  difference,
  idOf,
  invalid,
  kindOf,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import type { UndoCommand } from '#kernel/loop/room.ts';
import type { ItemCommand, ItemState, Note } from './model.ts';
import { isCovered, kinOf, maySee } from './rights.ts';
import { tell } from './telling.ts';

/** How long its author may change a note, and it may be taken back (IN-150). */
const EDITABLE_MS = 15 * 60_000;

/** By everybody who sees the item; refuses to mention those who do not (IN-150). */
export const note = (
  state: ItemState,
  { body, mentions }: Extract<ItemCommand, { do: 'note' }>,
  context: Context,
): Decision => {
  const { around, item } = state;
  const no = maySee(state, context.who);
  if (no) return no;
  const kin = kinOf(item);
  const sees = (id: Id) =>
    around.members.some(
      (one) =>
        one.id === id &&
        one.active &&
        (kin.includes(id) || (one.sees_all && !item.confidential) || isCovered(item, one)),
    );
  const blind = mentions.filter((id) => !sees(id));
  if (blind.length) {
    const names = blind.map((id) => around.members.find((one) => one.id === id)?.name ?? 'Somebody');
    return invalid(
      problem('/mentions', 'cannot_see', `${names.join(', ')} cannot see #${item.number}. Let them watch it first.`),
    );
  }
  const event = noteEvent(state, { body, mentions }, context);
  return accept(
    [{ ...event, undoable_until: addMilliseconds(context.now, EDITABLE_MS) }],
    tell(state, mentions, { verb: 'item.mentioned', says: (you) => `mentions ${you} in a note` }),
  );
};

export const noteEvent = (
  { item }: Pick<ItemState, 'item'>,
  { body, mentions }: Pick<Note, 'body' | 'mentions'>,
  { newId, now, who }: Context,
): Event => ({
  verb: 'item_note.written',
  thing: ref('item_note', newId()),
  facts: creation({ item_id: item.id, body, mentions, author: who.actor, written_at: now }),
  ...(item.client_id && { client_id: item.client_id }),
});

/** By its author for 15 minutes; the earlier text stays in the timeline. Later one adds another note (IN-150). */
export const changeNote = (
  state: ItemState,
  { note: id, body }: Extract<ItemCommand, { do: 'change_note' }>,
  { who, now }: Context,
): Decision => {
  const found = state.notes.find((one) => one.id === id);
  if (!found || found.deleted_at) return notFound();
  if (found.author !== who.actor) return refused('not_yours', 'Only who wrote a note may change it.');
  if (addMilliseconds(found.written_at, EDITABLE_MS) <= now)
    return refused('too_late', 'A note can be changed for 15 minutes. Add another one.');
  const facts = difference<Note>(found, { body, edited_at: now });
  return found.body === body ? accept([]) : accept([{ verb: 'item_note.changed', thing: ref('item_note', id), facts }]);
};

/** An act that wrote a note and did nothing else. */
export const isNoting = ({ events }: UndoCommand): boolean =>
  events.every(({ thing }) => kindOf(thing) === 'item_note');

/**
 * Takes a note back, or puts it there again, by everybody who sees the item, for as long as it may be changed; what it said stays
 * in the timeline (IN-150, IN-151). `undo`: the general way.
 */
export const takeNoteBack = (
  state: ItemState,
  command: UndoCommand,
  context: Context,
  undo: () => Decision,
): Decision => {
  const no = maySee(state, context.who);
  if (no) return no;
  if (state.item.deleted_at) return notFound(`#${state.item.number} is deleted. Restore it first.`);
  const ids = new Set(command.events.map(({ thing }) => idOf(thing)));
  const written = state.notes.filter(({ id }) => ids.has(id)).map(({ written_at }) => written_at);
  const until = addMilliseconds(written.sort()[0] ?? context.now, EDITABLE_MS);
  if (until <= context.now) return refused('too_late', 'A note can be taken back for 15 minutes. Add another one.');
  const back = undo();
  return back.yes
    ? accept(
        back.events.map((event) => ({ ...event, undoable_until: until })),
        back.effects,
      )
    : back;
};
