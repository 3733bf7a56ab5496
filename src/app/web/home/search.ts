import { api } from '#kernel/ui/client.ts';
import type { SearchProvider } from '#kernel/ui/palette-store.ts';

interface Answer {
  groups: {
    kind: string;
    label: string;
    items: { thing_id: string; title: string; subtitle: string; url: string }[];
  }[];
}

/** What the palette finds beside acts: everything the house can name, by kind (PL-120). */
export const searchEverything: SearchProvider = async (q, signal) => {
  const { groups } = await api.get<Answer>('/search', { q }, { signal });
  return groups.flatMap(({ kind, label, items }) =>
    items.map((item) => ({
      id: `${kind}:${item.thing_id}`,
      label: item.title,
      group: label,
      to: item.url,
      ...(item.subtitle ? { detail: item.subtitle } : {}),
    })),
  );
};
