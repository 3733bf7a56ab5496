import { kindOf } from '#kernel/decision/rules.ts';
import type { Happened, Sentences } from './model.ts';

/**
 * What happened, in plain words behind the actor's name (PL-101): the room's own, and where it has none what can be said of
 * any event. Without a room's words no value is shown, since it may be an id.
 */
export const sentenceOf = (rooms: readonly Sentences[], event: Happened): string => {
  for (const room of rooms) {
    const sentence = room(event);
    if (sentence) return sentence;
  }
  return general(event);
};

const general = ({ verb, thing, facts }: Happened): string => {
  const kind = inWords(kindOf(thing));
  if (verb.endsWith('.refused')) return refusal(facts);
  if (verb.endsWith('.undone')) return `took back a change of ${a(kind)}`;
  const fields = Object.keys(facts).map((field) => inWords(field.replace(/_ids?$/, '')));
  if (!fields.length) return `did something with ${a(kind)}: ${inWords(verb.slice(verb.indexOf('.') + 1))}`;
  return `changed ${a(kind)}: ${fields.slice(0, 6).join(', ')}${fields.length > 6 ? ' and more' : ''}`;
};

const refusal = ({ command, code }: Happened['facts']): string =>
  `tried to ${word(command?.[1]) ?? 'change it'}, which was refused${code ? ` (${word(code[1])})` : ''}`;

const word = (value: unknown): string | null => (typeof value === 'string' ? inWords(value) : null);

const inWords = (name: string): string => name.replaceAll('_', ' ');

const a = (kind: string): string => `${/^[aeiou]/i.test(kind) ? 'an' : 'a'} ${kind}`;
