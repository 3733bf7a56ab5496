import type { Id } from '#ground/id.ts';
import type { Room, SearchEntry } from '#kernel/loop/room.ts';
import type { Beside } from '#people/fields/finding.ts';
import type { Item, ItemCommand, ItemState, Note } from './model.ts';
import { kinOf } from './rights.ts';

/** Found by number, subject, details, client, whom it is about and what was decided with it; a confidential one only by those it concerns (IN-15, IN-160). */
export const searchEntries: NonNullable<Room<ItemState, ItemCommand>['search']> = ({ item, notes, around }) => {
  const entry = { kind: 'item', thing_id: item.id };
  const beside = [notesOf(notes), tagsOf(item)];
  const [kept, dropped] = [beside.flatMap(({ keep }) => keep), beside.flatMap(({ drop }) => drop)];
  if (item.deleted_at) return { keep: kept, drop: [...dropped, entry] };
  const { number, subject, details, contact, client_id, instructions } = item;
  // it may just have been given another than the one it was read with
  const client = [around.named, around.client].find((one) => one?.id === client_id);
  return {
    keep: [
      ...kept,
      {
        ...entry,
        title: `#${number} ${subject}`,
        subtitle: client?.name ?? contact?.name ?? '',
        url: `/inbox/${number}`,
        words: [
          subject,
          details.slice(0, 2000),
          client?.name ?? '',
          contact?.name ?? '',
          contact?.email ?? '',
          instructions ?? '',
        ],
        exact: [`#${number}`, `${number}`],
        module: 'inbox',
        assigned: [...new Set([...kinOf(item), ...(client?.roles_held_by ?? [])])],
        restricted: item.confidential || client?.restricted === true,
        about_client: client_id !== null,
      },
    ],
    drop: dropped,
  };
};

/**
 * By whose words an item is found too: its mails, answers, notes, and the mails that members wrote about it (IN-160). They are
 * entries of their own, so that no act on an item reads them; only the list of items looks there.
 */
export const BESIDE_ITEMS: readonly Beside[] = [
  { kind: 'item_mail', table: 'app.arrival', thing: 'id', row: 'item_id' },
  { kind: 'item_answer', table: 'app.form_answer', thing: 'id', row: 'item_id' },
  { kind: 'item_note', table: 'app.item_note', thing: 'id', row: 'item_id', deletes: true },
  { kind: 'item_message', table: 'app.message', thing: 'id', row: 'item_id' },
];

const notesOf = (notes: readonly Note[]) => ({
  keep: notes
    .filter(({ deleted_at }) => !deleted_at)
    .map(
      ({ id, body }): SearchEntry => ({
        kind: 'item_note',
        thing_id: id,
        title: '',
        url: '',
        words: [body],
        module: 'inbox',
      }),
    ),
  drop: notes.filter(({ deleted_at }) => deleted_at).map(({ id }) => ({ kind: 'item_note', thing_id: id })),
});

/** Under which items are found by a tag: no word that somebody types, and so no hit of the palette. */
export const TAGGED = 'item_tags';
export const tagWord = (tag: Id): string => tag.replaceAll('-', '');

const tagsOf = ({ id, tags, deleted_at }: Item) => {
  const entry = { kind: TAGGED, thing_id: id };
  if (deleted_at || !tags.length) return { keep: [], drop: [entry] };
  return { keep: [{ ...entry, title: '', url: '', words: tags.map(tagWord), module: 'inbox' }], drop: [] };
};
