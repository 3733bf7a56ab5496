import type { ReactNode } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { Go } from '#kernel/ui/go.tsx';
import { words as places } from '../section-words.ts';
import { INBOX_PAGES, type InboxPageId } from '../sections.ts';
import { SettingsPage } from '../shell.tsx';
import '#kernel/ui/list/toolbar.css';
import './inbox-settings.css';

interface InboxSettingsProps {
  here: InboxPageId;
  main?: Act;
  children: ReactNode;
}

/** A page of Settings › Inbox, below the way to the others (inbox.md 4). */
export const InboxSettings = ({ here, main, children }: InboxSettingsProps) => (
  <SettingsPage
    here="inbox"
    page={{ title: places.inbox[here], others: <Others here={here} /> }}
    {...(main && { main })}
  >
    <div className="inbox-settings">{children}</div>
  </SettingsPage>
);

const Others = ({ here }: { here: InboxPageId }) => (
  <nav aria-label={places.sections.inbox[0]}>
    <ul className="settings-pages">
      {INBOX_PAGES.map(({ id, to, label }) => (
        <li key={id}>
          <Go to={to} className="view" aria-current={id === here ? 'page' : undefined}>
            {label}
          </Go>
        </li>
      ))}
    </ul>
  </nav>
);
