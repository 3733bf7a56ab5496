import type { Context, Decision } from '#kernel/decision/model.ts';
import { accept, creation, invalid, problem, refused } from '#kernel/decision/rules.ts';
import type { Message, MessageCommand, OutboxState, Writing } from './model.ts';
import { told, toldWith, wakeAt } from './telling.ts';
import { leavesAt } from './times.ts';

type Of<D extends MessageCommand['do']> = Extract<MessageCommand, { do: D }>;

/**
 * Written in the transaction of its cause, planned or held (ME-51, ME-12). Refuses `already_written`, naming the first, when
 * its key is known (ME-56), and `no_recipient` (ME-34).
 */
export const write = (
  state: OutboxState,
  { message: given, planned_at, approval }: Of<'write'>,
  context: Context,
): Decision => {
  if (state.twin) return refused('already_written', 'This message was written before.', { message: state.twin.id });
  const [first] = given.recipients;
  if (!first)
    return refused('no_recipient', 'There is nobody to send this to: no address is known that may be written to.');
  const wrong = lineBreak(given.subject);
  if (wrong) return wrong;
  const planned = planned_at ?? context.now;
  const held = given.missing.length ? missing(given.missing) : approval ? NEEDS_APPROVAL : null;
  const born: Partial<Message> = {
    ...given,
    address: first.address.toLowerCase(),
    state: held ? 'held' : 'planned',
    planned_at: planned,
    leaves_at: leavesAt(given, planned, state.channel, context),
    ...held,
  };
  const event = toldWith({ ...state.message, ...born } as Message, 'message.written', creation(born));
  return accept([event], held ? [] : [wakeAt(state.message, born.leaves_at!)]);
};

const NEEDS_APPROVAL = { reason_code: 'needs_approval', reason: 'Somebody looks at it before it leaves.' };

/** Never goes out with a gap: it waits for the value (ME-12). */
const missing = (fields: readonly string[]) => ({
  reason_code: 'value_missing',
  reason: `${fields.length === 1 ? 'A value is' : 'Values are'} missing: ${fields.join(', ')}.`,
});

/** *Edit once* of one that is planned or held (ME-54). */
export const edit = ({ message }: OutboxState, { do: _, ...changes }: Of<'edit'>): Decision => {
  const wrong = lineBreak(changes.subject ?? null);
  if (wrong) return wrong;
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const event = told(message, 'message.edited', set);
  return accept(Object.keys(event.facts).length ? [event] : []);
};

/** The words follow the facts; what waited for a value goes on by itself (ME-12, ME-55). */
export const writeAnew = (state: OutboxState, writing: Writing, context: Context): Decision => {
  const { message } = state;
  if (message.state !== 'held' && message.state !== 'planned') return accept([]);
  const waited = message.state === 'held' && message.reason_code === 'value_missing';
  if (writing.missing.length) {
    const event = told(message, 'message.held', { ...writing, state: 'held', ...missing(writing.missing) });
    return accept(Object.keys(event.facts).length ? [event] : []);
  }
  if (!waited) return accept([told(message, 'message.edited', { ...writing })]);
  const leaves_at = leavesAt(message, message.planned_at, state.channel, context);
  const set = { ...writing, state: 'planned', leaves_at, reason_code: null, reason: null } as const;
  return accept([told(message, 'message.planned', set)], [wakeAt(message, leaves_at)]);
};

/** A subject is one line: a break in it would end the header (ME-8, ME-16). */
const lineBreak = (subject: string | null) =>
  subject !== null && /[\r\n]/.test(subject)
    ? invalid(problem('/subject', 'line_break', 'A subject is one line. Take the line break out.'))
    : null;
