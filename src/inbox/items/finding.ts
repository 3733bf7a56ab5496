import type { Room } from '#kernel/loop/room.ts';
import type { ItemCommand, ItemState } from './model.ts';
import { kinOf } from './rights.ts';

/** Found by number, subject, details, client, whom it is about and what was decided with it; a confidential one only by those it concerns (IN-15, IN-160). */
export const searchEntries: NonNullable<Room<ItemState, ItemCommand>['search']> = ({ item, around }) => {
  const entry = { kind: 'item', thing_id: item.id };
  if (item.deleted_at) return { keep: [], drop: [entry] };
  const { number, subject, details, contact, client_id, instructions } = item;
  // it may just have been given another than the one it was read with
  const client = [around.named, around.client].find((one) => one?.id === client_id);
  return {
    keep: [
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
    drop: [],
  };
};
