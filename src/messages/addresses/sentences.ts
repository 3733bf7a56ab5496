import type { Facts, Json } from '#kernel/decision/model.ts';

/** What happened to an address, as a timeline says it behind the actor's name (ME-36, ME-40, ME-41). */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'consent.recorded': (facts) => `recorded the consent to text ${whom(facts)}${quoted(after(facts, 'consent_words'))}`,
  'consent.withdrawn': (facts) =>
    `recorded that ${whom(facts)} opted out of texts${quoted(after(facts, 'consent_words'))}`,
  'consent.restored': (facts) =>
    `recorded that ${whom(facts)} wants texts again${quoted(after(facts, 'consent_words'))}`,
  'suppression.made': (facts) =>
    `stopped ${STOPPED[String(after(facts, 'reach'))] ?? 'messages'} to ${whom(facts)}${because(facts)}`,
  'suppression.lifted': (facts) => `lets messages leave to ${whom(facts)} again${quoted(after(facts, 'evidence'))}`,
  'address.bounced': (facts) => `noted that a message to ${whom(facts)} could not be delivered for now`,
  'suppressions.exported': (facts) =>
    `took ${Number(after(facts, 'rows') ?? 0).toLocaleString('en')} suppressed addresses as a file`,
  'address.undone': (facts) => `took back what was recorded about ${whom(facts)}`,
};

const after = (facts: Facts, field: string): Json => facts[field]?.[1] ?? null;
/** The address is private: whoever may not read it hears of «an address». */
const whom = (facts: Facts): string => String(after(facts, 'address') ?? 'an address');
const quoted = (words: Json): string => (words ? `: «${words}»` : '');

const STOPPED: Readonly<Record<string, string>> = { chase: 'reminders', all: 'all messages' };
const because = (facts: Facts): string => {
  const reason = after(facts, 'reason');
  const said = reason === 'by_hand' ? '' : `, ${REASON[String(reason)] ?? ''}`;
  return reason ? `${said}${reason === 'by_hand' ? quoted(after(facts, 'evidence')) : ''}` : '';
};
const REASON: Readonly<Record<string, string>> = {
  hard_bounce: 'because mail came back for good',
  soft_bounces: 'because messages came back three times in 14 days',
  complaint: 'because a message was reported as unwanted',
  unsubscribed: 'because the recipient unsubscribed',
  opted_out: 'because the recipient opted out',
};
