import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { useList } from '#kernel/ui/query.ts';
import type { ContactRow } from './contacts.ts';
import { words } from './words.ts';

interface KnownContactProps {
  person: string;
  chosen: ContactRow | undefined;
  choose: (contact: ContactRow | undefined) => void;
}

const PAUSE_MS = 180;

/** Finds a contact of other records by name, e-mail or phone. */
export const KnownContact = ({ person, chosen, choose }: KnownContactProps) => {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, PAUSE_MS);
  const { rows } = useList<ContactRow>('/contacts', { q, limit: 20, sort: 'name' }, { enabled: q.trim() !== '' });
  const others = rows.filter((row) => !row.links.some((link) => link.person === person));
  const all = chosen && !others.some(({ id }) => id === chosen.id) ? [chosen, ...others] : others;
  return (
    <Select
      label={words.link_contact}
      placeholder={words.search_contact}
      searchable
      clearable
      data-autofocus
      {...clientData}
      nothingFoundMessage={q ? words.not_found_contact : words.search_contact}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      value={chosen?.id ?? null}
      onChange={(id) => choose(all.find((row) => row.id === id))}
      data={all.map(({ id, full_name }) => ({ value: id, label: full_name }))}
      renderOption={({ option }) => {
        const row = all.find(({ id }) => id === option.value);
        return (
          <span className="known-contact">
            <span>{option.label}</span>
            <span className="caption">
              {[row?.job_title, ...(row?.links.map((link) => link.display_name) ?? [])].filter(Boolean).join(', ')}
            </span>
          </span>
        );
      }}
    />
  );
};
