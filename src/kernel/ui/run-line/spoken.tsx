import { daysBetween, type PlainDate } from '#ground/time.ts';
import type { Clock } from '../clock.tsx';
import { dayWords, distanceWords } from '../day.tsx';
import { STATE_WORDS, words } from '../words.ts';
import { isLate, type RunLineData, type RunPoint } from './model.ts';

/** «Live», «Thu 19 Nov, 2 days late», «Planned, Tue 24 Nov, in 3 days»: the state and the day, each said once. */
const standing = (point: RunPoint, data: RunLineData, clock: Clock): string[] => {
  const state = STATE_WORDS[point.state] ?? point.state;
  if (!point.date) return [state];
  const late = isLate(point, data);
  const distance = late ? words.days_late(daysBetween(point.date, data.today)) : distanceWords(point.date, data.today);
  const day = dayWords(point.date, data.today, clock.locale);
  return [state, distance ? `${day}, ${distance}` : day];
};

/** One point as a sentence, for those who hear the line. */
export const spoken = (point: RunPoint, data: RunLineData, clock: Clock): string =>
  [point.title, ...standing(point, data, clock), point.who, point.why].filter(Boolean).join(', ');

/** One point's who, when and why, on hover or focus. */
export const ToldPoint = ({ point, data, clock }: { point: RunPoint; data: RunLineData; clock: Clock }) => (
  <div className="rl-told">
    <b>{point.title}</b>
    <span>{standing(point, data, clock).join(' · ')}</span>
    {point.who && <span>{point.who}</span>}
    {point.why && <span>{point.why}</span>}
  </div>
);

/** «Nov», and «Jan 2027» where a year begins. Pure. */
export const monthWords = (date: PlainDate, locale: string): string => {
  const [year, month] = date.split('-');
  const name = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  );
  return month === '01' ? `${name} ${year}` : name;
};
