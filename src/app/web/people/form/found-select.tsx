import { Select, type SelectProps } from '@mantine/core';
import '../record/record.css';
import { clientData } from '#kernel/ui/form/client-data-input.tsx';

interface Choice {
  id: string;
  display_name: string;
}

interface FoundSelectProps<One extends Choice> extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  typed: string;
  onType: (text: string) => void;
  /** What the API found for what is typed. */
  found: readonly One[];
  chosen: One | undefined;
  choose: (one: One | undefined) => void;
  /** What stands beneath a name to tell two of one name apart. */
  caption: (one: One) => string;
}

/** A select whose choices are looked for while one types; the chosen one stays among them. */
export const FoundSelect = <One extends Choice>({
  typed,
  onType,
  found,
  chosen,
  choose,
  caption,
  ...props
}: FoundSelectProps<One>) => {
  const all = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      searchable
      clearable
      {...clientData}
      {...props}
      searchValue={typed}
      onSearchChange={onType}
      filter={({ options }) => options}
      value={chosen?.id ?? null}
      onChange={(id) => choose(all.find((one) => one.id === id))}
      data={all.map(({ id, display_name }) => ({ value: id, label: display_name }))}
      renderOption={({ option }) => {
        const one = all.find(({ id }) => id === option.value);
        return (
          <span className="known-contact">
            <span>{option.label}</span>
            <span className="caption">{one && caption(one)}</span>
          </span>
        );
      }}
    />
  );
};
