import { Drawer } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Go } from '../go.tsx';
import { words } from '../words.ts';
import type { ModuleLink } from './frame.tsx';
import { MemberMenu, type MemberMenuProps } from './member-menu.tsx';
import { useHere } from './rail.tsx';

const SHOWN = 4;

/** The rail of a phone: four modules and the rest behind «More». */
export const BottomBar = ({ modules, member }: { modules: readonly ModuleLink[]; member: MemberMenuProps }) => {
  const here = useHere(modules);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
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
      <button type="button" className="bottom-link" aria-expanded={open} onClick={() => setOpen(true)}>
        <span className="bottom-icon">
          <Ellipsis />
        </span>
        <span>{words.more}</span>
      </button>
      <Drawer
        opened={open}
        onClose={close}
        position="bottom"
        size="auto"
        title={words.more}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <ul className="bottom-more">
          {modules.slice(SHOWN).map((m) => (
            <li key={m.id}>
              <Go to={m.to} className="rail-link" aria-current={m.id === here ? 'page' : undefined} onClick={close}>
                {m.icon}
                <span className="cut">{m.label}</span>
                {!!m.count && <span className="rail-count">{m.count}</span>}
              </Go>
            </li>
          ))}
        </ul>
        <MemberMenu {...member} />
      </Drawer>
    </nav>
  );
};
