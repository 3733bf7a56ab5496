import { ArrowUpRight, Columns3, Download, Trash2, Undo2 } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { confirm } from '#kernel/ui/confirm.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { canUndo } from '#people/imports/rules.ts';
import { useHasPage } from '../../home/places.ts';
import { IMPORTS } from './data.ts';
import { countedAs, type ImportDetail, takingBack, written } from './facts.ts';
import { words } from './words.ts';

interface Editing {
  editing: boolean;
  setEditing: (to: boolean) => void;
}

const LISTS: Readonly<Record<string, string>> = {
  client: '/clients',
  prospect: '/prospects',
  employee: '/employees',
  authorization: '/authorizations',
};

/** What can be done with an import now: change the columns, throw away, fetch the errors, take back (PE-90, PE-91). */
export const useActsOfImport = (one: ImportDetail, { editing, setEditing }: Editing): Act[] => {
  const { discard, takeBack } = useEnds(one);
  const { now } = useClock();
  const has = useHasPage();
  const bad = (one.counts.error ?? 0) + (one.counts.changed_since_preview ?? 0);
  const file: Act = {
    id: 'errors',
    label: words.error_file,
    icon: <Download />,
    run: () => window.location.assign(`/api/v1${IMPORTS}/${one.id}/errors.csv`),
  };
  const away: Act = { id: 'discard', label: words.discard, icon: <Trash2 />, danger: true, run: discard };
  const columns: Act = {
    id: 'columns',
    label: editing ? words.keep_columns : words.change_columns,
    icon: <Columns3 />,
    key: 'e',
    run: () => setEditing(!editing),
  };
  const errors = bad > 0 ? [file] : [];
  switch (one.state) {
    case 'mapping':
      return [away];
    case 'previewed':
      return [columns, ...errors, away];
    case 'committing':
      return [];
    case 'undone':
      return errors;
    case 'done': {
      if (takingBack(one)) return errors;
      const list = LISTS[one.kind];
      const open =
        list && has(list)
          ? [{ id: 'open', label: words.open_records(words.kinds[one.kind] ?? ''), icon: <ArrowUpRight />, to: list }]
          : [];
      const back =
        written(one.counts) > 0
          ? [
              {
                id: 'undo',
                label: words.take_back,
                icon: <Undo2 />,
                why_not: canUndo(one, now)?.because,
                run: takeBack,
              },
            ]
          : [];
      return [...open, ...errors, ...back];
    }
  }
};

const useEnds = (one: ImportDetail) => {
  const refresh = useRefresh();
  const go = useGo();
  const path = `${IMPORTS}/${one.id}`;
  const discard = async () => {
    const sure = await confirm({
      title: words.discard_title(one.file),
      consequence: words.discard_text,
      verb: words.discard,
      danger: true,
    });
    if (!sure) return;
    await api.delete(path, { version: one.version });
    toast(words.discarded(one.file));
    go('/people/imports');
    await refresh(IMPORTS);
  };
  const takeBack = async () => {
    const { created = 0, updated = 0 } = one.counts;
    const sure = await confirm({
      title: words.take_back_title,
      consequence: words.take_back_text(countedAs(one.kind, created), updated),
      verb: words.take_back,
      danger: true,
    });
    if (!sure) return;
    await api.post(`${path}/undo`);
    toast(words.took_back);
    await refresh(IMPORTS, '/prospects', '/clients', '/employees', '/events', '/counts');
  };
  return { discard, takeBack };
};
