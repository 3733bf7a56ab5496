import { Select, type SelectProps } from '@mantine/core';
import { Person } from '../person.tsx';
import { words } from '../words.ts';

export interface MemberOption {
  id: string;
  name: string;
}

interface MemberSelectProps extends Omit<SelectProps, 'data'> {
  members: readonly MemberOption[];
}

/** Chooses a member by picture and name. @example <MemberSelect label="Partner" members={members} clearable {...form.getInputProps('partner')} /> */
export const MemberSelect = ({ members, ...props }: MemberSelectProps) => {
  const names = new Map(members.map((m) => [m.id, m.name]));
  return (
    <Select
      searchable
      nothingFoundMessage={words.nothing_matches}
      placeholder={words.nobody}
      {...props}
      data={members.map((m) => ({ value: m.id, label: m.name }))}
      renderOption={({ option }) => <Person name={option.label} />}
      leftSection={props.value ? <Person name={names.get(props.value)} bare /> : undefined}
    />
  );
};
