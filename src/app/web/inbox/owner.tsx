import { UserX } from 'lucide-react';
import { Person } from '#kernel/ui/person.tsx';
import type { ItemRow } from './data.ts';
import { words } from './words.ts';
import './inbox.css';

interface OwnerProps {
  item: Pick<ItemRow, 'assignee' | 'assignee_inactive'>;
  /** In a row, where a sign leaves room for the name. */
  short?: boolean;
}

/** Whose an item is; that they are deactivated stands beside them (IN-146). */
export const Owner = ({ item: { assignee, assignee_inactive }, short = false }: OwnerProps) => (
  <span className="item-owner" data-short={short || undefined}>
    <Person name={assignee} />
    {assignee_inactive &&
      (short ? (
        <span className="item-sign" title={words.owner_inactive}>
          <UserX aria-hidden />
          <span className="unseen">{words.owner_inactive}</span>
        </span>
      ) : (
        <span className="caption">{words.owner_inactive}</span>
      ))}
  </span>
);
