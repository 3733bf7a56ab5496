import { Button } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Act } from './act.ts';
import { Menu } from './menu.tsx';

/** A button that opens several ways to do one thing. @example <ActMenu label="Create workflow" acts={[blank, fromTemplate]} main /> */
export const ActMenu = ({ label, acts, main }: { label: string; acts: readonly Act[]; main?: boolean }) => {
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
      {open && <Menu label={label} lines={acts} anchor={button} close={() => setOpen(false)} />}
    </>
  );
};
