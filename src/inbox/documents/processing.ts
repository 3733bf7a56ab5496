import type { Context, Decision, Event, Refusal } from '#kernel/decision/model.ts';
import { accept, creation, difference, ref, refused } from '#kernel/decision/rules.ts';
import { isWithin, sayAmounts } from './amounts.ts';
import { deliveryOf } from './delivery-rules.ts';
import type { ApprovalReason, Document, DocumentRoomState, Profile, Words } from './model.ts';
import { mayWrite } from './rights.ts';

/** A document on its way to approval, or past it. */

export const told = (
  { document }: Pick<DocumentRoomState, 'document'>,
  verb: string,
  set: Partial<Document>,
): Event => ({
  verb: `document.${verb}`,
  thing: ref('document', document.id),
  facts: difference<Document>(document, set),
  ...(document.client_id && { client_id: document.client_id }),
});

/** Refuses `awaiting_approval`: until it is decided or withdrawn it stays as it is (IN-118). */
export const waiting = ({ document }: DocumentRoomState): Refusal | null =>
  document.state === 'awaiting_approval'
    ? refused(
        'awaiting_approval',
        `«${document.title}» waits for approval. Decide it, or withdraw the request first.`,
        {
          item_id: document.item_id,
        },
      )
    : null;

/**
 * Processing: what needs approval asks for it with an item of the inbox (IN-101), what needs none is processed. What is
 * missing makes it failed, with the reason (IN-118).
 */
export const process = (state: DocumentRoomState, context: Context): Decision => {
  const { document } = state;
  const no = mayWrite(state, context.who) ?? waiting(state);
  if (no) return no;
  if (document.state === 'processed' || document.state === 'filed')
    return refused(
      'already_processed',
      `«${document.title}» is processed. Send it for approval by hand if it needs one.`,
    );
  const failure = failureOf(state);
  if (failure) return accept([told(state, 'failed', { state: 'failed', failure })]);
  const reasons = reasonsOf(state);
  if (reasons.length) return asked(state, reasons, context);
  const letter = letterEvent(state, state.around.words, context);
  const set: Partial<Document> = { state: 'processed', failure: null, approval_reasons: [] };
  return accept([told(state, 'processed', letter ? { ...set, correspondence_id: letter.id } : set), ...made(letter)]);
};

/** By hand, whatever the profile says (IN-100): also one that is processed or filed. */
export const request = (state: DocumentRoomState, context: Context): Decision => {
  const no = mayWrite(state, context.who) ?? waiting(state);
  if (no) return no;
  const failure = failureOf(state);
  if (failure) return refused('cannot_process', failure);
  return asked(state, [...reasonsOf(state), 'manual'], context);
};

const asked = (state: DocumentRoomState, approval_reasons: ApprovalReason[], context: Context): Decision => {
  const letter = letterEvent(state, state.around.words, context);
  const set: Partial<Document> = {
    state: 'awaiting_approval',
    failure: null,
    approval_reasons,
    item_id: context.newId(),
    correspondence_id: letter?.id ?? null,
  };
  return accept([told(state, 'sent_for_approval', set), ...made(letter)]);
};

const made = (letter: { event: Event } | null): Event[] => (letter ? [letter.event] : []);

/** A new draft for its client; none where the client gets nothing (IN-115). */
export const letterEvent = (
  { document }: Pick<DocumentRoomState, 'document'>,
  words: Words | null,
  context: Context,
): { id: string; event: Event } | null => {
  if (!words) return null;
  const id = context.newId();
  const row = { document_id: document.id, ...words, state: 'draft' };
  const none = {
    other_to: null,
    other_to_because: null,
    sent_to: null,
    message_id: null,
    sent_at: null,
    printed_at: null,
    signed: null,
  };
  const event: Event = {
    verb: 'correspondence.drafted',
    thing: ref('correspondence', id),
    facts: creation({ ...row, ...none }),
    ...(document.client_id && { client_id: document.client_id }),
  };
  return { id, event };
};

/** All reasons that hold (IN-100); the amount keeps only the profile's away (IN-102). */
export const reasonsOf = ({ document, around }: DocumentRoomState): ApprovalReason[] => {
  const { send_for_approval, variance } = around.profile!;
  const within = variance !== null && isWithin(document.amount, document.expected_amount, variance);
  const everything = around.client?.approve_everything ?? false;
  return [
    ...(send_for_approval && !within ? (['profile'] as const) : []),
    ...(everything ? (['client'] as const) : []),
  ];
};

/** What an approver reads first: the amount that is not what was expected (IN-102). */
export const noteOf = ({ amount, expected_amount }: Document, profile: Profile | null): string | undefined =>
  amount && profile?.variance && !isWithin(amount, expected_amount, profile.variance)
    ? sayAmounts(amount, expected_amount)
    : undefined;

const failureOf = ({ around }: DocumentRoomState): string | null => {
  const { profile, client, words } = around;
  if (!profile) return 'It has no profile. Choose how such documents are dealt with.';
  if (!profile.on) return `The profile «${profile.name}» is switched off. Choose another one.`;
  if (!client) return 'It has no client. Say whose it is.';
  const kind = deliveryOf(profile, client);
  if (kind && !words)
    return kind === 'letter'
      ? `${client.name} gets letters, and «${profile.name}» has no letter template for them. Choose one there, then process again.`
      : `The message template of «${profile.name}» has no wording for ${client.name} that can be sent. Mend it, then process again.`;
  return null;
};
