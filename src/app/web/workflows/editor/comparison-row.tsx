import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { MemberSelect } from '#kernel/ui/form/member-select.tsx';
import type { Comparison } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';
import { sayAsked } from '../say/condition.ts';
import { words as said_words } from '../say/words.ts';
import { type Askable, type askables, blank, waysOf } from './condition-fields.ts';
import { words } from './words.ts';

interface ComparisonRowProps {
  comparison: Comparison;
  change: (comparison: Comparison) => void;
  remove: () => void;
  said: DesignSaid;
  fields: ReturnType<typeof askables>;
}

/** A longer name of what is looked at has a line of its own. */
const SHORT = 22;

/** One line of a condition: what is looked at, how it is compared, with what. */
export const ComparisonRow = ({ comparison, change, remove, said, fields }: ComparisonRowProps) => {
  const all = fields.flatMap(({ items }) => items);
  const field = all.find(({ value }) => value === comparison.field);
  const type = field?.type ?? 'text';
  // what is no longer there still shows, so that one sees what the check list speaks of
  const gone = field ? [] : [{ value: comparison.field, label: sayAsked(comparison, said) }];
  const ways = waysOf(type);
  const is = ways.includes(comparison.is) ? ways : [...ways, comparison.is];
  return (
    <div className="comparison" data-long={(field?.label ?? gone[0]?.label ?? '').length > SHORT || undefined}>
      <Select
        className="comparison-field"
        aria-label={words.condition_field}
        searchable
        allowDeselect={false}
        value={comparison.field}
        data={[
          ...fields.map(({ group, items }) => ({ group, items: items.map(({ value, label }) => ({ value, label })) })),
          ...gone,
        ]}
        onChange={(to) => to && change(blank(all.find(({ value }) => value === to)))}
      />
      <Select
        className="comparison-is"
        aria-label={words.condition_is}
        allowDeselect={false}
        value={comparison.is}
        data={is.map((value) => ({ value, label: isWords(type, value) }))}
        onChange={(to) => to && change(withWay(comparison, to as Comparison['is']))}
      />
      {comparison.is !== 'empty' && (
        <div className="comparison-value">
          <Value comparison={comparison} field={field} change={change} said={said} />
        </div>
      )}
      <button type="button" className="icon-button" aria-label={words.remove_condition} onClick={remove}>
        <X />
      </button>
    </div>
  );
};

const isWords = (type: Askable['type'], is: Comparison['is']): string =>
  type === 'outcome'
    ? (words.outcome_is[is as keyof typeof words.outcome_is] ?? said_words.is[is])
    : type === 'date' && is in said_words.is_of_date
      ? said_words.is_of_date[is as keyof typeof said_words.is_of_date]
      : said_words.is[is];

/** Another way keeps the value where it can: one value, or a list of them. */
const withWay = ({ field, value }: Comparison, is: Comparison['is']): Comparison => {
  if (is === 'empty' || value === undefined) return { field, is };
  const list = Array.isArray(value) ? value : [value];
  if (is === 'in') return { field, is, value: list };
  return list[0] === undefined ? { field, is } : { field, is, value: list[0] };
};

interface ValueProps {
  comparison: Comparison;
  field: Askable | undefined;
  change: (comparison: Comparison) => void;
  said: DesignSaid;
}

const Value = ({ comparison, field, change, said }: ValueProps) => {
  const { is, value } = comparison;
  const label = words.condition_value;
  const put = (to: Comparison['value'] | null) =>
    change(
      to === null || to === '' || to === undefined ? { field: comparison.field, is } : { ...comparison, value: to },
    );
  const choices = choicesOf(field, said);
  if (is === 'in') {
    const list = (Array.isArray(value) ? value : []).map(String);
    const set = (to: string[]) => put(to.length ? to : undefined);
    return choices ? (
      <MultiSelect aria-label={label} value={list} data={choices} onChange={set} />
    ) : (
      <TagsInput aria-label={label} value={list} onChange={set} />
    );
  }
  if (field?.type === 'yes_no')
    return (
      <Select
        aria-label={label}
        value={value === undefined ? null : String(value)}
        data={[
          { value: 'true', label: said_words.yes },
          { value: 'false', label: said_words.no },
        ]}
        onChange={(to) => put(to === null ? null : to === 'true')}
      />
    );
  if (field?.type === 'member')
    return (
      <MemberSelect
        aria-label={label}
        members={(said.facts?.members ?? []).filter(({ active }) => active)}
        value={value === undefined ? null : String(value)}
        onChange={put}
      />
    );
  if (choices)
    return (
      <Select
        aria-label={label}
        searchable={choices.length > 8}
        value={value === undefined ? null : String(value)}
        data={choices}
        onChange={put}
      />
    );
  if (field?.type === 'number' || field?.type === 'money')
    return (
      <NumberInput
        aria-label={label}
        hideControls
        value={typeof value === 'number' ? value : ''}
        onChange={(to) => put(typeof to === 'number' ? to : null)}
      />
    );
  return (
    <TextInput
      aria-label={label}
      type={field?.type === 'date' ? 'date' : 'text'}
      value={value === undefined ? '' : String(value)}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
};

const choicesOf = (
  field: Askable | undefined,
  { facts }: DesignSaid,
): { value: string; label: string }[] | undefined => {
  if (field?.type === 'tags') return facts?.tags.map(({ name }) => ({ value: name, label: name }));
  if (field?.type === 'state')
    return field.choices?.map((value) => ({ value, label: said_words.state[value] ?? value }));
  return field?.choices?.map((value) => ({ value, label: value.replaceAll('_', ' ') }));
};
