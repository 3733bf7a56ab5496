import { Archive, Copy, Undo2 } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { FORMS, type FormDetail, type FormRow } from './data.ts';
import { words } from './words.ts';

type Actable = Pick<FormRow, 'id' | 'version' | 'title' | 'archived_at' | 'may_write'>;

/** What can be done with a form beside changing it. */
export const useFormActs = () => {
  const go = useGo();
  const refresh = useRefresh();
  const restore = async ({ id, title }: Actable, version: number) => {
    await api.post(`${FORMS}/${id}/restoration`, {}, { version });
    toast(words.restored_toast(title));
    await refresh(FORMS);
  };
  const archive = async (form: Actable) => {
    const done = await api.put<FormDetail>(`${FORMS}/${form.id}/archive`, {}, { version: form.version });
    toast(words.archived_toast(form.title), { undo: () => restore(form, done.version) });
    await refresh(FORMS);
  };
  const duplicate = async ({ id, title }: Actable) => {
    const { intro, questions } = await api.get<FormDetail>(`${FORMS}/${id}`);
    const made = await api.post<FormDetail>(FORMS, { title: words.copy_title(title), intro, questions });
    await refresh(FORMS);
    go(`/forms/${made.id}`);
  };
  return (form: Actable): Act[] =>
    !form.may_write
      ? []
      : form.archived_at
        ? [{ id: 'restore', label: words.restore, icon: <Undo2 />, run: () => restore(form, form.version) }]
        : [
            { id: 'duplicate', label: words.duplicate, icon: <Copy />, run: () => duplicate(form) },
            { id: 'archive', label: words.archive, icon: <Archive />, key: 'e', run: () => archive(form) },
          ];
};
