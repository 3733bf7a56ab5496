import type { ChangeEvent } from 'react';

interface TickProps {
  label: string;
  on: boolean;
  /** Some of what it stands for is ticked. */
  some?: boolean;
  turn: (event: ChangeEvent<HTMLInputElement>) => void;
}

/** The tick box of a row: the browser's own, since a list has hundreds. */
export const Tick = ({ label, on, some = false, turn }: TickProps) => (
  <input
    type="checkbox"
    className="tick"
    aria-label={label}
    checked={on}
    onChange={turn}
    ref={(box) => {
      if (box) box.indeterminate = some && !on;
    }}
  />
);
