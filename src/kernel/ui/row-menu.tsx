import { EllipsisVertical } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Act } from './act.ts';
import { Menu } from './menu.tsx';
import { words } from './words.ts';
import './list/rows.css';

interface RowMenuProps {
  /** The thing's name, for the button's label: «Acts for Harbour Café». */
  name: string;
  acts: readonly Act[];
  opened?: boolean;
  onChange?: (opened: boolean) => void;
}

/** The three-dot menu: a labelled button, arrow keys inside; dead acts say why (PE-111, WF-190). */
export const RowMenu = ({ name, acts, opened, onChange }: RowMenuProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const [own, setOwn] = useState(false);
  const open = opened ?? own;
  const turn = (to: boolean) => {
    setOwn(to);
    onChange?.(to);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button row-menu"
        aria-label={words.acts_of(name)}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => turn(!open)}
      >
        <EllipsisVertical />
      </button>
      {open && <Menu label={words.acts_of(name)} lines={acts} anchor={button} close={() => turn(false)} />}
    </>
  );
};
