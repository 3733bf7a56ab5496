import type { Context, Decision, Event, Refusal, Who } from '#kernel/decision/model.ts';
import { accept, conflict, difference, notFound, ref, refused } from '#kernel/decision/rules.ts';
import { htmlOf } from '#messages/fields/html.ts';
import {
  type Correspondence,
  type DocumentCommand,
  type DocumentRoomState,
  type LetterText,
  MOST_SENT_BYTES,
} from './model.ts';
import { told } from './processing.ts';
import { mayEdit, maySend, mayWrite } from './rights.ts';

type Of<D extends DocumentCommand['do']> = Extract<DocumentCommand, { do: D }>;

/** The e-mail or letter of a document: its text, and whether it may be sent or printed. */

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
  return asSeen(letter) === seen ? accept([]) : changedMeanwhile(letter);
};

/** The version that whoever decides looked at: their decision signed it a moment ago, in the same transaction. */
const asSeen = ({ version, signed }: Correspondence): number => (signed ? version - 1 : version);

const changedMeanwhile = ({ version, kind }: Correspondence): Refusal =>
  conflict(`Somebody changed the text of this ${NOUN[kind]} meanwhile. Read it as it is now, then decide.`, {
    version,
  });

/** Keeps the edited text without deciding; what had no value in it is the member's affair now, a gap of the letter's template stays one (IN-111, IN-116). */
export const save = (state: DocumentRoomState, { text, seen, deciding }: Of<'save'>, { who }: Context): Decision => {
  const { letter } = state;
  if (!letter) return notFound();
  const no =
    mayEdit(state, who) ??
    notDraft(letter) ??
    (deciding ? null : asApproved(state)) ??
    ((deciding ? asSeen(letter) : letter.version) === seen ? null : changedMeanwhile(letter));
  if (no) return no;
  if (letter.subject === text.subject && letter.body === text.body) return accept([]);
  return accept([toldOfLetter(state, 'saved', wordsOf(letter, text))]);
};

/** What somebody approved leaves as they saw it, above all under their name. */
const asApproved = ({ document, letter }: DocumentRoomState): Refusal | null =>
  letter?.signed
    ? refused(
        'approved_already',
        `${letter.signed.name} approved this letter as it stands. Send «${document.title}» for approval again to change it.`,
      )
    : null;

const wordsOf = (letter: Correspondence, text: LetterText): Partial<Correspondence> => ({
  ...text,
  html: letter.body === text.body ? letter.html : htmlOf(text.body),
  missing_fields: letter.kind === 'letter' ? letter.missing_fields.filter((name) => letter.used[name] === '') : [],
});

const NOUN = { email: 'e-mail', letter: 'letter' } as const;

const notDraft = ({ state, kind }: Correspondence): Refusal | null => {
  const noun = NOUN[kind];
  switch (state) {
    case 'draft':
      return null;
    case 'sending':
      return refused('being_sent', 'This e-mail is being sent, so its text stays.');
    case 'sent':
      return refused('sent_already', 'This e-mail was sent, so its text stays.');
    case 'printed':
      return refused('printed_already', 'This letter was printed, so its text stays.');
    case 'removed':
      return refused('removed', `This ${noun} was removed as its document was not approved.`);
  }
};

/** Its letter is on paper and on its way: the client is told (IN-108). Printed is final. Refuses as `unprintable`. */
export const print = (state: DocumentRoomState, { who, now }: Context): Decision => {
  const { document, letter } = state;
  const no = mayWrite(state, who);
  if (no) return no;
  if (letter?.state === 'printed') return accept([]);
  const not = unprintable(state, now);
  if (not) return not;
  const marks = document.marks.filter((mark) => mark !== 'client_not_notified');
  return accept([
    toldOfLetter(state, 'printed', { state: 'printed', printed_at: now }),
    told(state, 'client_told', { marks, not_told: null, told_at: now }),
  ]);
};

/**
 * Why its letter cannot be printed; null when it can. Refuses `nothing_to_print`, `awaiting_approval`, `not_processed`, `removed`,
 * `missing_fields` (IN-116), and `not_final_yet` while its approval may still be taken back (IN-104).
 */
export const unprintable = (state: DocumentRoomState, now: string): Refusal | null => {
  const { document, letter } = state;
  if (letter?.kind !== 'letter') return refused('nothing_to_print', `«${document.title}» has no letter.`);
  if (letter.state === 'removed') return notDraft(letter);
  return tooEarly(state, now) ?? withGaps(letter);
};

const withGaps = ({ missing_fields: fields }: Correspondence): Refusal | null =>
  fields.length ? refused('missing_fields', `Values are missing: ${fields.join(', ')}.`, { fields }) : null;

/**
 * Its e-mail is about to leave. Refuses, sending nothing: `nothing_to_send`, `client_inactive`, `no_address`,
 * `recipient_is_member`, `missing_fields`, `too_large`, `not_allowed` (IN-112, IN-113), and `conflict` where the client's address
 * is not the one the approver saw.
 */
export const send = (state: DocumentRoomState, wanted: Of<'send'>, { who }: Context): Decision =>
  leaves(state, { wanted, who });

