import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Go } from '#kernel/ui/go.tsx';

interface ToolLinkProps {
  to: string;
  label: string;
  icon: ReactNode;
  /** Only the picture; the word is in the tooltip and the label. */
  bare?: boolean;
}

/** A way from a list to a place that belongs to it. */
export const ToolLink = ({ to, label, icon, bare }: ToolLinkProps) =>
  bare ? (
    <Tooltip label={label}>
      <Go to={to} className="tool" aria-label={label}>
        {icon}
      </Go>
    </Tooltip>
  ) : (
    <Go to={to} className="tool tool-words">
      {icon}
      <span>{label}</span>
    </Go>
  );
