import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import { Go } from '../go.tsx';
import { Menu, type MenuLine } from '../menu.tsx';
import { words } from '../words.ts';
import type { ModuleLink } from './frame.tsx';
import { type MemberMenuProps, useMemberLines } from './member-menu.tsx';
import { useHere } from './rail.tsx';
import './bottom-bar.css';

const SHOWN = 4;

/** The rail of a phone: four modules and the rest behind «More». */
export const BottomBar = ({ modules, member }: { modules: readonly ModuleLink[]; member: MemberMenuProps }) => {
  const here = useHere(modules);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const own = useMemberLines(member);
  const others = modules.slice(SHOWN).map(({ id, label, icon, to }): MenuLine => ({ id, label, icon, to }));
  return (
    <nav className="bottom" aria-label={`${words.modules} (phone)`}>
      {modules.slice(0, SHOWN).map((m) => (
        <Go key={m.id} to={m.to} className="bottom-link" aria-current={m.id === here ? 'page' : undefined}>
          <span className="bottom-icon">
            {m.icon}
            {!!m.count && <span className="bottom-count">{m.count > 99 ? '99+' : m.count}</span>}
          </span>
          <span className="cut">{m.label}</span>
        </Go>
      ))}
      <button
        ref={button}
        type="button"
        className="bottom-link"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="bottom-icon">
          <Ellipsis />
        </span>
        <span>{words.more}</span>
      </button>
      {open && (
        <Menu
          label={words.more}
          lines={[...others, { rule: true }, ...own]}
          anchor={button}
          close={() => setOpen(false)}
        />
      )}
    </nav>
  );
};
