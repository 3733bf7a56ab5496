import type { Context, Decision, Event } from '#kernel/decision/model.ts';
import { accept } from '#kernel/decision/rules.ts';
import { useSignature } from '../signatures/rules.ts';
import { toldOfLetter } from './letters.ts';
import type { Correspondence, Document, DocumentNews, DocumentRoomState, Mark, Words } from './model.ts';
import { letterEvent, told } from './processing.ts';

/** What becomes of a document as its item is decided and its e-mail leaves. News that is not about what stands now changes nothing. */
export const hear = (state: DocumentRoomState, news: DocumentNews, context: Context): Decision => {
  switch (news.do) {
    case 'decided':
      return decided(state, news, context);
    case 'reopened':
      return reopened(state, news);
    case 'sent':
      return hasLeft(state, news, context);
    case 'not_sent':
      return notSent(state, news);
    case 'not_delivered':
      return notDelivered(state, news);
    case 'withdrawn':
      return ofItem(state, news.item) ? accept([told(state, 'withdrawn', { state: 'unprocessed' })]) : accept([]);
    case 'resubmitted':
      return resubmitted(state, news, context);
    case 'bounced':
      return bounced(state, news);
    case 'follow':
      return follow(state, news);
  }
};

type Of<D extends DocumentNews['do']> = Extract<DocumentNews, { do: D }>;

const follow = (state: DocumentRoomState, { client_id }: Of<'follow'>): Decision =>
  state.document.client_id === client_id
    ? accept([])
    : accept([{ ...told(state, 'followed', { client_id }), client_id }]);

const ofItem = ({ document }: DocumentRoomState, item: string): boolean => document.item_id === item;

/** Processed either way. Approved only leaves the client without it; not approved takes its e-mail away for good (IN-108, IN-109). */
const decided = (state: DocumentRoomState, { item, value, instructions, sent }: Of<'decided'>, { now }: Context) => {
  const { document, letter } = state;
  if (!ofItem(state, item) || document.state !== 'awaiting_approval') return accept([]);
  const ordered: Mark | null = !instructions
    ? null
    : value === 'approved'
      ? 'instructions'
      : 'not_approved_instructions';
  const untold = value === 'approved' && letter !== null && !sent;
  const marks: Mark[] = [...(untold ? (['client_not_notified'] as const) : []), ...(ordered ? [ordered] : [])];
  const set: Partial<Document> = {
    state: 'processed',
    marks,
    not_told: untold ? 'It was approved without sending.' : null,
    ...(sent && { told_at: now }),
  };
  const signs = value === 'approved' ? signing(state) : [];
  return accept([told(state, 'processed', set), ...fateOf(state, value, sent, now), ...signs]);
};

/** A letter bears from now on how its approver signs at this moment (IN-116). */
const signing = (state: DocumentRoomState): Event[] => {
  const { letter, signer } = state;
  if (letter?.kind !== 'letter' || letter.state !== 'draft' || !signer) return [];
  const { name, signature } = signer;
  const bears = toldOfLetter(state, 'signed', { signed: { name, signature_id: signature?.id ?? null } });
  const used = signature && useSignature(signature);
  return used ? [bears, used] : [bears];
};

const fateOf = (state: DocumentRoomState, value: string, sent: boolean, now: string): Event[] => {
  const { letter } = state;
  if (!letter) return [];
  if (sent) return [toldOfLetter(state, 'sent', { state: 'sent', sent_at: now })];
  return value === 'not_approved' && letter.state === 'draft'
    ? [toldOfLetter(state, 'removed', { state: 'removed' })]
    : [];
};

/** The decision was taken back: everything as it was (IN-104). */
const reopened = (state: DocumentRoomState, { item }: Of<'reopened'>): Decision => {
  const { document, letter } = state;
  if (!ofItem(state, item) || document.state !== 'processed') return accept([]);
  const again = told(state, 'reopened', { state: 'awaiting_approval', marks: [], not_told: null });
  const back: Partial<Correspondence> = {
    ...(letter?.state === 'removed' && { state: 'draft' as const }),
    ...(letter?.signed && { signed: null }),
  };
  return accept([again, ...(Object.keys(back).length ? [toldOfLetter(state, 'restored', back)] : [])]);
};

/** What was decided already, or needed no decision, reached its client; a Send & approve is decided by its item (IN-107, IN-108). */
const hasLeft = (state: DocumentRoomState, { message_id }: Of<'sent'>, { now }: Context): Decision => {
  const { document, letter } = state;
  if (letter?.state !== 'sending' || letter.message_id !== message_id || document.state === 'awaiting_approval')
    return accept([]);
  const marks = document.marks.filter((mark) => mark !== 'client_not_notified');
  return accept([
    toldOfLetter(state, 'sent', { state: 'sent', sent_at: now }),
    told(state, 'client_told', { marks, not_told: null, told_at: now }),
  ]);
};

/** Its mail did not leave: a draft again, as it was (IN-107); the client of a processed one was not told. */
const notSent = (state: DocumentRoomState, { message_id, because }: Of<'not_sent'>): Decision => {
  const { document, letter } = state;
  if (letter?.state !== 'sending' || letter.message_id !== message_id) return accept([]);
  const kept = toldOfLetter(state, 'kept', { state: 'draft', sent_to: null, message_id: null });
  return document.state === 'awaiting_approval'
    ? accept([kept])
    : accept([kept, told(state, 'not_delivered', untold(state, because))]);
};

/** What should have left by itself did not even begin to. */
const notDelivered = (state: DocumentRoomState, { because }: Of<'not_delivered'>): Decision => {
  const stays = { state: 'draft', sent_to: null, message_id: null } as const;
  const kept = state.letter?.state === 'sending' ? [toldOfLetter(state, 'kept', stays)] : [];
  return accept([...kept, told(state, 'not_delivered', untold(state, because))]);
};

const untold = ({ document: { marks } }: DocumentRoomState, because: string): Partial<Document> => ({
  marks: marks.includes('client_not_notified') ? marks : ['client_not_notified', ...marks],
  not_told: because,
});

/** It asks again, with a new draft: a copy of the text as it was (IN-136). */
const resubmitted = (state: DocumentRoomState, { item }: Of<'resubmitted'>, context: Context): Decision => {
  const { letter, around } = state;
  const copy = letter ? wordsOf(letter) : around.words;
  const drafted = letterEvent(state, copy, context);
  const set: Partial<Document> = {
    state: 'awaiting_approval',
    item_id: item,
    marks: [],
    not_told: null,
    correspondence_id: drafted?.id ?? null,
  };
  return accept([told(state, 'resubmitted', set), ...(drafted ? [drafted.event] : [])]);
};

const wordsOf = ({
  kind,
  letter_template_id,
  letter_file_id,
  subject,
  body,
  html,
  used,
  missing_fields,
  template_id,
  template_version,
  locale,
}: Words): Words => ({
  kind,
  letter_template_id,
  letter_file_id,
  subject,
  body,
  html,
  used,
  missing_fields,
  template_id,
  template_version,
  locale,
});

/** It came back: the client was not told after all; the decision stands (IN-108, IN-73). */
const bounced = (state: DocumentRoomState, { message_id, because }: Of<'bounced'>): Decision => {
  const { document, letter } = state;
  if (letter?.message_id !== message_id || document.marks.includes('client_not_notified')) return accept([]);
  const marks: Mark[] = ['client_not_notified', ...document.marks];
  return accept([told(state, 'bounced', { marks, not_told: `It came back: ${because}`, told_at: null })]);
};
