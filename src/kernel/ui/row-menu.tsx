import { Menu } from '@mantine/core';
import { EllipsisVertical } from 'lucide-react';
import type { Act } from './act.ts';
import { useRunAct } from './act-button.tsx';
import { Kbd } from './kbd.tsx';
import { words } from './words.ts';

interface RowMenuProps {
  /** The thing's name, for the button's label: «Acts for Harbour Café». */
  name: string;
  acts: readonly Act[];
  opened?: boolean;
  onChange?: (opened: boolean) => void;
}

/** The three-dot menu: a labelled button, arrow keys inside; dead acts say why (PE-111, WF-190). */
export const RowMenu = ({ name, acts, opened, onChange }: RowMenuProps) => (
  <Menu
    {...(opened === undefined ? {} : { opened })}
    {...(onChange ? { onChange } : {})}
    position="bottom-end"
    width={240}
    returnFocus
    keepMounted={false}
  >
    <Menu.Target>
      <button type="button" className="icon-button row-menu" aria-label={words.acts_of(name)}>
        <EllipsisVertical />
      </button>
    </Menu.Target>
    <Menu.Dropdown>
      <ActLines acts={acts} />
    </Menu.Dropdown>
  </Menu>
);

/** Acts as lines of a Mantine `Menu.Dropdown`. */
export const ActLines = ({ acts }: { acts: readonly Act[] }) => {
  const run = useRunAct();
  return acts.map((act) => (
    <Menu.Item
      key={act.id}
      leftSection={act.icon}
      rightSection={act.key && <Kbd>{act.key}</Kbd>}
      aria-disabled={act.why_not ? true : undefined}
      data-danger={act.danger || undefined}
      closeMenuOnClick={!act.why_not}
      onClick={() => void run(act)}
    >
      {act.label}
      {act.why_not && <span className="why-not">{act.why_not}</span>}
    </Menu.Item>
  ));
};
