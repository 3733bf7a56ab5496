import { useState } from 'react';
import { api, isRefusal } from '#kernel/ui/client.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { useNameOf, useRefreshPeople } from '../data.ts';
import type { Clash } from './conflict.tsx';
import { words } from './words.ts';

interface Saved<One, Values> {
  one: One;
  /** Where the record is read and changed. */
  path: string;
  valuesOf: (one: One) => Values;
  changesOf: (before: Values, now: Values) => object;
  save: (base: One, changes: object) => Promise<unknown>;
  close: () => void;
}

/**
 * Saves over the version that was opened; where somebody saved first, what was typed stays and both are shown (PE-104).
 * The sheet keeps the record it was opened on: what is asked again in the background must not move under the hands.
 */
export const useSaving = <One, Values extends object>({ one, path, valuesOf, ...how }: Saved<One, Values>) => {
  const refresh = useRefreshPeople();
  const nameOf = useNameOf();
  const [base, setBase] = useState(one);
  const [clash, setClash] = useState<Clash<Values>>();
  const send = async (values: Values) => {
    const changes = how.changesOf(valuesOf(base), values);
    if (Object.keys(changes).length === 0) return how.close();
    try {
      await how.save(base, changes);
    } catch (fault) {
      if (!isRefusal(fault) || fault.status !== 412) throw fault;
      const now = await api.get<One>(path);
      const { changed_by, changed_at } = fault.facts as { changed_by?: string; changed_at?: string };
      setClash({ who: nameOf(changed_by), at: changed_at ?? null, before: valuesOf(base), theirs: valuesOf(now) });
      setBase(now);
      throw fault;
    }
    how.close();
    await refresh();
  };
  /** Mine put on theirs: what is saved next. */
  const join = (form: { setValues(values: Values): void; clearErrors(): void }) => (values: Values) => {
    form.setValues(values);
    form.clearErrors();
    setClash(undefined);
    toast(words.joined);
  };
  return { send, clash, join, refresh };
};
