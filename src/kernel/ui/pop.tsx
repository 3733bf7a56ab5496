import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import './pop.css';

export type Side = 'start' | 'end';

/** Where a box of `size` goes at `anchor`: below, or above where there is more room; never beyond the window. Pure. */
export const besideOf = (
  anchor: { top: number; bottom: number; left: number; right: number },
  size: { width: number; height: number },
  window: { width: number; height: number },
  side: Side,
): { left: number; top: number } => {
  const wanted = side === 'end' ? anchor.right - size.width : anchor.left;
  const left = Math.max(EDGE, Math.min(wanted, window.width - size.width - EDGE));
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - size.height;
  const flips = below + size.height > window.height - EDGE && above >= EDGE;
  return { left, top: flips ? above : Math.max(EDGE, Math.min(below, window.height - size.height - EDGE)) };
};

const EDGE = 8;
const GAP = 4;

interface PopProps {
  anchor: RefObject<HTMLElement | null>;
  close: () => void;
  side?: Side;
  className?: string;
  children: ReactNode;
}

/**
 * A box that floats at its anchor. The browser's own popover: it lies over everything, and a press elsewhere or Escape closes it.
 * Render it only while it is open.
 */
export const Pop = ({ anchor, close, side = 'start', className = '', children }: PopProps) => {
  const box = useRef<HTMLDivElement>(null);
  const closing = useRef(close);
  closing.current = close;
  useEffect(() => {
    const element = box.current;
    const at = anchor.current;
    if (!element || !at) return;
    const leave = () => closing.current();
    const place = () => {
      const { left, top } = besideOf(
        at.getBoundingClientRect(),
        element.getBoundingClientRect(),
        { width: innerWidth, height: innerHeight },
        side,
      );
      Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
    };
    const toggled = (event: ToggleEvent) => event.newState === 'closed' && leave();
    element.showPopover();
    place();
    element.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    const grown = new ResizeObserver(place);
    grown.observe(element);
    element.addEventListener('toggle', toggled);
    window.addEventListener('resize', leave);
    return () => {
      const inside = element.contains(document.activeElement) || document.activeElement === document.body;
      grown.disconnect();
      element.removeEventListener('toggle', toggled);
      window.removeEventListener('resize', leave);
      if (inside) at.focus({ preventScroll: true });
    };
  }, [anchor, side]);
  return createPortal(
    <div ref={box} popover="auto" className={`pop ${className}`}>
      {children}
    </div>,
    floor(),
  );
};

const floor = (): Element => document.querySelector('[data-mantine-shared-portal-node]') ?? document.body;
