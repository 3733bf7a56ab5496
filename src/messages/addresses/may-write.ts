import type { Address, Channel, MessageClass, SuppressionReason } from './model.ts';
import { NO_ADDRESS, readAddress } from './read-address.ts';

export interface Writing {
  channel: Channel;
  class: MessageClass;
  address: string;
  /** What is known of the address; null or absent: nothing. */
  known: Pick<Address, 'consent_state' | 'reason' | 'reach'> | null | undefined;
  /** A member said *Send once more*: it passes a hard bounce and nothing else (ME-43). */
  once_more?: boolean;
}

export type MayWrite =
  | { yes: true }
  | { yes: false; code: SuppressionReason | 'no_consent' | 'bad_address'; because: string };

/**
 * Whether this address may be written to, asked when a message is written and again when it leaves (ME-35, ME-40, ME-43,
 * ME-55). The code is the reason under which a step is skipped; the sentence is for people.
 */
export const mayWrite = ({ channel, class: kind, address, known, once_more }: Writing): MayWrite => {
  if (readAddress(channel, address, null) === null) return no('bad_address', NO_ADDRESS[channel]);
  const { reason = null, reach = null, consent_state = 'none' } = known ?? {};
  const passed = reason === 'hard_bounce' && once_more;
  if (reason && !passed && (reach === 'all' || kind === 'chase')) return no(reason, BECAUSE[reason]);
  if (channel === 'email' || kind === 'internal' || kind === 'security') return { yes: true };
  if (consent_state === 'opted_out') return no('opted_out', BECAUSE.opted_out);
  return kind === 'chase' && consent_state === 'none' ? no('no_consent', NO_CONSENT) : { yes: true };
};

const no = (code: Exclude<MayWrite, { yes: true }>['code'], because: string): MayWrite => ({
  yes: false,
  code,
  because,
});

const NO_CONSENT = 'Nobody recorded that this number may be texted. Record the consent on the client’s page.';

const BECAUSE: Readonly<Record<SuppressionReason, string>> = {
  hard_bounce: 'Mail to this address came back for good. Correct the address, or send once more if it is right.',
  soft_bounces: 'Messages to this address came back three times within 14 days.',
  complaint: 'The recipient reported a message as unwanted.',
  unsubscribed: 'The recipient unsubscribed from reminders.',
  opted_out: 'This number opted out of texts. It needs a fresh consent, or START from the recipient.',
  by_hand: 'A member asked that this address is not written to.',
};
