import { Archive, Copy, Download, Undo2 } from 'lucide-react';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { download } from '#kernel/ui/download.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { filesOf } from '#messages/templates/exchange.ts';
import { fileName, writeTextFile } from '#messages/templates/text-file.ts';
import { TEMPLATES, type TemplateDetail, type TemplateRow } from './data.ts';
import { words } from './words.ts';

type Actable = Pick<
  TemplateRow,
  'id' | 'version' | 'name' | 'channel' | 'module' | 'purpose' | 'archived_at' | 'may_write'
>;

/** What can be done with a template beside writing it. */
export const useTemplateActs = () => {
  const go = useGo();
  const refresh = useRefresh();
  const restore = async ({ id, name }: Actable, version: number) => {
    await api.post(`${TEMPLATES}/${id}/restoration`, {}, { version });
    toast(words.restored_toast(name));
    await refresh(TEMPLATES);
  };
  const archive = async (template: Actable) => {
    const done = await api.put<TemplateDetail>(
      `${TEMPLATES}/${template.id}/archive`,
      {},
      { version: template.version },
    );
    toast(words.archived_toast(template.name), { undo: () => restore(template, done.version) });
    await refresh(TEMPLATES);
  };
  const duplicate = async ({ id, name, channel, module, purpose }: Actable) => {
    const { content } = await api.get<TemplateDetail>(`${TEMPLATES}/${id}`);
    const copy = { channel, module, purpose, name: words.copy_name(name), ...(content && { content }) };
    const made = await api.post<TemplateDetail>(TEMPLATES, copy);
    await refresh(TEMPLATES);
    go(`/templates/${made.id}`);
  };
  const exported = async ({ id }: Actable) => {
    for (const file of filesOf(await api.get<TemplateDetail>(`${TEMPLATES}/${id}`)))
      download(fileName(file), new Blob([writeTextFile(file)], { type: 'text/plain' }));
  };
  return (template: Actable): Act[] =>
    !template.may_write
      ? []
      : template.archived_at
        ? [{ id: 'restore', label: words.restore, icon: <Undo2 />, run: () => restore(template, template.version) }]
        : [
            { id: 'duplicate', label: words.duplicate, icon: <Copy />, run: () => duplicate(template) },
            { id: 'export', label: words.export, icon: <Download />, run: () => exported(template) },
            { id: 'archive', label: words.archive, icon: <Archive />, key: 'e', run: () => archive(template) },
          ];
};
