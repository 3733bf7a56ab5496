import { can } from '#kernel/access/roles/rules.ts';
import type { Context, Decision, Event, Problem } from '#kernel/decision/model.ts';
import {
  accept,
  changed,
  changedAmong,
  creation,
  invalid,
  kindOf,
  notFound,
  problem,
  ref,
  refused,
} from '#kernel/decision/rules.ts';
import { linkFile } from '#kernel/files/rules.ts';
import type { Signature } from '../signatures/model.ts';
import { check, deliver, print, readdress, save, send } from './letters.ts';
import type { Correspondence, Document, DocumentCommand, DocumentRoomState } from './model.ts';
import { hear } from './news.ts';
import { process, request, told, waiting } from './processing.ts';
import { mayWrite, WRITES } from './rights.ts';

/**
 * Everything that can happen to a document and its e-mail (inbox.md 2). What its approval asks of the inbox, and what a decision
 * there does to it, goes by reactions in the same transaction.
 */
export const decide = (state: DocumentRoomState, command: DocumentCommand, context: Context): Decision => {
  if (command.do === 'add') return add(state, command, context);
  if (state.document.version === 0) return notFound();
  switch (command.do) {
    case 'change':
      return change(state, command, context);
    case 'process':
      return process(state, context);
    case 'request':
      return request(state, context);
    case 'file':
      return file(state, context);
    case 'remove':
      return remove(state, context);
    case 'save':
      return save(state, command, context);
    case 'check':
      return check(state, command);
    case 'readdress':
      return readdress(state, command, context);
    case 'print':
      return print(state, context);
    case 'deliver':
      return deliver(state, command, context);
    case 'send':
      return send(state, command, context);
    default:
      return hear(state, command, context);
  }
};

type Of<D extends DocumentCommand['do']> = Extract<DocumentCommand, { do: D }>;

const add = (state: DocumentRoomState, { do: _, ...given }: Of<'add'>, context: Context): Decision => {
  const no = can(context.who, WRITES) ?? wrong(state, given);
  if (no) return no;
  if (state.document.version > 0) return accept([]);
  const document: Document = { ...state.document, ...given, prepared_by: context.who.actor };
  const linked = linkFile(
    state.files.find(({ id }) => id === given.file_id),
    ref('document', document.id),
    context,
  );
  if ('yes' in linked) return linked;
  const event: Event = {
    verb: 'document.added',
    thing: ref('document', document.id),
    facts: creation(document),
    ...(document.client_id && { client_id: document.client_id }),
  };
  return accept([event, linked]);
};

/** What failed is to be tried again after an edit (IN-118). */
const change = (state: DocumentRoomState, { do: _, ...set }: Of<'change'>, context: Context): Decision => {
  const no = mayWrite(state, context.who) ?? waiting(state) ?? wrong(state, set);
  if (no) return no;
  const again = state.document.state === 'failed' ? ({ state: 'unprocessed', failure: null } as const) : {};
  const event = told(state, 'changed', { ...(set as Partial<Document>), ...again });
  return accept(Object.keys(event.facts).length ? [event] : []);
};

/** Put away. Whether the client was told is another matter. */
const file = (state: DocumentRoomState, { who }: Context): Decision => {
  const { document } = state;
  const no = mayWrite(state, who) ?? waiting(state);
  if (no) return no;
  if (document.state === 'filed') return accept([]);
  return document.state === 'processed'
    ? accept([told(state, 'filed', { state: 'filed' })])
    : refused('process_first', `«${document.title}» is not processed yet.`);
};

/**
 * Taken away for good. Refuses `awaiting_approval`, `being_sent`, and `not_final_yet` while its approval may be taken back; items
 * that refer to it stay as they are (IN-118, IN-133).
 */
const remove = (state: DocumentRoomState, { who, now }: Context): Decision => {
  const { document, letter, around } = state;
  const no = mayWrite(state, who) ?? waiting(state);
  if (no) return no;
  if (letter?.state === 'sending')
    return refused('being_sent', `The e-mail of «${document.title}» is on its way, so the document stays for now.`);
  if (around.open_until && around.open_until > now)
    return refused('not_final_yet', 'Its approval can still be taken back for a moment. Remove it then.');
  return accept([told(state, 'removed', { deleted_at: now })]);
};

type Named = { [K in 'client_id' | 'profile_id']?: Document[K] | undefined };

const wrong = ({ document, around }: DocumentRoomState, { client_id, profile_id }: Named) => {
  const faults: Problem[] = [];
  if (client_id && client_id !== document.client_id && around.named_client?.id !== client_id)
    faults.push(problem('/client_id', 'no_such_client', 'This client is not there, or you may not see it.'));
  if (profile_id && profile_id !== document.profile_id && around.named_profile?.id !== profile_id)
    faults.push(problem('/profile_id', 'no_such_profile', 'This profile is not there any more.'));
  return faults.length ? invalid(...faults) : null;
};

export const evolve = (state: DocumentRoomState, event: Event): DocumentRoomState => {
  switch (kindOf(event.thing)) {
    case 'file':
      return { ...state, files: changedAmong(state.files, event) };
    case 'signature': {
      const { signer } = state;
      const signature = signer?.signature && changed<Signature>(signer.signature, event);
      return signer && signature ? { ...state, signer: { ...signer, signature } } : state;
    }
    case 'correspondence': {
      const id = event.thing.slice('correspondence:'.length);
      const before = state.letter?.id === id ? state.letter : blankLetter(id);
      return { ...state, letter: changed<Correspondence>(before, event) };
    }
    default:
      return { ...state, document: changed<Document>(state.document, event) };
  }
};

const blankLetter = (id: string): Correspondence => ({ id, version: 0 }) as Correspondence;
