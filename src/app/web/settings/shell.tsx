import type { ReactNode } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { NoMail } from './no-mail.tsx';
import { words } from './section-words.ts';
import { type SectionId, useSections } from './sections.ts';
import './settings.css';

interface SettingsPageProps {
  here: SectionId;
  /** A page of several in this section: what it is called, and the way to the others. */
  page?: { title: string; others: ReactNode };
  main?: Act;
  /** A list that fills the place and scrolls by itself. */
  full?: boolean;
  children: ReactNode;
}

/** A page of the settings: the other sections at its left, on a phone one step up. */
export const SettingsPage = ({ here, page, main, full, children }: SettingsPageProps) => (
  <div className="settings" data-full={full || undefined}>
    <Place
      title={page?.title ?? words.sections[here][0]}
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
      {page?.others}
      <div className="settings-place">{children}</div>
    </div>
  </div>
);
