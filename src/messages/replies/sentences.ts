import type { Facts } from '#kernel/decision/model.ts';

/** What came back, as a timeline says it behind the actor's name (PL-101). */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'reply.received': () => 'took in what somebody sent',
  'reply.matched': (facts) => MATCHED[String(facts.kind?.[1])] ?? 'took in an answer',
  'reply.kept': () => 'kept what matches no message of ours',
  'conversation.reply_came': (facts) => `got a reply${from(facts)}${said(facts)}`,
  'conversation.answered': (facts) => `answered${said(facts)}`,
  'conversation.handled': () => 'marked the conversation as handled',
  'conversation.opened_again': () => 'opened the conversation again',
};

const MATCHED: Readonly<Record<string, string>> = {
  person: 'took in an answer to a message',
  automatic: 'filed an automatic answer to a message',
  bounce: 'filed the report that a message came back',
  complaint: 'filed the complaint about a message',
};

/** The words are private: whoever may not read them hears of a reply. */
const from = ({ name }: Facts): string => (name?.[1] ? ` from ${name[1]}` : '');
const said = ({ last_line }: Facts): string => (last_line?.[1] ? `: «${last_line[1]}»` : '');
