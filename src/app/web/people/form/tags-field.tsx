import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useState } from 'react';
import { writes } from '#kernel/access/roles/rules.ts';
import { api } from '#kernel/ui/client.ts';
import { atWork } from '#kernel/ui/form/at-work.ts';
import { useRefresh } from '#kernel/ui/query.ts';
import { toastRefusal } from '#kernel/ui/toast.tsx';
import type { TagKind } from '#people/tags/model.ts';
import { useWhyNot } from '../../me/me.ts';
import { useTags } from '../data.ts';
import type { TagRow } from '../facts.ts';
import { tagOption } from '../tags.tsx';
import { words } from './words.ts';

interface TagsFieldProps extends Omit<MultiSelectProps, 'data' | 'value' | 'onChange'> {
  kind: TagKind;
  value: string[];
  onChange: (ids: string[]) => void;
}

const NEW = 'new:';

/** Tags of the practice's list; whoever may makes one on the spot (PE-61). */
export const TagsField = ({ kind, value, onChange, ...props }: TagsFieldProps) => {
  const tags = useTags(kind);
  const refresh = useRefresh();
  const may = useWhyNot(writes('people')) === undefined;
  const [typed, setTyped] = useState('');
  const name = typed.trim();
  const isNew = may && name !== '' && !tags.some((tag) => tag.name.toLowerCase() === name.toLowerCase());
  const choose = async (ids: string[]) => {
    const made = ids.find((id) => id.startsWith(NEW));
    if (!made) return onChange(ids);
    try {
      const tag = await api.post<TagRow>('/tags', { name: made.slice(NEW.length) });
      await refresh('/tags');
      onChange([...value, tag.id]);
    } catch (fault) {
      toastRefusal(fault);
    }
  };
  return (
    <MultiSelect
      label={words.tags}
      searchable
      hidePickedOptions
      searchValue={typed}
      onSearchChange={setTyped}
      {...props}
      value={value}
      onChange={(ids) => atWork(choose(ids))}
      data={[
        ...tags.map((tag) => ({ value: tag.id, label: tag.name })),
        ...(isNew ? [{ value: `${NEW}${name}`, label: words.make_tag(name) }] : []),
      ]}
      renderOption={tagOption(tags)}
    />
  );
};
