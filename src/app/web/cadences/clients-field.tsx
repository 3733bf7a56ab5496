import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { words } from './words.ts';

export interface NamedClient {
  id: Id;
  name: string;
}

interface ClientsFieldProps {
  value: readonly NamedClient[];
  onChange: (clients: NamedClient[]) => void;
  error?: React.ReactNode;
  description?: string;
}

/** Clients found by typing a part of their name. */
export const ClientsField = ({ value, onChange, error, description }: ClientsFieldProps) => {
  const { typed, setTyped, found } = useFound();
  const known = [...value, ...found.filter(({ id }) => !value.some((one) => one.id === id))];
  return (
    <MultiSelect
      label={words.for_clients}
      placeholder={value.length ? '' : words.choose_clients}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      value={value.map(({ id }) => id)}
      data={known.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(ids) => onChange(ids.flatMap((id) => known.find((one) => one.id === id) ?? []))}
      error={error}
      description={description}
      {...clientData}
    />
  );
};

interface ClientFieldProps {
  label: string;
  placeholder: string;
  value?: Id | null;
  onChange?: (client: Id | null) => void;
  error?: React.ReactNode;
}

/** One client found by typing a part of its name. */
export const ClientField = ({ value, onChange, ...shown }: ClientFieldProps) => {
  const { typed, setTyped, found } = useFound();
  const [chosen, setChosen] = useState<NamedClient | null>(null);
  const known = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      {...shown}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      value={value ?? null}
      data={known.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => {
        setChosen(known.find((one) => one.id === id) ?? null);
        onChange?.(id);
      }}
      {...clientData}
    />
  );
};

const useFound = () => {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 150);
  const { data } = useThing<{ items: { id: Id; display_name: string }[] }>('/clients', { q, limit: 20, sort: 'name' });
  const found: NamedClient[] = (data?.items ?? []).map(({ id, display_name }) => ({ id, name: display_name }));
  return { typed, setTyped, found };
};
