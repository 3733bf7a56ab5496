import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';
import type { Place } from '#messages/fields/model.ts';
import { words } from './words.ts';

const LISTS = { client: '/clients', prospect: '/prospects', employee: '/employees' } as const;
type Kind = keyof typeof LISTS;

export interface Chosen {
  place: Place;
  id: Id;
}

interface PickerProps {
  value: Chosen | null;
  change: (value: Chosen | null) => void;
}

/** Whom the preview is shown for: sample values, or a real record within one's reach (ME-24). */
export const RecordPicker = ({ change }: PickerProps) => {
  const [kind, setKind] = useState<Kind>();
  return (
    <div className="record-picker">
      <Select
        label={words.preview_for}
        allowDeselect={false}
        value={kind ?? 'samples'}
        data={[
          { value: 'samples', label: words.samples },
          ...(Object.keys(LISTS) as Kind[]).map((value) => ({ value, label: words.places[value] ?? value })),
        ]}
        onChange={(to) => {
          setKind(to === 'samples' ? undefined : (to as Kind));
          change(null);
        }}
      />
      {kind && <FindRecord key={kind} kind={kind} change={change} />}
    </div>
  );
};

const FindRecord = ({ kind, change }: { kind: Kind; change: PickerProps['change'] }) => {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 200);
  const { data } = useThing<ListAnswer<{ id: Id; display_name: string }>>(LISTS[kind], { limit: 20, ...(q && { q }) });
  const label = words.find(words.places[kind] ?? kind);
  return (
    <Select
      label={label}
      placeholder={label}
      searchable
      data={(data?.items ?? []).map(({ id, display_name }) => ({ value: id, label: display_name }))}
      filter={({ options }) => options}
      nothingFoundMessage={words.no_record}
      onSearchChange={setTyped}
      onChange={(id) => change(id ? { place: kind, id } : null)}
    />
  );
};
