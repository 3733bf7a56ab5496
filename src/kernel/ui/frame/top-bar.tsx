import { Bell, Search } from 'lucide-react';
import { Go } from '../go.tsx';
import { hint } from '../hint.tsx';
import { Kbd } from '../kbd.tsx';
import { openPalette } from '../palette-store.ts';
import { words } from '../words.ts';
import './top-bar.css';

interface TopBarProps {
  place: (element: HTMLElement | null) => void;
  acts: (element: HTMLElement | null) => void;
  unread?: number;
}

export const TopBar = ({ place, acts, unread }: TopBarProps) => (
  <header className="bar">
    <div className="bar-place" ref={place} />
    <button
      type="button"
      className="bar-search"
      onClick={openPalette}
      aria-label={words.search_or_do}
      aria-keyshortcuts="Control+K"
    >
      <Search />
      <span className="bar-search-words">{words.search_or_do}</span>
      <span className="bar-search-key">
        <Kbd>mod+k</Kbd>
      </span>
    </button>
    {unread !== undefined && (
      <Go
        to="/notifications"
        className="icon-button bar-bell"
        {...hint(words.notifications)}
        aria-label={unread ? `${words.notifications}, ${unread}` : words.notifications}
      >
        <Bell />
        {unread > 0 && <span className="bar-unread">{unread > 99 ? '99+' : unread}</span>}
      </Go>
    )}
    <div className="bar-acts" ref={acts} />
  </header>
);
