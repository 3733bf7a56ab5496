import type { Measure } from './labels.ts';

let context: CanvasRenderingContext2D | null | undefined;

/** Widths of words as the browser will draw them. @example const measure = measureAt('450 12px'); measure('Ana') → 29.4 */
export const measureAt = (font: string): Measure => {
  context ??= document.createElement('canvas').getContext('2d');
  return (text) => {
    if (!context) return text.length * 7;
    context.font = `${font} "Inter Variable", system-ui, sans-serif`;
    return context.measureText(text).width;
  };
};
