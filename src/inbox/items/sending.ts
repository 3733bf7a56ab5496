import { can, ownWork } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Refusal, Who } from '#kernel/decision/model.ts';
import { accept, notAllowed, refused } from '#kernel/decision/rules.ts';
import { NO_HOLD, tellDecided } from './changing.ts';
import { barredWay, isOpen, nameOf } from './law.ts';
import type { Item, ItemCommand, ItemState } from './model.ts';
import { noteEvent } from './noting.ts';
import { maySee, mayUpdate, membersOf, standsFor, WRITES } from './rights.ts';
import { tell, told } from './telling.ts';

type Of<D extends ItemCommand['do']> = Extract<ItemCommand, { do: D }>;

/** What nobody may do while its mail is on its way (IN-107, IN-132). */
const WAITS = new Set<ItemCommand['do']>([
  'change',
  'set_status',
  'decide',
  'take_back',
  'delete',
  'withdraw',
  'send',
  'assign',
  'take',
]);

/** Refuses `being_sent` while a Send & approve is on its way. */
export const underWay = ({ item }: ItemState, { do: act }: ItemCommand): Refusal | null =>
  item.sending && WAITS.has(act)
    ? refused('being_sent', `#${item.number} is being sent to the client. Undo the sending first, or wait for it.`, {
        message_id: item.sending.message_id,
      })
    : null;

/** They prepared its document, themselves or by a key of theirs, or stand in today for who did (PL-33). */
export const isOwnWork = ({ around: { document } }: Pick<ItemState, 'around'>, who: Who): boolean =>
  !!document &&
  (document.prepared_by === who.actor || (!!document.preparer && ownWork(who, [document.preparer]) !== null));

/** Neither whoever prepared a document nor anyone acting for them approves it where its profile asks for four eyes (IN-119, PL-33). */
export const ownPreparation = (state: ItemState, who: Who): Refusal | null =>
  state.around.document?.four_eyes && isOwnWork(state, who)
    ? refused(
        'prepared_by_you',
        `You prepared this document, or stand in for who did, so ${others(state, who)} approves it.`,
      )
    : null;

const NAMED = 3;

const others = ({ around: { members, document } }: ItemState, { member_id }: Who): string => {
  const may = members.filter(
    ({ id, active, writes, sees_all }) => active && writes && sees_all && id !== member_id && id !== document?.preparer,
  );
  const names = may.slice(0, NAMED).map(({ name }) => name);
  return names.length
    ? `somebody else, such as ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)},`
    : 'somebody else';
};

/**
 * Send & approve: it stays Outstanding while its mail is on its way (IN-107). Refuses as a decision does; whether there is
 * something to send is asked of the document.
 */
export const send = (state: ItemState, { message_id, instructions }: Of<'send'>, context: Context): Decision => {
  const { item } = state;
  const no = mayUpdate(state, context.who, 'decision');
  if (no) return no;
  if (!item.document_id) return refused('nothing_to_send', `#${item.number} has no document that could be sent.`);
  if (item.status === 'approved') return refused('decision_is_final', `#${item.number} is Approved already.`);
  const way = barredWay(state, 'approved') ?? ownPreparation(state, context.who);
  if (way) return way;
  const for_member = standsFor(state, context.who, 'decision');
  const sending = {
    by: context.who.actor,
    acting_for: for_member,
    own_work: isOwnWork(state, context.who),
    at: context.now,
    message_id,
    instructions: instructions || null,
  };
  return told(state, 'item.sending', { sending, send_error: null }, { for_member });
};

/** The mail left: it is Approved, by whoever sent it, and for good. News of any other mail changes nothing. */
export const isSent = (state: ItemState, { message_id }: Of<'sent'>, { now }: Context): Decision => {
  const { item } = state;
  const { sending } = item;
  if (!sending || sending.message_id !== message_id) return accept([]);
  const set: Partial<Item> = {
    status: 'approved',
    status_by: sending.by,
    status_at: now,
    decision: 'approved',
    decision_sent: true,
    decided_by: sending.by,
    decided_for: sending.acting_for,
    own_work: sending.own_work ?? false,
    decided_at: now,
    final_at: now,
    decision_final: true,
    decided_from: item.status,
    instructions: sending.instructions,
    sending: null,
    ...NO_HOLD,
  };
  const effects = tellDecided({ ...state, item: { ...item, ...set } });
  return told(state, 'item.decided', set, { for_member: sending.acting_for, effects });
};

/** It did not leave: still Outstanding, with the reason; whoever sent it is told, unless somebody took it back by hand. */
export const notSent = (state: ItemState, { message_id, because, quietly }: Of<'not_sent'>): Decision => {
  const { sending } = state.item;
  if (!sending || sending.message_id !== message_id) return accept([]);
  if (quietly) return told(state, 'item.send_recalled', { sending: null });
  const effects = tell(state, membersOf([sending.by]), {
    verb: 'item.send_failed',
    says: () => 'was not sent',
    more: because,
  });
  return told(state, 'item.send_failed', { sending: null, send_error: because }, { effects });
};

/** Nobody knows whether it left: whoever sent it says so (IN-107). */
export const unsure = (state: ItemState, { message_id }: Of<'unsure'>): Decision => {
  const { sending } = state.item;
  if (!sending || sending.message_id !== message_id) return accept([]);
  const says = () => 'may or may not have been sent: say which';
  return accept([], tell(state, membersOf([sending.by]), { verb: 'item.send_unknown', says }));
};

/** Whether somebody may say what became of its mail: whoever may decide it. Changes nothing. */
export const settle = (state: ItemState, { who }: Context): Decision => {
  const no = mayUpdate(state, who, 'decision');
  if (no) return no;
  return state.item.sending ? accept([]) : refused('not_being_sent', `#${state.item.number} is not being sent.`);
};

/** By whoever prepared the document, or may update all (IN-134); it cannot be restored. */
export const withdraw = (state: ItemState, { reason }: Of<'withdraw'>, context: Context): Decision => {
  const { item, around } = state;
  const { who, now } = context;
  const no = maySee(state, who) ?? can(who, WRITES);
  if (no) return no;
  if (item.origin !== 'document')
    return refused('not_a_document', `#${item.number} asks for no approval of a document. Delete it instead.`);
  if (around.document?.prepared_by !== who.actor && !who.abilities.includes('inbox.update_all'))
    return { ...notAllowed('Only who prepared the document may withdraw its request.'), code: 'not_yours' };
  if (!isOpen(item.status)) return refused('decision_is_final', `#${item.number} is ${nameOf(item.status)} already.`);
  const gone = told(state, 'item.withdrawn', { deleted_at: now, deleted_by: who.actor });
  const approver = item.assignee_id ? [item.assignee_id] : [];
  const news = { verb: 'item.withdrawn', says: () => 'was withdrawn', more: reason };
  const why = noteEvent(state, { body: `Withdrawn: ${reason}`, mentions: [] }, context);
  return gone.yes ? accept([...gone.events, why], tell(state, approver, news)) : gone;
};
