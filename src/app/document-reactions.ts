import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { noteOf } from '#inbox/documents/processing.ts';
import { readProfiles } from '#inbox/documents/profiles.ts';
import { type DocumentsRoom, lettersSent, readDocuments } from '#inbox/documents/store.ts';
import type { ItemsRoom } from '#inbox/items/store.ts';
import { memberOf } from '#kernel/access/members/by-actor.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel } from '#kernel/loop/room.ts';
import type { Message } from '#messages/outbox/model.ts';
import { type MessagesRoom, messagesById } from '#messages/outbox/store.ts';
import { sendByThemselves } from './document-sending.ts';
import { followingMerges } from './following.ts';
import { documentsPort } from './ports/documents.ts';
import { caller } from './reacting.ts';
import type { Reaction } from './reactions.ts';

interface Rooms {
  items: ItemsRoom;
  documents: DocumentsRoom;
  messages: MessagesRoom;
  publicUrl: string;
}

/** What documents and the items that ask for their approval do because of each other, and of the mails that carry them. */
export const documentReactions = ({ items, documents, messages, publicUrl }: Rooms): readonly Reaction[] => [
  ...followingMerges({ room: documents, kind: 'document', only: sql`deleted_at is null` }),
  {
    // The item for the approver, in the transaction of the document (IN-101).
    on: /^document\.sent_for_approval$/,
    do: async (kernel, desk, events, _acts, by) => {
      const wanted = await askedFor(desk, events);
      await done(kernel, desk, by, items, wanted);
    },
  },
  {
    // What needs no approval leaves by itself where its profile says so (IN-115).
    on: /^document\.processed$/,
    do: async (kernel, desk, events) => {
      const unasked = events.filter(({ facts }) => facts.state?.[0] !== 'awaiting_approval');
      if (unasked.length) await sendByThemselves({ kernel, documents, messages, publicUrl }, desk, ids(unasked));
    },
  },
  {
    // Either decision ends its wait; taking it back begins it anew (IN-104, IN-108, IN-109).
    on: /^item\.(decided|taken_back|withdrawn|resubmitted)$/,
    do: async (kernel, desk, events) => {
      const wanted = await newsOf(desk, events);
      await done(kernel, desk, caller(), documents, wanted);
    },
  },
  {
    // Only what left is approved; what did not is a draft again (IN-107).
    on: /^message\.(sent|failed|recalled|unknown|bounced)$/,
    do: async (kernel, desk, events) => {
      const letters = await lettersSent(desk, ids(events));
      if (!letters.length) return;
      const carried = await messagesById(
        desk,
        letters.map(({ message_id }) => message_id),
      );
      const of = new Map(carried.map((one) => [one.id, one]));
      const fates = letters.map((letter) => ({ ...letter, ...fateOf(of.get(letter.message_id)!) }));
      const item = fates.flatMap(({ item_id, toItem }) =>
        toItem && item_id ? [{ id: item_id, command: toItem }] : [],
      );
      const document = fates.flatMap(({ document_id, toDocument }) =>
        toDocument ? [{ id: document_id, command: toDocument }] : [],
      );
      // the item first: what came back was sent, and what its document hears rests on that
      await done(kernel, desk, caller(), items, item);
      await done(kernel, desk, caller(), documents, document);
    },
  },
];

/** What a mail's fate is to the item that waits for it, and to the document that it carries. */
const fateOf = ({ id: message_id, state, reason, reason_code, bounced_at, bounce }: Message) => {
  const because = reason ?? 'The mail server did not take it.';
  const came = bounced_at
    ? { do: 'bounced', message_id, because: bounce ? `${bounce.code} ${bounce.text}`.trim() : because }
    : null;
  switch (state) {
    case 'sent':
      return { toItem: { do: 'sent', message_id }, toDocument: came ?? { do: 'sent', message_id } };
    case 'unknown':
      return { toItem: { do: 'unsure', message_id }, toDocument: came };
    case 'failed':
    case 'recalled':
      return {
        toItem: { do: 'not_sent', message_id, because, quietly: reason_code === 'by_hand' },
        toDocument: { do: 'not_sent', message_id, because },
      };
    default:
      return { toItem: null, toDocument: came };
  }
};

const ids = (events: readonly Recorded[]): Id[] => [...new Set(events.map(({ thing }) => idOf(thing)))];

/** As a consequence nobody may refuse; a refusal would leave the one half without the other. */
const done = async (
  kernel: Kernel,
  desk: Desk,
  by: Caller,
  room: AnyRoom,
  wanted: readonly { id: Id; command: { do: string } }[],
): Promise<void> => {
  if (!wanted.length) return;
  const outcomes = await act(kernel, desk, by, room, wanted);
  const no = outcomes.find((one) => !one.yes);
  if (no && !no.yes) throw new Error(`A document and its item fell apart: ${no.code} ${no.because}`);
};

/** An item for each document, for whoever its profile names: a role on the client, or a member (IN-103). */
const askedFor = async (desk: Desk, events: readonly Recorded[]) => {
  const found = [...(await readDocuments(desk, ids(events))).values()];
  const profiles = await readProfiles(
    desk,
    found.flatMap(({ profile_id }) => profile_id ?? []),
  );
  const clients = await documentsPort.clients(
    desk,
    found.flatMap(({ client_id }) => client_id ?? []),
  );
  return found.map((document) => {
    const { approver = null } = profiles.get(document.profile_id ?? '') ?? {};
    const roles = clients.get(document.client_id ?? '')?.roles ?? {};
    const assignee_id = !approver ? null : 'member' in approver ? approver.member : (roles[approver.role] ?? null);
    const note = noteOf(document, profiles.get(document.profile_id ?? '') ?? null);
    const command = {
      do: 'ask' as const,
      document: document.id,
      subject: document.title,
      client_id: document.client_id!,
      assignee_id,
      ...(note !== undefined && { note }),
    };
    return { id: document.item_id!, command };
  });
};

interface Told {
  id: Id;
  document_id: Id;
  decision: 'approved' | 'not_approved' | null;
  instructions: string | null;
  sent: boolean;
  by: Id | null;
}

/** What the documents of these items hear. */
const newsOf = async (desk: Desk, events: readonly Recorded[]) => {
  const { rows } = await sql<Told>`
    select id, document_id, decision, instructions, decision_sent as sent, ${memberOf(sql`decided_by`)} as by from app.item
    where practice_id = ${desk.practice.id} and id = any(${ids(events)}) and document_id is not null`.execute(desk.tx);
  const verbs = new Map(events.map(({ thing, verb }) => [idOf(thing), verb]));
  return rows.map(({ id: item, document_id, decision, instructions, sent, by }) => {
    const command = (): { do: string; item: Id } => {
      switch (verbs.get(item)) {
        case 'item.decided':
          return { do: 'decided', item, value: decision, instructions, sent, by } as never;
        case 'item.taken_back':
          return { do: 'reopened', item };
        case 'item.withdrawn':
          return { do: 'withdrawn', item };
        default:
          return { do: 'resubmitted', item };
      }
    };
    return { id: document_id, command: command() };
  });
};
