import type { Facts } from '#kernel/decision/model.ts';
import { idOf } from '#kernel/decision/rules.ts';
import type { Happened } from '#kernel/history/model.ts';
import type { Bounce } from './model.ts';
import type { Verb } from './telling.ts';

/** What happened to a message, as a timeline says it behind the actor's name (PL-101, ME-70). */
export const SENTENCES = {
  'message.written': (facts, event) =>
    facts.state?.[1] === 'held' ? `wrote ${it(event)}, which is held: ${why(facts)}` : `wrote ${it(event)}`,
  'message.held': (facts, event) => `held ${it(event)}: ${why(facts)}`,
  'message.planned': (_, event) => `planned ${it(event)} to leave`,
  'message.recalled': (facts, event) => `recalled ${it(event)}: ${why(facts)}`,
  'message.restored': (_, event) => `took back the recall of ${it(event)}`,
  'message.edited': (_, event) => `changed the words of ${it(event)}`,
  'message.started': (_, event) => `began to send ${it(event)}`,
  'message.sent': (facts, event) =>
    facts.saved?.[1] === true ? `saved ${it(event)} to the delivery folder` : `sent ${it(event)}${because(facts)}`,
  'message.put_back': (facts, event) => `could not send ${it(event)} yet: ${why(facts)}`,
  'message.failed': (facts, event) => `gave up on ${it(event)}: ${why(facts)}`,
  'message.unknown': (facts, event) => `does not know whether ${it(event)} left: ${why(facts)}`,
  'message.delivered': (_, event) => `learned that ${it(event)} was delivered`,
  'message.bounced': (facts, event) => `learned that ${it(event)} came back: ${bounceOf(facts)}`,
  'message.complained': (_, event) => `learned that the receiver of ${it(event)} complained about it`,
  'message.replied': (_, event) => `got an answer to ${it(event)}`,
  'message.pressed': (_, event) => `learned that a link in ${it(event)} was pressed`,
  'message.erased': () => 'erased the words and addresses of a message',
} satisfies Record<Verb, (facts: Facts, event: Happened) => string>;

/** «Your records for October», by its own words where they may be seen. */
const it = ({ facts, thing, name }: Happened): string => {
  const title = facts.subject?.[1] ?? name?.(idOf(thing));
  return title ? `«${title}»` : 'a message';
};

const why = ({ reason }: Facts): string => stop(String(reason?.[1] ?? 'no reason is known'));
const because = (facts: Facts): string => (facts.reason?.[1] ? `: ${why(facts)}` : '');
const bounceOf = ({ bounce }: Facts): string => {
  const told = bounce?.[1] as unknown as Bounce | undefined;
  return told ? stop(`${told.code} ${told.text}`.trim()) : 'the address could not be reached';
};
/** A sentence goes on behind it. */
const stop = (text: string): string => text.replace(/\.$/, '');
