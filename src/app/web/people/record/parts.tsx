import type { ReactNode } from 'react';
import './record.css';

interface NoticeProps {
  title: string;
  /** Something must not be done: in red. */
  stop?: boolean;
  children?: ReactNode;
}

/** What one must know before doing anything here. */
export const Notice = ({ title, stop, children }: NoticeProps) => (
  <div className="notice" data-stop={stop || undefined}>
    <b>{title}</b>
    {children && <span>{children}</span>}
  </div>
);

interface LineProps {
  icon?: ReactNode;
  note?: string;
  children: ReactNode;
}

/** One ruled line: a sign, what it is, and at its end a note. */
export const Line = ({ icon, note, children }: LineProps) => (
  <div className="reach" data-bare={icon ? undefined : ''}>
    {icon}
    <span className="reach-value">{children}</span>
    <span className="reach-note">{note}</span>
  </div>
);
