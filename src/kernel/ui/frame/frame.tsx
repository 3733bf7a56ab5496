import { useLocalStorage } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useGo } from '../go.tsx';
import { type Key, useKeys } from '../keys.ts';
import { words } from '../words.ts';
import { BottomBar } from './bottom-bar.tsx';
import { MemberMenu, type MemberMenuProps } from './member-menu.tsx';
import { PlaceSlot } from './place.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import './frame.css';

/** A module as the rail shows it, in glossary order. */
export interface ModuleLink {
  id: string;
  label: string;
  icon: ReactNode;
  to: string;
  /** A live number: open work of this module. */
  count?: number | undefined;
  /** Heading above it, when it differs from the one before. */
  section?: string;
  /** The letter after `g`: `c` for Clients. */
  letter?: string;
}

export interface FrameProps {
  practice: { name: string };
  modules: readonly ModuleLink[];
  member: MemberMenuProps;
  /** Demo or sandbox: a line above everything, with the role switch. */
  stripe?: ReactNode;
  /** Number of unread notifications; absent: no bell. */
  unread?: number;
  children: ReactNode;
}

/**
 * The frame of every page behind sign-in: rail, bar, and the one `<main>`.
 * @example <Frame practice={practice} modules={modules} member={member} stripe={…}><Outlet /></Frame>
 */
export const Frame = ({ practice, modules, member, stripe, unread, children }: FrameProps) => {
  const [folded, setFolded] = useLocalStorage({
    key: 'tickmark.rail-folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const [acts, setActs] = useState<HTMLElement | null>(null);
  const go = useGo();
  useKeys(
    modules.flatMap((m): Key[] =>
      m.letter ? [{ key: `g ${m.letter}`, label: m.label, group: 'Go to', run: () => go(m.to) }] : [],
    ),
  );
  return (
    <div className="frame" data-folded={folded || undefined}>
      <a href="#main" className="skip">
        {words.skip_to_content}
      </a>
      {stripe && (
        <aside className="stripe" aria-label={words.stripe}>
          {stripe}
        </aside>
      )}
      <Rail practice={practice.name} modules={modules} folded={folded} fold={setFolded}>
        <MemberMenu {...member} folded={folded} />
      </Rail>
      <TopBar place={setSlot} acts={setActs} {...(unread === undefined ? {} : { unread })} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it on a page with nothing to press too */}
      <main id="main" className="main" tabIndex={0}>
        <PlaceSlot value={{ slot, acts }}>{children}</PlaceSlot>
      </main>
      <BottomBar modules={modules} member={member} />
    </div>
  );
};
