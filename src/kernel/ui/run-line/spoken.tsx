import { daysBetween } from '#ground/time.ts';
import type { Clock } from '../clock.tsx';
import { dayWords, distanceWords } from '../day.tsx';
import { STATE_WORDS, words } from '../words.ts';
import { isLate, type RunLineData, type RunPoint } from './model.ts';

const stateOf = (point: RunPoint, data: RunLineData): string =>
  isLate(point, data.today) && point.date
    ? words.days_late(daysBetween(point.date, data.today))
    : (STATE_WORDS[point.state] ?? point.state);

const whenOf = (point: RunPoint, data: RunLineData, clock: Clock): string => {
  if (!point.date) return '';
  const distance = distanceWords(point.date, data.today);
  return `${dayWords(point.date, data.today, clock.locale)}${distance ? `, ${distance}` : ''}`;
};

/** One point as a sentence, for those who hear the line. */
export const spoken = (point: RunPoint, data: RunLineData, clock: Clock): string =>
  [point.title, stateOf(point, data), whenOf(point, data, clock), point.who, point.why].filter(Boolean).join(', ');

/** One point's who, when and why, on hover or focus. */
export const ToldPoint = ({ point, data, clock }: { point: RunPoint; data: RunLineData; clock: Clock }) => (
  <div className="rl-told">
    <b>{point.title}</b>
    <span>{[stateOf(point, data), whenOf(point, data, clock)].filter(Boolean).join(' · ')}</span>
    {point.who && <span>{point.who}</span>}
    {point.why && <span>{point.why}</span>}
  </div>
);
