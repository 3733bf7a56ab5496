import { api } from '#kernel/ui/client.ts';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import type { ListAnswer } from '#kernel/ui/query.ts';
import type { RecordKind } from '#people/tags/model.ts';
import type { Startee } from '../launch/data.ts';
import { asked } from './bulk.ts';
import { PLACES } from './data.ts';

/** The one door to starting workflows on records of a kind, in menus, on pages and in bulk (PE-30, PE-34). */
export { type Starting, useStartWorkflow } from '../launch/use-start-workflow.tsx';

interface Named {
  id: string;
  display_name: string;
}

const startee = ({ id, display_name }: Named): Startee => ({ id, name: display_name });

/** Whom a bulk start is for: the ticked rows, or everybody the filter gives, asked page by page (PE-110). */
export const chosen = async (kind: RecordKind, target: BulkTarget, rows: readonly Named[]): Promise<Startee[]> => {
  if (!target.filter) return rows.filter(({ id }) => target.ids.includes(id)).map(startee);
  const all: Named[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.get<ListAnswer<Named>>(PLACES[kind], { ...asked(target.filter), limit: 200, cursor });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return all.map(startee);
};
