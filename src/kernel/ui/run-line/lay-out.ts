import { type Flag, flagsOf, type Stretch, stretchesOf } from './labels.ts';
import { measureAt } from './measure.ts';
import type { RunLineData } from './model.ts';
import { type Scale, scaleOf } from './scale.ts';
import type { Metrics } from './sizes.ts';

const DATE_ONLY = 18;

export interface Layout {
  scale: Scale;
  r: number;
  /** Height of the line. */
  y: number;
  height: number;
  flags: Flag[];
  stretches: Stretch[];
}

/** Everything's place for a width: dots shrink when there are very many, the height follows the lanes that are used. */
export const layOut = (data: RunLineData, metrics: Metrics, width: number): Layout => {
  const scale = scaleOf(data, { width, pad: metrics.pad, gap: metrics.gap });
  const steps = scale.points.slice(1).map((p, at) => p.x - (scale.points[at]?.x ?? 0));
  const r = Math.max(2, Math.min(metrics.r, Math.min(...steps, Number.POSITIVE_INFINITY) * 0.46));
  if (metrics.lanes === 0) {
    const y = metrics.signs ? metrics.r + 5 : 10;
    return { scale, r, y, height: metrics.signs ? 36 : 20, flags: [], stretches: [] };
  }
  const flags = flagsOf(scale, data, { width, lanes: metrics.lanes, measure: measureAt('600 13px'), least: 56 });
  const stretches = stretchesOf(scale, width, measureAt('450 12px'));
  const lanes = flags.reduce((most, f) => Math.max(most, f.lane + 1), 0);
  const y = (flags.some((f) => f.text) ? lanes * metrics.lane : lanes * DATE_ONLY) + r + 10;
  const people = stretches.length > 0 ? 26 : 6;
  return { scale, r, y, height: y + r + metrics.signGap + metrics.signs + people + 18, flags, stretches };
};
