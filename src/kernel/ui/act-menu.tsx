import { Button, Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import type { Act } from './act.ts';
import { ActLines } from './row-menu.tsx';
import './small.css';

/** A button that opens several ways to do one thing. @example <ActMenu label="Create workflow" acts={[blank, fromTemplate]} main /> */
export const ActMenu = ({ label, acts, main }: { label: string; acts: readonly Act[]; main?: boolean }) => (
  <Menu width={260} returnFocus keepMounted={false}>
    <Menu.Target>
      <Button
        className="act"
        variant={main ? 'filled' : 'default'}
        {...(main ? {} : { color: 'gray' })}
        rightSection={<ChevronDown />}
      >
        {label}
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      <ActLines acts={acts} />
    </Menu.Dropdown>
  </Menu>
);
