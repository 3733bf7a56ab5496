import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { Menu } from '#kernel/ui/menu.tsx';
import { words } from '../words.ts';

/** What one does rarely with a list as a whole: bring in, take out, look for pairs. */
export const ListMenu = ({ acts }: { acts: readonly Act[] }) => {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="tool"
        aria-label={words.more_of_list}
        title={words.more_of_list}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Ellipsis />
      </button>
      {open && <Menu label={words.more_of_list} lines={acts} anchor={button} close={() => setOpen(false)} />}
    </>
  );
};
