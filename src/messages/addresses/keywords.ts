import type { Json } from '#kernel/decision/model.ts';

const STOP = ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit'];
const START = ['start', 'yes', 'unstop'];
const HELP = ['help', 'info'];

export interface Reading {
  /** The practice's own stop words beside those every network knows. */
  own_words: readonly string[];
  /** Whether this number had opted out: else YES and START are ordinary replies (ME-38). */
  had_stopped: boolean;
}

/** `mentions_stop`: a reply that holds a stop word among others, and may mean it (ME-39). */
export type Keyword = 'stop' | 'start' | 'help' | 'mentions_stop' | 'reply';

/** What an inbound text is, trimmed of punctuation and case (ME-37 to ME-39). */
export const readKeyword = (text: string, { own_words, had_stopped }: Reading): Keyword => {
  const said = bare(text);
  const stops = [...STOP, ...own_words.map(bare).filter(Boolean)];
  if (stops.includes(said)) return 'stop';
  if (START.includes(said) && had_stopped) return 'start';
  if (HELP.includes(said)) return 'help';
  return stops.some((word) => ` ${said} `.includes(` ${word} `)) ? 'mentions_stop' : 'reply';
};

/** Words alone, in lower case: « Stop!! » → «stop». */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The practice's own stop words, from its settings. */
export const ownStopWords = (settings: Readonly<Record<string, Json>>): readonly string[] => {
  const words = settings.sms_stop_words;
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
};

/** What HELP is answered with where the provider does not answer itself (ME-38, ME-39). */
export const helpAnswer = ({ name, phone }: { name: string; phone: string | null }): string =>
  `${[name, phone].filter(Boolean).join(', ')}. Reply STOP to end.`;
