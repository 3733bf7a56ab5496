import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { WRITES_CATEGORIES } from '#inbox/categories/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { CATEGORIES, type CategoryRow } from '../../inbox/categories.ts';
import { useWhyNot } from '../../me/me.ts';
import { useMembers } from '../../runs/data.ts';
import { CategorySheet } from './category-sheet.tsx';
import { words } from './category-words.ts';
import { Line, ListPage } from './line.tsx';
import { InboxSettings } from './shell.tsx';

/** `/settings/inbox/categories`: the practice's own kinds of items, who gets them, and when they are due (IN-12). */
export default function CategoriesPage() {
  const asked = useThing<{ items: CategoryRow[] }>(CATEGORIES);
  const members = useMembers();
  const why_not = useWhyNot(WRITES_CATEGORIES);
  const remove = useRemove();
  const [sheet, setSheet] = useState<{ category?: CategoryRow }>();
  const acts = (category: CategoryRow): Act[] => [
    { id: 'edit', label: words.edit, icon: <Pencil />, why_not, run: () => setSheet({ category }) },
    { id: 'delete', label: words.delete, icon: <Trash2 />, danger: true, why_not, run: () => remove(category) },
  ];
  const add: Act = { id: 'add', label: words.add, key: 'n', main: true, why_not, run: () => setSheet({}) };
  const nameOf = (id: string | null) => members.find((one) => one.id === id)?.name ?? words.nobody;
  return (
    <InboxSettings here="categories" main={add}>
      <ListPage
        asked={asked}
        text={words.text}
        none={{ title: words.empty, text: words.empty_text, acts: [add] }}
        line={(one) => (
          <Line
            key={one.id}
            name={one.name}
            facts={
              <>
                <span>{`${words.assignee}: ${nameOf(one.default_assignee_id)}`}</span>
                {one.alert_emails.length > 0 && <span>{words.alerts_of(one.alert_emails)}</span>}
                <span>{one.due_after ? words.due(one.due_after) : words.no_due}</span>
              </>
            }
            acts={<RowMenu name={one.name} acts={acts(one)} />}
          />
        )}
      />
      {sheet && <CategorySheet category={sheet.category} close={() => setSheet(undefined)} />}
    </InboxSettings>
  );
}

const useRemove = () => {
  const refresh = useRefresh();
  return async ({ id, version, name }: CategoryRow) => {
    const title = words.delete_title(name);
    if (!(await confirm({ title, consequence: words.delete_text, verb: words.delete, danger: true }))) return;
    try {
      await api.delete(`${CATEGORIES}/${id}`, { version });
      toast(words.deleted(name));
    } catch (fault) {
      toastRefusal(fault);
    } finally {
      await refresh(CATEGORIES);
    }
  };
};
