import { plural } from '#ground/text.ts';
import { checkGrammar } from './check-grammar.ts';
import { checkLinks } from './check-links.ts';
import { faultAt, type Part } from './fault.ts';
import type { Channel, Fault, FieldGroup, Place, Source } from './model.ts';
import { fieldsByName, groupsAt } from './names.ts';

export const SUBJECT_CHARACTERS = 200;
export const BODY_BYTES = 100 * 1024;
export const SMS_CHARACTERS = 1600;

/**
 * What keeps a template from being used: grammar, fields, links and length (ME-3, ME-8, ME-11, ME-18). No fault: it can be
 * rendered for whatever values there are.
 */
export const check = (source: Source, channel: Channel, groups: readonly FieldGroup[]): Fault[] =>
  partsOf(source, channel).flatMap((part) => [
    ...tooLong(part, channel),
    ...checkGrammar(part, { groups, html: channel === 'email' && part.part === 'body' }),
    ...(channel === 'email' && part.part === 'body' ? checkLinks(part) : []),
  ]);

/** Fields the template asks for that cannot exist where a message is about `place` (ME-22): by name, each once. */
export const absentAt = (source: Source, groups: readonly FieldGroup[], place: Place): string[] => {
  const there = fieldsByName(groupsAt(groups, place));
  return askedIn(source, groups).filter((name) => !there.has(name));
};

/** The names of the known fields a template asks for, also in its conditions and loops; each once, in order. */
export const askedIn = (source: Source, groups: readonly FieldGroup[]): string[] => {
  const known = fieldsByName(groups);
  const inside = [source.subject, source.body, source.text ?? null]
    .flatMap((text) => [...(text ?? '').matchAll(/\{\{(.*?)\}\}|\{%(.*?)%\}/gs)])
    .map(([, field, tag]) => (field ?? tag ?? '').replace(/(["']).*?\1/gs, ''));
  const names = inside.flatMap((text) => text.match(/[a-z_]+(\.\w+)*/g) ?? []);
  return [...new Set(names)].filter((name) => known.has(name));
};

const partsOf = ({ subject, body, text }: Source, channel: Channel): Part[] => [
  ...(channel === 'email' ? [{ part: 'subject' as const, text: subject ?? '' }] : []),
  { part: 'body', text: body },
  ...(channel === 'email' && text ? [{ part: 'text' as const, text }] : []),
];

const tooLong = (part: Part, channel: Channel): Fault[] => {
  const { text } = part;
  if (part.part === 'subject') {
    const broken = text.search(/[\r\n\u2028\u2029]/);
    return [
      ...(text.trim() ? [] : [faultAt(part, 0, 'subject_missing', 'An e-mail needs a subject.')]),
      ...(broken < 0 ? [] : [faultAt(part, broken, 'line_break', 'A subject is one line: take the line break out.')]),
      ...(text.length > SUBJECT_CHARACTERS
        ? [faultAt(part, SUBJECT_CHARACTERS, 'too_long', `A subject has at most ${SUBJECT_CHARACTERS} characters.`)]
        : []),
    ];
  }
  if (!text.replace(/<[^>]*>|&nbsp;/g, '').trim() && part.part === 'body')
    return [faultAt(part, 0, 'body_missing', 'Nothing is written yet.')];
  if (channel === 'sms')
    return text.length > SMS_CHARACTERS
      ? [
          faultAt(
            part,
            SMS_CHARACTERS,
            'too_long',
            `A text message has at most ${plural(SMS_CHARACTERS, 'character', 'characters')} before its fields are filled.`,
          ),
        ]
      : [];
  return new TextEncoder().encode(text).length > BODY_BYTES
    ? [faultAt(part, 0, 'too_long', 'An e-mail has at most 100 KB of text and markup.')]
    : [];
};
