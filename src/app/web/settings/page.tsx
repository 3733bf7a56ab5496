import { ChevronRight } from 'lucide-react';
import { Place } from '#kernel/ui/frame/place.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { NoMail } from './no-mail.tsx';
import { words as places } from './section-words.ts';
import { useSections } from './sections.ts';
import { words } from './words.ts';
import './settings.css';

/** `/settings`: every section with what it holds. */
export default function Settings() {
  return (
    <div className="settings-start">
      <Place title={places.settings} />
      <NoMail />
      <p className="quiet">{words.lead}</p>
      <ul className="settings-list">
        {useSections().map((section) => (
          <li key={section.id}>
            <Go to={section.to} className="settings-line">
              <b>{section.label}</b>
              <span className="quiet">{section.text}</span>
              <ChevronRight />
            </Go>
          </li>
        ))}
      </ul>
    </div>
  );
}
