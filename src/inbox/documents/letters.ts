import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, conflict, difference, notFound, ref, refused } from '#kernel/decision/rules.ts';
import { htmlOf } from '#messages/fields/html.ts';
import { type Correspondence, type DocumentCommand, type DocumentRoomState, MOST_SENT_BYTES } from './model.ts';
import { mayEdit, maySend } from './rights.ts';

type Of<D extends DocumentCommand['do']> = Extract<DocumentCommand, { do: D }>;

/** The e-mail of a document: its text, and whether it may be sent. */

export const toldOfLetter = (
  { document, letter }: Pick<DocumentRoomState, 'document' | 'letter'>,
  verb: string,
  set: Partial<Correspondence>,
): Event => ({
  verb: `correspondence.${verb}`,
  thing: ref('correspondence', letter!.id),
  facts: difference<Correspondence>(letter!, set),
  ...(document.client_id && { client_id: document.client_id }),
});

/** Refuses `conflict` when somebody changed the text meanwhile (IN-111). */
export const check = ({ letter }: DocumentRoomState, { seen }: Of<'check'>): Decision => {
  if (!letter) return notFound();
  return letter.version === seen ? accept([]) : changedMeanwhile(letter);
};

const changedMeanwhile = ({ version }: Correspondence): Refusal =>
  conflict('Somebody changed the text of this e-mail meanwhile. Read it as it is now, then decide.', { version });

/** Keeps the edited text without deciding; what had no value is the member's affair now (IN-111). */
export const save = (state: DocumentRoomState, { text, seen }: Of<'save'>, { who }: Context): Decision => {
  const { letter } = state;
  if (!letter) return notFound();
  const no = mayEdit(state, who) ?? notDraft(letter) ?? (letter.version === seen ? null : changedMeanwhile(letter));
  if (no) return no;
  if (letter.subject === text.subject && letter.body === text.body) return accept([]);
  const html = letter.body === text.body ? letter.html : htmlOf(text.body);
  return accept([toldOfLetter(state, 'saved', { ...text, html, missing_fields: [] })]);
};

const notDraft = ({ state }: Correspondence): Refusal | null => {
  if (state === 'draft') return null;
  if (state === 'sending') return refused('being_sent', 'This e-mail is being sent, so its text stays.');
  return state === 'sent'
    ? refused('sent_already', 'This e-mail was sent, so its text stays.')
    : refused('removed', 'This e-mail was removed as its document was not approved.');
};

/**
 * Its e-mail is about to leave. Refuses, sending nothing: `nothing_to_send`, `client_inactive`, `no_address`,
 * `recipient_is_member`, `missing_fields`, `too_large`, `not_allowed` (IN-112, IN-113), and `conflict` where the client's address
 * is not the one the approver saw.
 */
export const send = (
  state: DocumentRoomState,
  { message_id, seen_address }: Of<'send'>,
  { who }: Context,
): Decision => {
  const { around } = state;
  const no = maySend(who) ?? unsendable(state);
  if (no) return no;
  const to = around.client!.email!;
  if (seen_address !== null && seen_address !== to)
    return conflict(`The address of ${around.client!.name} is ${to} now. Read the page again, then decide.`, { to });
  return accept([toldOfLetter(state, 'sending', { state: 'sending', sent_to: to, message_id })]);
};

/** Why its e-mail cannot be sent; null when it can. */
export const unsendable = ({ letter, files, document, around }: DocumentRoomState): Refusal | null => {
  const { client } = around;
  if (!letter || !client) return refused('nothing_to_send', 'There is no e-mail to send. «Approve only» is possible.');
  const no = notDraft(letter);
  if (no) return no;
  if (!client.active) return refused('client_inactive', `${client.name} is inactive, so nothing is sent to them.`);
  if (!client.email) return refused('no_address', `${client.name} has no e-mail address. Add one to the record.`);
  if (around.member_addresses.has(client.email.toLowerCase()))
    return refused(
      'recipient_is_member',
      `${client.email} is a member’s own address. Correct the client’s record; a password manager may have filled it in.`,
    );
  if (letter.missing_fields.length)
    return refused('missing_fields', `Values are missing: ${letter.missing_fields.join(', ')}.`, {
      fields: letter.missing_fields,
    });
  const size = files.find(({ id }) => id === document.file_id)?.bytes ?? 0;
  return size + letter.body.length > MOST_SENT_BYTES
    ? refused('too_large', 'The document has more than 20 MB, which no mail takes. Make it smaller.')
    : null;
};
