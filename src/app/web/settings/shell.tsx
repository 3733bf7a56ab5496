import type { ReactNode } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { NoMail } from './no-mail.tsx';
import { type SectionId, useSections } from './sections.ts';
import { words } from './words.ts';
import './settings.css';

interface SettingsPageProps {
  here: SectionId;
  main?: Act;
  /** A list that fills the place and scrolls by itself. */
  full?: boolean;
  children: ReactNode;
}

/** A page of the settings: the other sections at its left, on a phone one step up. */
export const SettingsPage = ({ here, main, full, children }: SettingsPageProps) => (
  <div className="settings" data-full={full || undefined}>
    <Place
      title={words.sections[here][0]}
      parent={{ label: words.settings, to: '/settings' }}
      {...(main ? { main } : {})}
    />
    <nav className="settings-nav" aria-label={words.settings}>
      <ul>
        {useSections().map((section) => (
          <li key={section.id}>
            <Go to={section.to} className="settings-link" aria-current={section.id === here ? 'page' : undefined}>
              {section.label}
            </Go>
          </li>
        ))}
      </ul>
    </nav>
    <div className="settings-body">
      <NoMail />
      <div className="settings-place">{children}</div>
    </div>
  </div>
);
