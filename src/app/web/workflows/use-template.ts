import { useCallback } from 'react';
import { api } from '#kernel/ui/client.ts';
import { useGo } from '#kernel/ui/go.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { WORKFLOWS } from './data.ts';
import type { TemplateRow } from './facts.ts';
import { words } from './words.ts';

interface Copied {
  id: string;
  key: string;
  on: boolean;
  also: string[];
  brought: string[];
}

/** Makes the practice's own copy of a template (WF-4): as it is, published and on, or to customise, as an open draft. */
export const useTemplate = () => {
  const go = useGo();
  const refresh = useRefresh();
  return useCallback(
    async ({ key, name }: Pick<TemplateRow, 'key' | 'name'>, as_is: boolean) => {
      const made = await api.post<Copied>(`/workflow-templates/${key}/copies`, { as_is });
      await refresh(WORKFLOWS);
      const edit = `${WORKFLOWS}/${made.id}/edit`;
      const along = [...made.also, ...made.brought];
      const also = along.length ? `.${words.also_copied(along)}` : '';
      if (made.on)
        return void toast(words.turned_on(name) + also, { link: { label: words.open, run: () => go(edit) } });
      if (as_is || also) toast((as_is ? words.opened_as_draft(name) : name) + also);
      go(edit);
    },
    [go, refresh],
  );
};
