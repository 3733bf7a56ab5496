import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { besideOf } from './pop.tsx';
import './pop.css';

/**
 * Words that a pointer or the focus brings up. They only repeat or add: what must be read aloud stands in the label as well.
 * @example <time {...hint('Tuesday 24 November 2026, Australia/Sydney')}>
 */
export const hint = (words: string | undefined): { 'data-hint'?: string } => (words ? { 'data-hint': words } : {});

const WAIT_MS = 300;

/** The one hint of the window; follows what has `data-hint`. Stands once in `Ui`. */
export const Hints = () => {
  const [on, setOn] = useState<HTMLElement>();
  useEffect(() => {
    let timer = 0;
    const hide = () => {
      clearTimeout(timer);
      setOn(undefined);
    };
    const over = (event: Event) => {
      const found = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-hint]') : null;
      const touched = event instanceof PointerEvent && event.pointerType === 'touch';
      hide();
      if (found && !touched) timer = window.setTimeout(setOn, event.type === 'focusin' ? 0 : WAIT_MS, found);
    };
    const options = { capture: true, passive: true };
    const quiet = ['pointerdown', 'keydown', 'scroll', 'focusout'];
    document.addEventListener('pointerover', over, options);
    document.addEventListener('focusin', over, options);
    for (const name of quiet) document.addEventListener(name, hide, options);
    return () => {
      hide();
      document.removeEventListener('pointerover', over, options);
      document.removeEventListener('focusin', over, options);
      for (const name of quiet) document.removeEventListener(name, hide, options);
    };
  }, []);
  return on?.isConnected ? <Hint at={on}>{on.dataset.hint}</Hint> : null;
};

/** A hint that its owner shows: over one part of a drawing. */
export const Hint = ({ at, children }: { at: Element; children: ReactNode }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    element.showPopover();
    const size = element.getBoundingClientRect();
    const around = at.getBoundingClientRect();
    const middle = (around.left + around.right - size.width) / 2;
    const window_ = { width: innerWidth, height: innerHeight };
    const { left, top } = besideOf({ ...around.toJSON(), left: middle, right: middle }, size, window_, 'start');
    Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
  }, [at]);
  return createPortal(
    <div ref={box} popover="manual" className="hint" role="tooltip">
      {children}
    </div>,
    document.querySelector('[data-mantine-shared-portal-node]') ?? document.body,
  );
};
