import type { z } from 'zod';
import type { categoryShape } from '#inbox/categories/shapes.ts';
import { useThing } from '#kernel/ui/query.ts';

export type CategoryRow = z.infer<typeof categoryShape>;
export const CATEGORIES = '/categories';

/** The practice's categories as a field that chooses one wants them. */
export const useCategories = (): { value: string; label: string }[] =>
  (useThing<{ items: CategoryRow[] }>(CATEGORIES).data?.items ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
  }));
