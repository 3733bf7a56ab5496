import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Content } from '#workflows/definitions/content.ts';
import { moveStepTo } from './edits.ts';

interface Drop {
  key: string;
  side: 'before' | 'after';
}

export interface Drag {
  /** The step that is being dragged. */
  key: string | undefined;
  drop: Drop | undefined;
  begin: (event: PointerEvent, key: string) => void;
}

const EDGE = 40;
const PACE = 8;

/** Drags a step by its grip: a rule shows where it would go, into the group of its neighbour there. Escape lets go. */
export const useDrag = (
  list: RefObject<HTMLElement | null>,
  content: Content,
  change: (edit: (content: Content) => Content) => void,
): Drag => {
  const [key, setKey] = useState<string>();
  const [drop, setDrop] = useState<Drop>();
  const now = useRef({ content, drop });
  now.current = { content, drop };
  useEffect(() => {
    if (!key) return;
    const end = (): void => {
      setKey(undefined);
      setDrop(undefined);
    };
    const move = (event: globalThis.PointerEvent) => {
      setDrop(placeAt(list.current, event.clientY, key));
      scrollNear(list.current, event.clientY);
    };
    const up = () => {
      const { drop: to } = now.current;
      if (to) change((held) => dropped(held, key, to));
      end();
    };
    const letGo = (event: KeyboardEvent) => event.key === 'Escape' && end();
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', letGo);
    return () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', letGo);
    };
  }, [key, list, change]);
  const begin = (event: PointerEvent, dragged: string) => {
    if (event.button !== 0) return;
    event.preventDefault();
    setKey(dragged);
  };
  return { key, drop, begin };
};

const dropped = (content: Content, key: string, { key: neighbour, side }: Drop): Content => {
  const at = content.steps.findIndex((step) => step.key === neighbour);
  const group = content.steps[at]?.group ?? '';
  return at < 0 ? content : moveStepTo(content, key, side === 'before' ? at : at + 1, group);
};

const placeAt = (list: HTMLElement | null, y: number, dragged: string): Drop | undefined => {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-step]') ?? [])];
  const near = rows.reduce<{ row: HTMLElement; away: number } | undefined>((best, row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const away = y < top ? top - y : y > bottom ? y - bottom : 0;
    return !best || away < best.away ? { row, away } : best;
  }, undefined);
  if (!near || near.row.dataset.step === dragged) return undefined;
  const { top, height } = near.row.getBoundingClientRect();
  return { key: near.row.dataset.step ?? '', side: y < top + height / 2 ? 'before' : 'after' };
};

const scrollNear = (list: HTMLElement | null, y: number): void => {
  if (!list) return;
  const { top, bottom } = list.getBoundingClientRect();
  if (y < top + EDGE) list.scrollTop -= PACE;
  if (y > bottom - EDGE) list.scrollTop += PACE;
};