/** `as`: the e-mail as it is judged, where that is another than what stands there. */
const leaves = (
  state: DocumentRoomState,
  { wanted, who, as = state.letter }: { wanted: Omit<Of<'send'>, 'do'>; who: Who; as?: Correspondence | null },
): Decision => {
  const no = maySend(who) ?? unsendable({ ...state, letter: as });
  if (no) return no;
  const { message_id, seen_address } = wanted;
  const to = recipientOf(state)!;
  if (seen_address !== null && seen_address !== to)
    return ofMember(state, seen_address) ?? conflict(`It goes to ${to} now. Read the page again, then decide.`, { to });
  return accept([toldOfLetter(state, 'sending', { state: 'sending', sent_to: to, message_id })]);
};

/**
 * Its e-mail goes to the client without a decision: it needed none, or was approved only (IN-108). What came back goes once more.
 * Refuses as `send`, and `awaiting_approval`, `not_processed`, `not_final_yet`.
 */
export const deliver = (
  state: DocumentRoomState,
  { message_id, seen_address, text, seen }: Of<'deliver'>,
  context: Context,
): Decision => {
  const { document, letter } = state;
  const no = mayWrite(state, context.who) ?? tooEarly(state, context.now);
  if (no) return no;
  if (letter && seen !== undefined && letter.version !== seen) return changedMeanwhile(letter);
  const wanted = { message_id, seen_address };
  const { who } = context;
  if (letter?.state === 'sent' && document.marks.includes('client_not_notified'))
    return leaves(state, { wanted, who, as: { ...letter, state: 'draft' } });
  if (!letter || !text) return leaves(state, { wanted, who });
  const sent = leaves({ ...state, letter: { ...letter, ...wordsOf(letter, text) } }, { wanted, who });
  return sent.yes ? accept([toldOfLetter(state, 'saved', wordsOf(letter, text)), ...sent.events]) : sent;
};

/** Until its approval is final nothing of it leaves (IN-104). */
const tooEarly = ({ document, around }: DocumentRoomState, now: string): Refusal | null => {
  if (document.state === 'awaiting_approval')
    return refused('awaiting_approval', `«${document.title}» waits for approval, so nothing of it leaves yet.`);
  if (document.state !== 'processed' && document.state !== 'filed')
    return refused('not_processed', `«${document.title}» is not processed, so nothing of it leaves.`);
  return around.open_until && around.open_until > now
    ? refused('not_final_yet', 'Its approval can still be taken back for a moment. Do it then.')
    : null;
};

/** Where its e-mail goes: to the address on the client's record, or to the one that a member named with a reason (IN-113). */
export const recipientOf = ({ letter, around }: Pick<DocumentRoomState, 'letter' | 'around'>): string | null =>
  letter?.other_to ?? around.client?.email ?? null;

/** A member's own address is a password manager's work, unless the client's record has it (IN-113). */
const ofMember = ({ around }: Pick<DocumentRoomState, 'around'>, address: string): Refusal | null =>
  around.member_addresses.has(address.toLowerCase()) && address.toLowerCase() !== around.client?.email?.toLowerCase()
    ? refused(
        'recipient_is_member',
        `${address} is a member’s own address, and not the client’s. A password manager may have filled it in.`,
      )
    : null;

/** Its e-mail goes elsewhere, with the reason, which its timeline keeps (IN-113). Refuses `recipient_is_member` and a stale text. */
export const readdress = (
  state: DocumentRoomState,
  { to, because, seen }: Of<'readdress'>,
  { who }: Context,
): Decision => {
  const { letter, around } = state;
  if (letter?.kind !== 'email') return notFound();
  const no =
    mayEdit(state, who) ??
    maySend(who) ??
    notDraft(letter) ??
    (letter.version === seen ? null : changedMeanwhile(letter));
  if (no) return no;
  const other = to && to.toLowerCase() !== around.client?.email?.toLowerCase() ? to : null;
  const own = other ? ofMember(state, other) : null;
  if (own) return own;
  const event = toldOfLetter(state, 'readdressed', { other_to: other, other_to_because: other ? because : null });
  return accept(Object.keys(event.facts).length ? [event] : []);
};

/** Why its e-mail cannot be sent; null when it can. */
export const unsendable = ({ letter, files, document, around }: DocumentRoomState): Refusal | null => {
  const { client } = around;
  if (!letter || !client) return refused('nothing_to_send', 'There is no e-mail to send. «Approve only» is possible.');
  if (letter.kind === 'letter')
    return refused(
      'nothing_to_send',
      'It goes to the client as a letter, which is printed. «Approve only» is possible.',
    );
  const no = notDraft(letter);
  if (no) return no;
  if (!client.active) return refused('client_inactive', `${client.name} is inactive, so nothing is sent to them.`);
  const to = recipientOf({ letter, around });
  if (!to) return refused('no_address', `${client.name} has no e-mail address. Add one to the record.`);
  const own = ofMember({ around }, to);
  if (own) return own;
  const gaps = withGaps(letter);
  if (gaps) return gaps;
  const size = files.find(({ id }) => id === document.file_id)?.bytes ?? 0;
  return size + letter.body.length > MOST_SENT_BYTES
    ? refused('too_large', 'The document has more than 20 MB, which no mail takes. Make it smaller.')
    : null;
};
