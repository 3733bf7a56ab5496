import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Effect, Event, Refusal, Who } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  changedAmong,
  creation,
  difference,
  kindOf,
  notAllowed,
  notFound,
  ref,
} from '#kernel/decision/rules.ts';
import { linkFile, unlinkFile } from '#kernel/files/rules.ts';
import type { Signature, SignatureCommand, SignatureState } from './model.ts';

/** Whoever manages members sees that somebody has a picture, and may take it away. */
export const MANAGES = writes('settings', 'members.manage');

/** Nobody sets another's; a key is not a person. Taking away is for oneself and for whoever manages members (IN-116). */
export const decide = (state: SignatureState, command: SignatureCommand, context: Context): Decision =>
  command.do === 'set' ? set(state, command.file_id, context) : remove(state, context);

const set = (state: SignatureState, file_id: string, context: Context): Decision => {
  const { who } = context;
  const { signature, before } = state;
  if (!isOneself(who)) return NOT_A_PERSON;
  if (signature.version > 0) return accept([]);
  const row: Signature = { ...signature, member_id: who.member_id!, file_id };
  const thing = ref('signature', signature.id);
  const linked = linkFile(
    state.files.find(({ id }) => id === file_id),
    thing,
    context,
  );
  if ('yes' in linked) return linked;
  const old = before ? goes(state, before, context) : { events: [], effects: [] };
  return accept([...old.events, { verb: 'signature.set', thing, facts: creation(row) }, linked], old.effects);
};

const remove = (state: SignatureState, context: Context): Decision => {
  const { signature } = state;
  const mine = isOneself(context.who) && context.who.member_id === signature.member_id;
  if (!mine && can(context.who, MANAGES)) return notFound();
  if (signature.removed_at) return accept([]);
  const { events, effects } = goes(state, signature, context);
  return accept(events, effects);
};

const isOneself = ({ actor, member_id }: Who): boolean => member_id !== undefined && actor === `member:${member_id}`;

const NOT_A_PERSON: Refusal = notAllowed('Only a member who is signed in sets how they sign, and only for themselves.');

/** Its bytes go with it, unless a letter bears it. */
const goes = (
  { files }: SignatureState,
  signature: Signature,
  context: Context,
): { events: Event[]; effects: Effect[] } => {
  const facts = difference<Signature>(signature, { removed_at: context.now });
  const events: Event[] = [{ verb: 'signature.removed', thing: ref('signature', signature.id), facts }];
  const file = files.find(({ id }) => id === signature.file_id);
  if (signature.used || file?.state !== 'ready') return { events, effects: [] };
  const { event, effect } = unlinkFile(file, context);
  return { events: [...events, event], effects: [effect] };
};

/** By this event a letter bears it for good, in the transaction of the letter; null where one does already. */
export const useSignature = (signature: Signature): Event | null =>
  signature.used
    ? null
    : { verb: 'signature.used', thing: ref('signature', signature.id), facts: { used: [false, true] } };

export const evolve = (state: SignatureState, event: Event): SignatureState => {
  if (kindOf(event.thing) === 'file') return { ...state, files: changedAmong(state.files, event) };
  return event.thing === ref('signature', state.signature.id)
    ? { ...state, signature: changed<Signature>(state.signature, event) }
    : { ...state, before: changed<Signature>(state.before!, event) };
};
