import { Button } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { Menu, type MenuLine } from './menu.tsx';
import type { Side } from './pop.tsx';

interface ActMenuProps {
  label: string;
  acts: readonly MenuLine[];
  main?: boolean;
  /** Which edge of the button the menu keeps to; default: its end. */
  side?: Side;
}

/** A button that opens several ways to do one thing. @example <ActMenu label="Create workflow" acts={[blank, fromTemplate]} main /> */
export const ActMenu = ({ label, acts, main, side }: ActMenuProps) => {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        ref={button}
        className="act"
        variant={main ? 'filled' : 'default'}
        {...(main ? {} : { color: 'gray' })}
        rightSection={<ChevronDown />}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {label}
      </Button>
      {open && <Menu label={label} lines={acts} anchor={button} close={() => setOpen(false)} {...(side && { side })} />}
    </>
  );
};
