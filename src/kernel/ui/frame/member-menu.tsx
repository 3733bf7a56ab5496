import { useMantineColorScheme } from '@mantine/core';
import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { Menu, type MenuLine } from '../menu.tsx';
import { Person } from '../person.tsx';
import { words } from '../words.ts';

export interface MemberMenuProps {
  name: string;
  /** Role name, or e-mail. */
  detail: string;
  practices?: readonly { id: string; name: string; here: boolean }[];
  switch_practice?: (id: string) => void;
  sign_out: () => void;
}

const SCHEMES = [
  { value: 'auto', label: () => words.theme_auto, icon: <Monitor /> },
  { value: 'light', label: () => words.theme_light, icon: <Sun /> },
  { value: 'dark', label: () => words.theme_dark, icon: <Moon /> },
] as const;

/** Me, appearance, practices, sign out. */
export const MemberMenu = ({ folded, ...member }: MemberMenuProps & { folded?: boolean }) => {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const lines = useMemberLines(member);
  const label = `${member.name}, ${member.detail}`;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="member"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Person name={member.name} bare size={folded ? 20 : 32} />
        {!folded && (
          <>
            <span className="member-words">
              <span className="cut">{member.name}</span>
              <span className="caption cut">{member.detail}</span>
            </span>
            <ChevronsUpDown />
          </>
        )}
      </button>
      {open && <Menu label={label} lines={lines} anchor={button} close={() => setOpen(false)} side="start" />}
    </>
  );
};

/** The same lines, for a phone's «More». */
export const useMemberLines = ({ practices = [], switch_practice, sign_out }: MemberMenuProps): MenuLine[] => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = SCHEMES.map(({ value, label, icon }): MenuLine => {
    return {
      id: value,
      label: label(),
      icon,
      kind: 'one',
      on: colorScheme === value,
      choose: () => setColorScheme(value),
    };
  });
  const others = practices.map((p): MenuLine => {
    return { id: p.id, label: p.name, kind: 'one', on: p.here, choose: () => !p.here && switch_practice?.(p.id) };
  });
  return [
    { id: 'me', label: words.me, icon: <UserRound />, to: '/me' },
    { heading: words.theme },
    ...schemes,
    ...(others.length > 1 ? [{ heading: words.switch_practice }, ...others] : []),
    { rule: true },
    { id: 'out', label: words.sign_out, icon: <LogOut />, run: sign_out },
  ];
};
