import { useEffect, useState } from 'react';
import type { Measure } from './labels.ts';

const FAMILY = '"Inter Variable"';
let context: CanvasRenderingContext2D | null | undefined;

/** Widths of words as the browser will draw them. @example const measure = measureAt('450 12px'); measure('Ana') → 22.4 */
export const measureAt = (font: string): Measure => {
  context ??= document.createElement('canvas').getContext('2d');
  return (text) => {
    if (!context) return text.length * 7;
    context.font = `${font} ${FAMILY}, system-ui, sans-serif`;
    return context.measureText(text).width;
  };
};

/** False until our own type has arrived: what was measured before must be measured again. */
export const useTypeArrived = (): boolean => {
  const [arrived, setArrived] = useState(() => document.fonts.check(`450 12px ${FAMILY}`));
  useEffect(() => {
    if (!arrived) void document.fonts.load(`450 12px ${FAMILY}`).then(() => setArrived(true));
  }, [arrived]);
  return arrived;
};
