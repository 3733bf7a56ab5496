import type { SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useList } from '#kernel/ui/query.ts';
import type { PersonKind } from '#people/persons/model.ts';
import { PLACES } from '../data.ts';
import type { PersonRow } from '../facts.ts';
import { words } from '../words.ts';
import { FoundSelect } from './found-select.tsx';

/** A record one may choose. */
export interface FoundRecord {
  id: string;
  kind: string;
  display_name: string;
  /** Said beside the name, where it is known. */
  number?: string | null;
}

interface RecordSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  kinds: readonly PersonKind[];
  /** «open» for prospects that can still be put on the waitlist; «active» for clients. */
  status?: string;
  chosen: FoundRecord | undefined;
  choose: (record: FoundRecord | undefined) => void;
}

const PAUSE_MS = 180;

/** Finds one prospect or client by name, number, e-mail or phone (PE-100). */
export const RecordSelect = ({ kinds, status, chosen, choose, ...props }: RecordSelectProps) => {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const query = { q, limit: 20, sort: 'name', ...(status ? { status } : {}) };
  const found = [
    ...useList<PersonRow>(PLACES.client, query, { enabled: q !== '' && kinds.includes('client') }).rows,
    ...useList<PersonRow>(PLACES.prospect, query, { enabled: q !== '' && kinds.includes('prospect') }).rows,
  ].map(({ id, kind, display_name, client_number, prospect_number }): FoundRecord => {
    const number = kind === 'client' ? client_number : prospect_number;
    return { id, kind, display_name, number };
  });
  return (
    <FoundSelect
      {...props}
      typed={typed}
      onType={setTyped}
      found={found}
      chosen={chosen}
      choose={choose}
      caption={({ kind, number }) => [words.kinds[kind as PersonKind], number].filter(Boolean).join(', ')}
    />
  );
};
