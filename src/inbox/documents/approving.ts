import { type Id, newId } from '#ground/id.ts';
import type { ItemCommand, ItemState } from '#inbox/items/model.ts';
import { type ItemsRoom, readItems } from '#inbox/items/store.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal, yesOrThrow } from '#kernel/http/problem.ts';
import { act, type Done } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel } from '#kernel/loop/room.ts';
import type { MessageCommand } from '#messages/outbox/model.ts';
import type { MessagesRoom } from '#messages/outbox/store.ts';
import { mailing, practiceSender } from './mailing.ts';
import type { DocumentCommand, DocumentRoomState, LetterText } from './model.ts';
import type { DocumentsRoom } from './store.ts';

export interface Approving {
  kernel: Kernel;
  items: ItemsRoom;
  documents: DocumentsRoom;
  messages: MessagesRoom;
  /** PUBLIC_URL, where links to files would lead (ME-30). */
  publicUrl: string;
}

export interface Approval {
  item: Id;
  /** The version of the item that was seen. */
  seen: number;
  value: 'approved' | 'not_approved';
  send: boolean;
  instructions?: string | undefined;
  /** The version of the e-mail that was seen, its text as it stands on the screen, and the address that stood there. */
  correspondence_version?: number | undefined;
  text?: LetterText | undefined;
  address?: string | undefined;
}

/**
 * A decision about an item, in one transaction: the text that was seen is saved first (IN-111), then it is decided, or its mail is
 * written and the decision waits for it (IN-107). What any of it refuses undoes all.
 */
export const approve = async (
  rooms: Approving,
  desk: Desk,
  caller: Caller,
  { item: id, seen, ...wanted }: Approval,
): Promise<Done<ItemState>> => {
  const { value, send, instructions } = wanted;
  const item = (await readItems(desk, [id])).get(id);
  if (!item) throw new HttpRefusal(notFound());
  const said = instructions === undefined ? {} : { instructions };
  const one = actor(rooms, desk, caller);
  const decided = async (): Promise<Done<ItemState>> => {
    if (!send) return one(rooms.items, { id, command: { do: 'decide', value, ...said }, version: seen });
    return one(rooms.items, { id, command: { do: 'send', message_id: newId(), ...said }, version: seen });
  };
  // first the item, so that whoever may not decide it hears nothing of its document
  const done = await decided();
  if (!item.document_id) return done;
  const { message_id } = done.state.item.sending ?? {};
  const { correspondence_version, text, address } = wanted;
  if (correspondence_version !== undefined) {
    const command =
      text && value === 'approved'
        ? ({ do: 'save', text, seen: correspondence_version, deciding: true } as const)
        : ({ do: 'check', seen: correspondence_version } as const);
    await one(rooms.documents, { id: item.document_id, command });
  }
  if (send && message_id) {
    const sent = await one<DocumentRoomState>(rooms.documents, {
      id: item.document_id,
      command: { do: 'send', message_id, seen_address: address ?? null },
    });
    await one(rooms.messages, {
      id: message_id,
      command: mailing(sent.state, await howOf(rooms, desk, caller)),
    });
  }
  return done;
};

type AnyCommand = ItemCommand | DocumentCommand | MessageCommand;
type Wanted = { id: Id; command: AnyCommand; version?: number };

const actor =
  ({ kernel }: Approving, desk: Desk, caller: Caller) =>
  async <S extends object = ItemState>(room: AnyRoom, wanted: Wanted): Promise<Done<S>> => {
    const [outcome] = await act(kernel, desk, caller, room, [wanted]);
    return yesOrThrow(outcome!) as Done<S>;
  };

export interface Delivery {
  document: Id;
  /** The version of the e-mail that was seen, its text as it stands on the screen, and the address that stood there. */
  seen: number;
  text?: LetterText | undefined;
  address?: string | undefined;
}

/** A processed document goes to its client by e-mail, in one transaction (IN-115). Refuses as its rule does; that undoes all. */
export const sendOff = async (
  rooms: Approving,
  desk: Desk,
  caller: Caller,
  { document, seen, text, address }: Delivery,
) => {
  const one = actor(rooms, desk, caller);
  const message_id = newId();
  const command = { do: 'deliver', message_id, seen_address: address ?? null, text, seen } as const;
  const done = await one<DocumentRoomState>(rooms.documents, { id: document, command });
  await one(rooms.messages, { id: message_id, command: mailing(done.state, await howOf(rooms, desk, caller)) });
  return done;
};

const howOf = async ({ publicUrl }: Approving, desk: Desk, { who }: Caller) => ({
  author: who.member_id,
  automatic: false,
  sender: await practiceSender(desk),
  publicUrl,
});
