import type { Room } from '#kernel/loop/room.ts';
import type { ArrivalCommand, ArrivalState } from './model.ts';

/** Nobody looks for what stands further down in a mail. */
const FOUND = 10_000;

/** An item is found by who wrote its mails, their subjects, texts and the names of their attachments (IN-160). */
export const mailEntries: NonNullable<Room<ArrivalState, ArrivalCommand>['search']> = ({ arrival }) => {
  const { id, item_id, outcome, subject, from_name, from_address, body, attachments } = arrival;
  if (!item_id || (outcome !== 'item_made' && outcome !== 'added')) return { keep: [], drop: [] };
  const words = [subject ?? '', from_name, from_address, body.slice(0, FOUND), ...attachments.map(({ name }) => name)];
  return { keep: [{ kind: 'item_mail', thing_id: id, title: '', url: '', words, module: 'inbox' }], drop: [] };
};
