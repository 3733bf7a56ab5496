import type { Context, Decision, Effect, Refusal } from '#kernel/decision/model.ts';
import { accept, creation, invalid, problem, refused } from '#kernel/decision/rules.ts';
import { mayWrite } from '#messages/addresses/may-write.ts';
import { htmlOf } from '#messages/fields/html.ts';
import { SEGMENTS_AT_MOST, smsLength } from '#messages/fields/sms.ts';
import { attached, type Taken, takenAlong } from './attaching.ts';
import type { Message, MessageCommand, OutboxState, Recipient, Writing } from './model.ts';
import { atItsTime, told, toldWith, wakeAt } from './telling.ts';
import { leavesAt } from './times.ts';

type Of<D extends MessageCommand['do']> = Extract<MessageCommand, { do: D }>;

/**
 * Written in the transaction of its cause, planned or held (ME-51, ME-12). Refuses `already_written`, naming the first, when
 * its key is known (ME-56), `no_recipient` (ME-34), and files that no message takes (ME-29).
 */
export const write = (
  state: OutboxState,
  { message: wanted, planned_at, approval, attaching, along }: Of<'write'>,
  context: Context,
): Decision => {
  if (state.twin) return refused('already_written', 'This message was written before.', { message: state.twin.id });
  const { able, no } = reachable(wanted, state.known);
  const [first] = able;
  if (!first) return no ?? refused('no_recipient', 'There is nobody to send this to: no address is known.');
  const wrong = lineBreak(wanted.subject);
  if (wrong) return wrong;
  const taken = attaching ? attached(state, attaching, context) : along ? takenAlong(wanted, along) : NO_FILES;
  if ('yes' in taken) return taken;
  const planned = planned_at ?? context.now;
  const held = wanted.missing.length
    ? missing(wanted.missing)
    : (tooLong(wanted) ?? (approval ? NEEDS_APPROVAL : null));
  const born: Partial<Message> = {
    ...wanted,
    recipients: able,
    attachments: taken.attachments,
    address: first.address.toLowerCase(),
    state: held ? 'held' : 'planned',
    planned_at: planned,
    leaves_at: leavesAt(wanted, { planned }, state.channel, context),
    ...held,
  };
  const event = toldWith({ ...state.message, ...born } as Message, 'message.written', creation(born));
  return accept([event, ...taken.events], held ? [] : leaving({ ...state.message, ...born } as Message, context));
};

/** What is due already goes to the workers with its writing; in a sandbox nothing leaves before its run knows of it (PL-142). */
const leaving = (message: Message, context: Context): Effect[] =>
  context.practice.kind === 'sandbox' ? [wakeAt(message, message.leaves_at)] : atItsTime(message, context);

const NO_FILES: Taken = { attachments: [], events: [] };

/** Those who may be written to; and where nobody may, why not (ME-34, ME-35, ME-40). */
export const reachable = (
  { channel, class: kind, recipients }: Pick<Message, 'channel' | 'class' | 'recipients'>,
  known: OutboxState['known'],
): { able: Recipient[]; no: Refusal | null } => {
  const asked = recipients.map((one) => ({
    one,
    may: mayWrite({
      channel,
      class: kind,
      address: one.address,
      known: known.get(`${channel}:${keyOf(channel, one)}`),
    }),
  }));
  const able = asked.filter(({ may }) => may.yes).map(({ one }) => one);
  const first = asked[0]?.may;
  return { able, no: able.length || !first || first.yes ? null : refused(first.code, first.because) };
};

const keyOf = (channel: Message['channel'], { address }: Recipient): string =>
  channel === 'email' ? address.toLowerCase() : address;

/** A text of so many segments is a mistake more often than not (ME-28). */
export const tooLong = ({ channel, body }: Pick<Message, 'channel' | 'body'>) => {
  const segments = channel === 'sms' ? smsLength(body).segments : 0;
  return segments > SEGMENTS_AT_MOST
    ? {
        reason_code: 'too_long',
        reason: `It would be ${segments} texts, and a text has at most ${SEGMENTS_AT_MOST}. Shorten it.`,
      }
    : null;
};

const NEEDS_APPROVAL = { reason_code: 'needs_approval', reason: 'Somebody looks at it before it leaves.' };

/** Never goes out with a gap: it waits for the value (ME-12). */
const missing = (fields: readonly string[]) => ({
  reason_code: 'value_missing',
  reason: `${fields.length === 1 ? 'A value is' : 'Values are'} missing: ${fields.join(', ')}.`,
});

/**
 * *Edit once* of one that is planned or held (ME-54): what was missing is the member's affair now. Refuses a line break in the
 * subject, and merge fields, which nothing would fill in any more.
 */
export const edit = ({ message }: OutboxState, { subject, body }: Of<'edit'>): Decision => {
  const wrong =
    lineBreak(subject ?? null) ?? leftField(message, '/subject', subject) ?? leftField(message, '/body', body);
  if (wrong) return wrong;
  const words = {
    ...(subject !== undefined && message.channel === 'email' && { subject }),
    ...(body !== undefined && { body, ...(message.html !== null && { html: htmlOf(body) }) }),
  };
  const event = told(message, 'message.edited', Object.keys(words).length ? { ...words, missing: [] } : {});
  return accept(Object.keys(event.facts).length ? [event] : []);
};

const FIELD = /\{\{.*?\}\}|\{%.*?%\}/s;

/** Braces that stood there before are somebody's name or words, and stay (ME-16). */
const leftField = ({ subject, body }: Message, pointer: string, text: string | null | undefined): Refusal | null => {
  const [field] = FIELD.exec(text ?? '') ?? [];
  if (!field || `${subject} ${body}`.includes(field)) return null;
  const say = `«${field}» would go out as it stands, since this message is written already. Write the value itself.`;
  return invalid(problem(pointer, 'field_left', say));
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
  const leaves_at = leavesAt(message, { planned: message.planned_at }, state.channel, context);
  const set = { ...writing, state: 'planned', leaves_at, reason_code: null, reason: null } as const;
  return accept([told(message, 'message.planned', set)], [wakeAt(message, leaves_at)]);
};

/** A subject is one line: a break in it would end the header (ME-8, ME-16). */
const lineBreak = (subject: string | null) =>
  subject !== null && /[\r\n]/.test(subject)
    ? invalid(problem('/subject', 'line_break', 'A subject is one line. Take the line break out.'))
    : null;
