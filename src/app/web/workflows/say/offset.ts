import type { Content, Offset } from '#workflows/definitions/content.ts';
import { anchorInWords } from '#workflows/definitions/days.ts';
import { words } from './words.ts';

type Design = Pick<Content, 'settings' | 'subject_kinds' | 'steps'>;

/** «3 business days», without sign. */
export const amountWords = ({ n, unit }: Pick<Offset, 'n' | 'unit'>): string => {
  const [one, many] = words.unit[unit];
  return `${Math.abs(n).toLocaleString('en')} ${Math.abs(n) === 1 ? one : many}`;
};

/** What an offset counts from, as it follows «after»: a step by its title. */
export const anchorWords = (anchor: string, design: Design): string => {
  if (anchor === 'ready' || anchor === 'run') return words.anchor[anchor];
  return anchor.startsWith('step:') ? words.anchor.step(titleOf(anchor, design)) : anchorInWords(anchor, design);
};

/** «3 business days after it becomes ready», «10 business days before the pay day at 09:00». */
export const sayOffset = (offset: Offset, design: Design): string => timed(offset, plain(offset, design));

/** The same where room is short: «within 3 business days», «the same day». */
export const sayOffsetShort = (offset: Offset, design: Design): string => {
  if (offset.anchor !== 'ready' || offset.n < 0) return sayOffset(offset, design);
  return timed(offset, offset.n === 0 ? words.same_day : words.within(amountWords(offset)));
};

const plain = (offset: Offset, design: Design): string => {
  const { anchor, n } = offset;
  if (n > 0) return words.after(amountWords(offset), anchorWords(anchor, design));
  if (n < 0) return words.before(amountWords(offset), anchorWords(anchor, design));
  if (anchor === 'ready') return words.on_ready;
  return anchor.startsWith('step:') ? words.on_step(titleOf(anchor, design)) : words.on(anchorWords(anchor, design));
};

const timed = ({ at }: Offset, said: string): string => (at ? `${said} ${words.at(at)}` : said);

const titleOf = (anchor: string, { steps }: Design): string => {
  const key = anchor.slice('step:'.length);
  return steps.find((step) => step.key === key)?.title ?? key;
};
