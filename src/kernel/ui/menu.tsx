import { Check } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { fold } from '#ground/text.ts';
import type { Act } from './act.ts';
import { useRunAct } from './act-button.tsx';
import { Kbd } from './kbd.tsx';
import { Pop, type Side } from './pop.tsx';

/** A line of a menu: an act, a choice that is on or off, a heading, a rule. */
export type MenuLine =
  | Act
  | { heading: string }
  | { rule: true }
  | { id: string; label: string; icon?: ReactNode; on: boolean; kind: 'one' | 'many'; choose: () => void };

interface MenuProps {
  label: string;
  lines: readonly MenuLine[];
  anchor: RefObject<HTMLElement | null>;
  close: () => void;
  side?: Side;
}

/** An open menu: arrow keys, Home, End and first letters move in it; dead acts say why (WF-190). Render it while it is open. */
export const Menu = ({ label, lines, anchor, close, side = 'end' }: MenuProps) => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus(), []);
  return (
    <Pop anchor={anchor} close={close} side={side} className="menu">
      <div
        ref={list}
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={(event) => steer(event, list.current, close)}
      >
        {lines.map((line, at) => (
          <Line key={'id' in line ? line.id : at} line={line} close={close} />
        ))}
      </div>
    </Pop>
  );
};

const Line = ({ line, close }: { line: MenuLine; close: () => void }) => {
  const run = useRunAct();
  if ('heading' in line) {
    return (
      <p className="menu-heading" role="presentation">
        {line.heading}
      </p>
    );
  }
  if ('rule' in line) return <hr className="menu-rule" />;
  if ('choose' in line) return <Choice line={line} close={close} />;
  const press = () => {
    if (line.why_not) return;
    close();
    void run(line);
  };
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className="menu-line"
      aria-disabled={line.why_not ? true : undefined}
      data-danger={line.danger || undefined}
      onClick={press}
    >
      {line.icon}
      <span className="menu-words">
        {line.label}
        {line.why_not && <span className="menu-why">{line.why_not}</span>}
      </span>
      {line.key && <Kbd>{line.key}</Kbd>}
    </button>
  );
};

const Choice = ({ line, close }: { line: Extract<MenuLine, { choose: () => void }>; close: () => void }) => (
  <button
    type="button"
    {...{ role: line.kind === 'one' ? 'menuitemradio' : 'menuitemcheckbox', 'aria-checked': line.on }}
    tabIndex={-1}
    className="menu-line"
    onClick={() => {
      line.choose();
      if (line.kind === 'one') close();
    }}
  >
    {line.icon}
    <span className="menu-words">{line.label}</span>
    {line.on && <Check />}
  </button>
);

const steer = (event: KeyboardEvent, list: HTMLElement | null, close: () => void) => {
  const items = [...(list?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = nextLine(event.key, at, items);
  if (event.key === 'Tab') close();
  else if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (to !== undefined) items[to]?.focus();
};

const nextLine = (key: string, at: number, items: readonly HTMLElement[]): number | undefined => {
  const n = items.length;
  if (key === 'ArrowDown') return (at + 1) % n;
  if (key === 'ArrowUp') return (at - 1 + n) % n;
  if (key === 'Home') return 0;
  if (key === 'End') return n - 1;
  if (!/^[\p{L}\p{N}]$/u.test(key)) return undefined;
  const after = [...items.keys()].map((i) => (at + 1 + i) % n);
  return after.find((i) => fold(items[i]?.textContent ?? '').startsWith(fold(key)));
};
