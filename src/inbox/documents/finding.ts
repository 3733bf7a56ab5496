import type { Room } from '#kernel/loop/room.ts';
import type { DocumentCommand, DocumentRoomState } from './model.ts';

/** Found by title, file and client, by whoever may see the client (IN-160, PL-120). */
export const searchEntries: NonNullable<Room<DocumentRoomState, DocumentCommand>['search']> = ({
  document,
  files,
  around,
}) => {
  const { id, title, client_id, prepared_by } = document;
  if (document.deleted_at) return { keep: [], drop: [{ kind: 'document', thing_id: id }] };
  // it may just have been given another than the one it was read with
  const client = [around.named_client, around.client].find((one) => one?.id === client_id);
  const maker = prepared_by.startsWith('member:') ? [prepared_by.slice('member:'.length)] : [];
  const file = files.find((one) => one.id === document.file_id);
  return {
    keep: [
      {
        kind: 'document',
        thing_id: id,
        title,
        subtitle: client?.name ?? '',
        url: `/documents?q=${encodeURIComponent(title)}`,
        words: [title, client?.name ?? '', file?.name ?? ''],
        exact: [],
        module: 'documents',
        assigned: [...new Set([...maker, ...Object.values(client?.roles ?? {})])],
        restricted: client?.restricted === true,
        about_client: client_id !== null,
      },
    ],
    drop: [],
  };
};
