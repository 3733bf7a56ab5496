import { Menu, useMantineColorScheme } from '@mantine/core';
import { Check, ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useGo } from '../go.tsx';
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
  { value: 'auto', label: words.theme_auto, icon: <Monitor /> },
  { value: 'light', label: words.theme_light, icon: <Sun /> },
  { value: 'dark', label: words.theme_dark, icon: <Moon /> },
] as const;

/** Me, appearance, practices, sign out. */
export const MemberMenu = ({
  name,
  detail,
  practices = [],
  switch_practice,
  sign_out,
  folded,
}: MemberMenuProps & { folded?: boolean }) => (
  <Menu position="top-start" width={232}>
    <Menu.Target>
      <button type="button" className="member" aria-label={`${name}, ${detail}`}>
        <Person name={name} bare size={folded ? 20 : 32} />
        {!folded && (
          <>
            <span className="member-words">
              <span className="cut">{name}</span>
              <span className="caption cut">{detail}</span>
            </span>
            <ChevronsUpDown />
          </>
        )}
      </button>
    </Menu.Target>
    <MemberMenuLines practices={practices} sign_out={sign_out} {...(switch_practice ? { switch_practice } : {})} />
  </Menu>
);

const MemberMenuLines = ({
  practices,
  switch_practice,
  sign_out,
}: Pick<MemberMenuProps, 'practices' | 'switch_practice' | 'sign_out'>) => {
  const go = useGo();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.Dropdown>
      <Menu.Item leftSection={<UserRound />} onClick={() => go('/me')}>
        {words.me}
      </Menu.Item>
      <Menu.Label>{words.theme}</Menu.Label>
      <Menu.RadioGroup value={colorScheme} onChange={(to) => setColorScheme(to as typeof colorScheme)}>
        {SCHEMES.map((s) => (
          <Menu.RadioItem key={s.value} value={s.value} rightSection={s.icon}>
            {s.label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      {practices && practices.length > 1 && <Menu.Label>{words.switch_practice}</Menu.Label>}
      {practices &&
        practices.length > 1 &&
        practices.map((p) => (
          <Menu.Item key={p.id} rightSection={p.here && <Check />} onClick={() => switch_practice?.(p.id)}>
            {p.name}
          </Menu.Item>
        ))}
      <Menu.Divider />
      <Menu.Item leftSection={<LogOut />} onClick={sign_out}>
        {words.sign_out}
      </Menu.Item>
    </Menu.Dropdown>
  );
};
