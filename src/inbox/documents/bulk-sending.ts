import { type Id, newId } from '#ground/id.ts';
import type { ItemCommand } from '#inbox/items/model.ts';
import { settingsOf } from '#inbox/items/settings.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Context, Decision, Refusal } from '#kernel/decision/model.ts';
import { notFound, refused } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { atDesk, type Place } from '#kernel/http/route.ts';
import { again } from '#kernel/loop/perform.ts';
import type { Caller } from '#kernel/loop/room.ts';
import { type Approving, approve } from './approving.ts';
import { recipientOf } from './letters.ts';
import type { DocumentCommand } from './model.ts';

/** Send & approve for many items: every recipient is listed before anything leaves, then each goes as if alone (IN-124). */

/** Nobody reads more addresses before a press. */
export const MOST_SENT_AT_ONCE = 50;

/** Only where the practice wants it at all. */
export const bulkSendOff = ({ practice }: Pick<Desk, 'practice'>): Refusal | null =>
  settingsOf(practice).bulk_send
    ? null
    : refused(
        'bulk_send_off',
        'Sending to many clients at once is off here, so approving many sends nothing. An administrator can switch it on under Settings › Inbox › Items & decisions.',
      );

export interface Recipient {
  id: Id;
  number: number;
  subject: string;
  client: string | null;
  /** The address it would go to. */
  to: string | null;
  version: number;
  correspondence_version: number | null;
  no: Pick<Refusal, 'code' | 'because'> | null;
}

/** To whom each would go, or why it would not, by the very rules that decide; nothing is changed. Those that are not seen are absent. */
export const recipientsOf = async (
  { items, documents }: Approving,
  desk: Desk,
  { who }: Caller,
  ids: readonly Id[],
): Promise<Recipient[]> => {
  const context: Context = { ...desk, who, newId };
  const message_id = newId();
  const sending: ItemCommand = { do: 'send', message_id };
  const states = await items.load(
    desk,
    ids.map((id) => ({ id, command: sending })),
    who,
  );
  const letter: DocumentCommand = { do: 'send', message_id, seen_address: null };
  const wanted = [...states.values()].flatMap(({ item }) => (item.document_id ? [item.document_id] : []));
  const letters = await documents.load(
    desk,
    wanted.map((id) => ({ id, command: letter })),
    who,
  );
  return ids.flatMap((id) => {
    const state = states.get(id);
    const decided = state && items.decide(state, sending, context);
    if (!state || isHidden(decided)) return [];
    const { number, subject, version, document_id } = state.item;
    const paper = letters.get(document_id ?? '');
    // whoever may not decide it learns nothing of its document
    const shown = refusalOf(decided)?.kind === 'not_allowed' ? undefined : paper;
    const no = refusalOf(decided) ?? (paper ? refusalOf(documents.decide(paper, letter, context)) : null);
    return [
      {
        id,
        number,
        subject,
        version,
        client: shown?.around.client?.name ?? null,
        to: shown ? recipientOf(shown) : null,
        correspondence_version: paper?.letter?.version ?? null,
        no: no && { code: no.code, because: no.because },
      },
    ];
  });
};

const refusalOf = (decision: Decision | undefined): Refusal | null => (decision && !decision.yes ? decision : null);
const isHidden = (decision: Decision | undefined): boolean => refusalOf(decision)?.kind === notFound().kind;

export interface SeenRow {
  id: Id;
  version: number;
  correspondence_version: number;
  to: string;
}

/**
 * Sends and approves those that were listed, to the addresses that were listed: each in a transaction of its own, since each is a
 * mail of its own, and what one refuses leaves the others alone (IN-107, IN-112).
 */
export const sendMany = async (
  rooms: Approving,
  place: Place,
  rows: readonly SeenRow[],
  instructions: string | undefined,
): Promise<({ id: Id; ok: true } | ({ id: Id; ok: false } & Pick<Refusal, 'code' | 'because'>))[]> => {
  const answers = [];
  for (const { id, version: seen, to: address, correspondence_version } of rows) {
    const wanted = {
      item: id,
      seen,
      value: 'approved',
      send: true,
      instructions,
      correspondence_version,
      address,
    } as const;
    try {
      await again(() => atDesk(rooms.kernel, place, (desk) => approve(rooms, desk, place.caller, wanted)));
      answers.push({ id, ok: true as const });
    } catch (fault) {
      if (!(fault instanceof HttpRefusal)) throw fault;
      const { code, because } = fault.refusal;
      answers.push({ id, ok: false as const, code, because });
    }
  }
  return answers;
};
