import { PackageCheck } from 'lucide-react';
import { EXPORTS } from '#inbox/items/rights.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { download } from '#kernel/ui/download.ts';
import { toastProgress } from '#kernel/ui/toast.tsx';
import { useWhyNot } from '../me/me.ts';
import { ITEMS, type ItemLike, numbered } from './data.ts';
import { words } from './words.ts';

const TRIES = 10;
const BETWEEN_MS = 2_000;

/** All that is kept of the item as one download (IN-184). What just happened gets its seal within seconds: that is waited for. */
export const useEvidence = (): ((item: ItemLike) => Act) => {
  const why_not = useWhyNot(EXPORTS);
  return (item) => ({ id: 'evidence', label: words.evidence, icon: <PackageCheck />, why_not, run: () => taken(item) });
};

const taken = async ({ id, number }: ItemLike): Promise<void> => {
  const bar = toastProgress(words.gathering(numbered(number)));
  try {
    download(`item-${number}.zip`, await sealed(`${ITEMS}/${id}/evidence`));
    bar.done(words.told.evidence(numbered(number)));
  } catch (fault) {
    bar.refused(fault);
  }
};

const sealed = async (path: string, left = TRIES): Promise<Blob> => {
  try {
    return await api.file(path);
  } catch (fault) {
    if (!left || !isRefusal(fault) || fault.code !== 'not_sealed') throw fault;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    return sealed(path, left - 1);
  }
};
