import { useLocation } from '@tanstack/react-router';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Go } from '../go.tsx';
import { hint } from '../hint.tsx';
import { words } from '../words.ts';
import type { ModuleLink } from './frame.tsx';
import './rail.css';

interface RailProps {
  practice: string;
  modules: readonly ModuleLink[];
  folded: boolean;
  fold: (folded: boolean) => void;
  children: ReactNode;
}

/** True for the module one is in: the longest address that the place begins with. */
export const useHere = (modules: readonly ModuleLink[]): string | undefined => {
  const { pathname } = useLocation();
  return modules
    .filter((m) => pathname === m.to || (m.to !== '/' && pathname.startsWith(`${m.to}/`)))
    .toSorted((a, b) => b.to.length - a.to.length)[0]?.id;
};

export const Rail = ({ practice, modules, folded, fold, children }: RailProps) => {
  const here = useHere(modules);
  const sections = [...Map.groupBy(modules, (m) => m.section ?? '')];
  return (
    <nav className="rail" aria-label={words.modules}>
      <div className="rail-head">
        <span className="rail-mark" aria-hidden>
          {practice.slice(0, 1).toUpperCase()}
        </span>
        {!folded && (
          <span className="rail-practice cut" title={practice}>
            {practice}
          </span>
        )}
        <FoldButton folded={folded} fold={fold} />
      </div>
      <div className="rail-list">
        {sections.map(([section, links]) => (
          <div key={section}>
            {section && <p className="rail-section">{folded ? <span className="unseen">{section}</span> : section}</p>}
            <ul>
              {links.map((module) => (
                <li key={module.id}>
                  <RailLink module={module} here={module.id === here} folded={folded} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className="rail-foot">{children}</div>
    </nav>
  );
};

const RailLink = ({ module, here, folded }: { module: ModuleLink; here: boolean; folded: boolean }) => (
  <Go
    to={module.to}
    className="rail-link"
    aria-current={here ? 'page' : undefined}
    aria-label={folded ? labelOf(module) : undefined}
    {...hint(folded ? labelOf(module) : undefined)}
  >
    {module.icon}
    {!folded && <span className="cut">{module.label}</span>}
    {!!module.count && (
      <span className="rail-count" aria-hidden={folded || undefined}>
        {folded ? '' : module.count > 999 ? '999+' : module.count}
      </span>
    )}
  </Go>
);

const labelOf = (module: ModuleLink): string => (module.count ? `${module.label}, ${module.count}` : module.label);

const FoldButton = ({ folded, fold }: { folded: boolean; fold: (folded: boolean) => void }) => {
  const label = folded ? words.expand : words.collapse;
  return (
    <button
      type="button"
      className="icon-button rail-fold"
      aria-label={label}
      {...hint(label)}
      onClick={() => fold(!folded)}
    >
      {folded ? <PanelLeftOpen /> : <PanelLeftClose />}
    </button>
  );
};
