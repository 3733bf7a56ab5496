import type { Json } from '#kernel/decision/model.ts';
import type { Ask } from '#workflows/definitions/content.ts';

/** An authorization by what is known of it: the days it is valid. */
export const spanOf = ({ valid_from, valid_to }: Record<string, Json>, say: (day: string) => string): string =>
  [valid_from, valid_to].map((day) => (typeof day === 'string' ? say(day) : '…')).join(' – ');

/** The typed text as the answer the rules take; what is left empty is no answer. */
export const answerOf = (ask: Ask, text: string | undefined): Json => {
  if (!text) return null;
  if (ask.type === 'yes_no') return text === 'true';
  if (ask.type !== 'number') return ask.type === 'money' ? text.replaceAll(/[\s,]/g, '') : text;
  const number = Number(text.replaceAll(/[\s,]/g, ''));
  return Number.isFinite(number) ? number : text;
};

/** An answer as the field shows it. */
export const textOf = (value: Json | undefined): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? '' : String(value);
