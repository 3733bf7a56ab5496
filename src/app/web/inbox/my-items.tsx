import { reads } from '#kernel/access/roles/rules.ts';
import { Day } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';
import { StateChip } from '#kernel/ui/state-chip.tsx';
import { useWhyNot } from '../me/me.ts';
import { About, OriginSign } from './columns.tsx';
import { ITEMS, type ItemRow, itemPage } from './data.ts';
import { words } from './words.ts';
import './inbox.css';

const LISTED = 5;
/** No date comes after every date. */
const NEVER = '9999-12-31';

const useMine = (status: 'outstanding' | 'in_progress', enabled: boolean): readonly ItemRow[] => {
  const query = { status, assignee: 'me', sort: 'due_on', limit: LISTED + 1 };
  return useThing<ListAnswer<ItemRow>>(ITEMS, query, { enabled }).data?.items ?? [];
};

/** The items of the inbox that are one's own, over one's tasks, by when they are due (IN-1). */
export const MyItems = () => {
  const enabled = useWhyNot(reads('inbox')) === undefined;
  const outstanding = useMine('outstanding', enabled);
  const mine = [...useMine('in_progress', enabled), ...outstanding].sort((a, b) =>
    (a.due_on ?? NEVER).localeCompare(b.due_on ?? NEVER),
  );
  if (!mine.length) return null;
  return (
    <section className="my-items" aria-labelledby="my-items">
      <header>
        <h2 id="my-items">{words.mine_title}</h2>
        <Go className="link" to="/inbox?assignee=me">
          {words.mine_all}
        </Go>
      </header>
      <ul>
        {mine.slice(0, LISTED).map((item) => (
          <li key={item.id}>
            <Go className="my-item" to={itemPage(item.number)}>
              <span className="item-subject">
                <OriginSign origin={item.origin} />
                <span className="item-number tabular">#{item.number}</span>
                <span className="cut">{item.subject}</span>
              </span>
              <span className="my-item-about">
                <About row={item} />
              </span>
              <StateChip state={item.status} label={words.tabs[item.status]} />
              <Day date={item.due_on} due={item.overdue} />
            </Go>
          </li>
        ))}
      </ul>
    </section>
  );
};
