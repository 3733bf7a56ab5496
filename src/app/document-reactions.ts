import { sql } from 'kysely';
import type { Id } from '#ground/id.ts';
import { noteOf } from '#inbox/documents/processing.ts';
import { readProfiles } from '#inbox/documents/profiles.ts';
import { type DocumentsRoom, lettersSent, readDocuments } from '#inbox/documents/store.ts';
import type { ItemsRoom } from '#inbox/items/store.ts';
import type { Recorded } from '#kernel/audit/record.ts';
import type { Desk } from '#kernel/database/practice.ts';
import { idOf } from '#kernel/decision/rules.ts';
import { act } from '#kernel/loop/perform.ts';
import type { AnyRoom, Caller, Kernel } from '#kernel/loop/room.ts';
import type { Message } from '#messages/outbox/model.ts';
import { messagesById } from '#messages/outbox/store.ts';
import { documentsPort } from './ports/documents.ts';
import { caller, mergedBy, tell } from './reacting.ts';
import type { Reaction } from './reactions.ts';

interface Rooms {
  items: ItemsRoom;
  documents: DocumentsRoom;
}

/** What documents and the items that ask for their approval do because of each other, and of the mails that carry them. */
export const documentReactions = ({ items, documents }: Rooms): readonly Reaction[] => [
  {
    // The item for the approver, in the transaction of the document (IN-101).
    on: /^document\.sent_for_approval$/,
    do: async (kernel, desk, events, _acts, by) => {
      const wanted = await askedFor(desk, events);
      await done(kernel, desk, by, items, wanted);
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
    // Documents follow the surviving client (IN-16).
    on: /^merge\.made$/,
    do: async (kernel, desk, events, acts) => {
      for (const event of events) {
        const { kind, survivor, absorbed } = mergedBy(event);
        if (kind !== 'person') continue;
        const mine = (await documentsAbout(desk, absorbed)).map((id) => follow(id, survivor));
        await tell(kernel, desk, documents, mine, acts.get(idOf(event.root)));
      }
    },
  },
  {
    // Each side gets back what it had (PE-77).
    on: /^merge\.reversed$/,
    do: async (kernel, desk, events) => {
      for (const event of events) {
        const moved = (await followedIn(desk, idOf(event.root))).map(({ id, client_id }) => follow(id, client_id));
        await tell(kernel, desk, documents, moved);
      }
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
      const item = fates.flatMap(({ item_id, toItem }) => (toItem ? [{ id: item_id, command: toItem }] : []));
      const document = fates.flatMap(({ document_id, toDocument }) =>
        toDocument ? [{ id: document_id, command: toDocument }] : [],
      );
      // the item first: what came back was sent, and what its document hears rests on that
      await done(kernel, desk, caller(), items, item);
      await done(kernel, desk, caller(), documents, document);
    },
  },
];

const follow = (id: Id, client_id: Id) => ({ id, command: { do: 'follow', client_id } as const });

const documentsAbout = async ({ tx, practice }: Desk, client: Id): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    select id from app.document where practice_id = ${practice.id} and client_id = ${client} and deleted_at is null`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

/** The documents that a merge moved and that still stand where it moved them, each with the client it had before. */
const followedIn = async ({ tx, practice }: Desk, merge: Id): Promise<{ id: Id; client_id: Id }[]> => {
  const { rows } = await sql<{ id: Id; client_id: Id }>`
    select d.id, (e.facts -> 'client_id' ->> 0)::uuid as client_id from app.event m
    join app.event e on e.practice_id = m.practice_id and e.act_id = m.act_id and e.verb = 'document.followed'
    join app.document d on d.practice_id = e.practice_id and e.thing = 'document:' || d.id
      and d.client_id = (e.facts -> 'client_id' ->> 1)::uuid
    where m.practice_id = ${practice.id} and m.root = ${`merge:${merge}`} and m.verb = 'merge.made'`.execute(tx);
  return rows;
};

/** What a mail's fate is to the item that waits for it, and to the document that it carries. */
const fateOf = ({ id: message_id, state, reason, reason_code, bounced_at, bounce }: Message) => {
  const because = reason ?? 'The mail server did not take it.';
  const came = bounced_at
    ? { do: 'bounced', message_id, because: bounce ? `${bounce.code} ${bounce.text}`.trim() : because }
    : null;
  switch (state) {
    case 'sent':
      return { toItem: { do: 'sent', message_id }, toDocument: came };
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
}

/** What the documents of these items hear. */
const newsOf = async (desk: Desk, events: readonly Recorded[]) => {
  const { rows } = await sql<Told>`
    select id, document_id, decision, instructions, decision_sent as sent from app.item
    where practice_id = ${desk.practice.id} and id = any(${ids(events)}) and document_id is not null`.execute(desk.tx);
  const verbs = new Map(events.map(({ thing, verb }) => [idOf(thing), verb]));
  return rows.map(({ id: item, document_id, decision, instructions, sent }) => {
    const command = (): { do: string; item: Id } => {
      switch (verbs.get(item)) {
        case 'item.decided':
          return { do: 'decided', item, value: decision, instructions, sent } as never;
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
