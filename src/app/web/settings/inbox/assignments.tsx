import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { WRITES_ASSIGNMENTS } from '#inbox/assignments/rules.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useCategories } from '../../inbox/categories.ts';
import { useWhyNot } from '../../me/me.ts';
import { useMembers } from '../../runs/data.ts';
import { AddButton } from './add-button.tsx';
import { AssignmentSheet } from './assignment-sheet.tsx';
import { words } from './assignment-words.ts';
import { ASSIGNMENTS, type AssignmentsRow, useAssignments } from './assignments-data.ts';
import { Line } from './line.tsx';

/** Whose items, and which categories, members may act on besides their own (IN-143). */
export const Assignments = () => {
  const { data, error, refetch } = useAssignments();
  const members = new Map(useMembers().map(({ id, name }) => [id, name]));
  const kinds = new Map(useCategories().map(({ value, label }) => [value, label]));
  const why_not = useWhyNot(WRITES_ASSIGNMENTS);
  const remove = useRemove();
  const [sheet, setSheet] = useState<{ row?: AssignmentsRow }>();
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLine width="64%" />;
  const acts = (row: AssignmentsRow): Act[] => [
    { id: 'edit', label: words.edit, icon: <Pencil />, why_not, run: () => setSheet({ row }) },
    { id: 'remove', label: words.remove, icon: <Trash2 />, danger: true, why_not, run: () => remove(row) },
  ];
  const shown = data.items.filter(({ member_ids, category_ids }) => member_ids.length + category_ids.length > 0);
  const named = (ids: readonly string[], names: Map<string, string>, gone: string) =>
    ids.map((id) => names.get(id) ?? gone).join(', ');
  return (
    <>
      <p className="inbox-settings-lead">{shown.length ? words.text : words.empty}</p>
      {shown.length > 0 && (
        <ul className="intake">
          {shown.map((row) => (
            <Line
              key={row.id}
              name={row.member}
              facts={
                <>
                  {row.inactive && <span>{words.inactive}</span>}
                  {row.member_ids.length > 0 && (
                    <span>{words.items_of(named(row.member_ids, members, words.gone))}</span>
                  )}
                  {row.category_ids.length > 0 && (
                    <span>{words.of_kinds(named(row.category_ids, kinds, words.kind_gone))}</span>
                  )}
                </>
              }
              acts={<RowMenu name={row.member} acts={acts(row)} />}
            />
          ))}
        </ul>
      )}
      <AddButton label={words.add} why_not={why_not} add={() => setSheet({})} />
      {sheet && <AssignmentSheet rows={data.items} row={sheet.row} close={() => setSheet(undefined)} />}
    </>
  );
};

const useRemove = () => {
  const refresh = useRefresh();
  const put = async (id: string, version: number, given: Pick<AssignmentsRow, 'member_ids' | 'category_ids'>) => {
    const { version: now } = await api.put<{ version: number }>(`${ASSIGNMENTS}/${id}`, given, { version });
    await refresh(ASSIGNMENTS);
    return now;
  };
  return async ({ id, version, member, member_ids, category_ids }: AssignmentsRow) => {
    try {
      const now = await put(id, version, { member_ids: [], category_ids: [] });
      const undo = async () => {
        await put(id, now, { member_ids, category_ids });
      };
      toast(words.removed(member), { undo });
    } catch (fault) {
      toastRefusal(fault);
      await refresh(ASSIGNMENTS);
    }
  };
};
