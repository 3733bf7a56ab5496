import { StateChip } from '#kernel/ui/state-chip.tsx';
import type { TemplateRow } from './data.ts';
import { words } from './words.ts';

/** Whether it can be sent, as a chip. */
export const TemplateState = ({ template }: { template: Pick<TemplateRow, 'newest' | 'usable' | 'archived_at'> }) => {
  const { newest, usable, archived_at } = template;
  if (archived_at) return <StateChip state="archived" label={words.archived} />;
  if (!newest) return <StateChip state="draft" label={words.not_written} />;
  if (usable === newest) return <StateChip state="active" label={words.usable} />;
  if (usable) return <StateChip state="unknown" label={words.older_usable(usable)} />;
  return <StateChip state="failed" label={words.not_usable} />;
};
