import type { Source } from './model.ts';

const lines = (end: string): string =>
  [
    `{% if specialist.name %}{{ specialist.name }}${end}{% endif %}`,
    '{{ practice.name }}',
    `{% if practice.phone %}${end}{{ practice.phone }}{% endif %}`,
    `{% if practice.address %}${end}{{ practice.address }}{% endif %}`,
  ].join('');

/** The wording with the practice's signature under it (ME-9); what is not known is left out of it. */
export const signed = (source: Source): Source => ({
  ...source,
  body: `${source.body}<p>${lines('<br>')}</p>`,
  ...(source.text && { text: `${source.text}\n\n${lines('\n')}` }),
});
