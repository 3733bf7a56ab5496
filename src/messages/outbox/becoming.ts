import type { Decision } from '#kernel/decision/model.ts';
import { accept } from '#kernel/decision/rules.ts';
import type { MessageCommand, OutboxState } from './model.ts';
import { sleep, told, type Verb } from './telling.ts';

type Fact = Extract<MessageCommand, { do: 'delivered' | 'bounced' | 'complained' | 'replied' | 'pressed' }>;

/**
 * What became of it after it left: each is a fact, written once. Where nobody knew whether it left, any of them proves that
 * it did (ME-65).
 */
export const becomes = ({ message }: OutboxState, fact: Fact): Decision => {
  const field = `${fact.do}_at` as const;
  if (message[field] || !LEFT.has(message.state) || isOver(message, fact)) return accept([]);
  const set = { [field]: fact.at, ...(fact.do === 'bounced' && { bounce: fact.bounce }) };
  const event = told(message, `message.${fact.do}` as Verb, set);
  if (message.state !== 'unknown') return accept([event]);
  const sent = told(message, 'message.sent', {
    state: 'sent',
    accepted_at: fact.at,
    reason_code: 'proved',
    reason: PROOF[fact.do],
  });
  return accept([sent, event], [sleep(message)]);
};

/** A text ends delivered or not, and whichever is told first stands: a status never goes backwards (ME-74). */
const isOver = ({ channel, delivered_at, bounced_at }: OutboxState['message'], fact: Fact): boolean =>
  channel === 'sms' && (fact.do === 'delivered' || fact.do === 'bounced') && !!(delivered_at ?? bounced_at);

/** The provider speaks of it, so it has it; before our own attempt ended that is no news (ME-65). */
export const proved = ({ message }: OutboxState, { at, provider_id }: Proof): Decision =>
  message.state === 'unknown'
    ? accept(
        [
          told(message, 'message.sent', {
            state: 'sent',
            accepted_at: at,
            provider_id,
            reason_code: 'proved',
            reason: 'The provider reports that it has it.',
          }),
        ],
        [sleep(message)],
      )
    : accept([]);

type Proof = Extract<MessageCommand, { do: 'proved' }>;

const LEFT = new Set(['sent', 'unknown', 'started', 'failed']);

const PROOF: Record<Fact['do'], string> = {
  delivered: 'The provider reports that it was delivered.',
  bounced: 'It came back, so it had left.',
  complained: 'Its receiver complained about it, so it had left.',
  replied: 'It was answered, so it had left.',
  pressed: 'A link in it was pressed, so it had left.',
};
