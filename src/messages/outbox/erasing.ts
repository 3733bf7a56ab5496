import type { Context, Decision } from '#kernel/decision/model.ts';
import { accept } from '#kernel/decision/rules.ts';
import type { Bounce, Message, OutboxState } from './model.ts';
import { sleep, told } from './telling.ts';

/** What stands in place of what was erased, as on records. */
const ERASED = '[erased]';
const BY = { reason_code: 'erased', reason: 'Whom it is to or about was erased.' };

/**
 * Takes words, addresses, names and values out of a message and leaves that there was one, when, by which template and what
 * became of it (PE-29). One that could still leave is recalled. Its events are another matter.
 */
export const erase = ({ message }: OutboxState, context: Context): Decision => {
  if (message.erased_at) return accept([]);
  const stops = message.state === 'planned' || message.state === 'held';
  const event = told(message, 'message.erased', {
    ...wordless(message),
    ...(stops ? { state: 'recalled', ...BY } : { reason: message.reason && BY.reason }),
    erased_at: context.now,
  });
  return accept([event], stops ? [sleep(message)] : []);
};

const wordless = (message: Message): Partial<Message> => ({
  recipients: message.recipients.map(() => ({ address: ERASED, name: ERASED, record: null })),
  address: ERASED,
  reply_to: null,
  subject: message.subject && ERASED,
  html: null,
  body: ERASED,
  used: {},
  missing: [],
  headers: {},
  attachments: [],
  attempts: message.attempts.map(({ asked: _, ...attempt }) => ({ ...attempt, answer: attempt.answer && ERASED })),
  refused: message.refused.map(({ code }) => ({ address: ERASED, code, text: ERASED })),
  bounce: message.bounce && bounceWithout(message.bounce),
});

const bounceWithout = ({ kind, code }: Bounce): Bounce => ({ kind, code, address: ERASED, text: ERASED });
