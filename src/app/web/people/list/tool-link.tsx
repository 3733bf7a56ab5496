import type { ReactNode } from 'react';
import { Go } from '#kernel/ui/go.tsx';

/** A way from a list to a place that belongs to it. */
export const ToolLink = ({ to, label, icon }: { to: string; label: string; icon: ReactNode }) => (
  <Go to={to} className="tool tool-words">
    {icon}
    <span>{label}</span>
  </Go>
);
