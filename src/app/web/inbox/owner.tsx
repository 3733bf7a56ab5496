import { Person } from '#kernel/ui/person.tsx';
import type { ItemRow } from './data.ts';
import { words } from './words.ts';
import './inbox.css';

/** Whose an item is; that they are deactivated stands beside them (IN-146). */
export const Owner = ({ item }: { item: Pick<ItemRow, 'assignee' | 'assignee_inactive'> }) => (
  <span className="item-owner">
    <Person name={item.assignee} />
    {item.assignee_inactive && <span className="caption">{words.owner_inactive}</span>}
  </span>
);
