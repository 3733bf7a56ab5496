import { type ReactNode, useEffect } from 'react';
import { Ledger } from './ledger.tsx';
import { words } from './words.ts';
import './access.css';

interface OpenPageProps {
  title: string;
  lead?: ReactNode;
  /** At the foot: what else one may do here. */
  foot?: ReactNode;
  children?: ReactNode;
}

/** A page for people who are not in yet: one column, one act. */
export const OpenPage = ({ title, lead, foot, children }: OpenPageProps) => {
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title]);
  return (
    <div className="open">
      <main className="open-side">
        <p className="open-brand">
          <Mark />
          {words.product}
        </p>
        <div className="open-column">
          <header className="open-head">
            <h1>{title}</h1>
            {lead && <p className="quiet">{lead}</p>}
          </header>
          {children}
          {foot && <div className="open-foot">{foot}</div>}
        </div>
      </main>
      <Ledger />
    </div>
  );
};

const Mark = () => (
  <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" className="open-mark">
    <rect width="32" height="32" rx="7" />
    <path d="M4 21h6.2M21.8 21H28" className="open-mark-line" />
    <path d="m10.4 15.6 4.4 4.6 8.4-10" className="open-mark-tick" />
  </svg>
);
