import { Select } from '@mantine/core';
import { DATE_FORMATS } from '#people/fields/importing.ts';
import type { ColumnsForm } from './column-values.ts';
import type { ImportDetail } from './facts.ts';
import { words } from './words.ts';

interface ColumnTableProps {
  one: ImportDetail;
  form: ColumnsForm;
}

/** Each column of the file: its first values, what it becomes, and for days how they are written (PE-82, PE-83). */
export const ColumnTable = ({ one, form }: ColumnTableProps) => (
  <>
    <div className="import-columns-head" aria-hidden>
      <span>{words.heads.column}</span>
      <span>{words.heads.target}</span>
    </div>
    <ul className="import-columns">
      {one.headings.map((heading, at) => (
        <Column key={heading} one={one} form={form} at={at} />
      ))}
    </ul>
    <FoundBy one={one} form={form} />
  </>
);

const SAMPLES = 3;

const Column = ({ one, form, at }: ColumnTableProps & { at: number }) => {
  const heading = one.headings[at] ?? '';
  const { mapping } = form.values;
  const target = one.targets.find(({ key }) => key === mapping[at]);
  const sample = one.sample.map((cells) => cells[at]?.trim()).filter(Boolean);
  return (
    <li className="import-column" data-unread={target ? undefined : ''}>
      <div className="import-column-words">
        <b>{heading}</b>
        <span className="quiet cut">{sample.slice(0, SAMPLES).join(' · ') || words.no_sample}</span>
      </div>
      <div className="import-column-fields">
        <Select
          aria-label={words.target_of(heading)}
          placeholder={words.not_read}
          searchable
          clearable
          data={one.targets.map(({ key, label }) => ({
            value: key,
            label,
            disabled: key !== mapping[at] && mapping.includes(key),
          }))}
          {...form.getInputProps(`mapping.${at}`)}
        />
        {target?.dates && (
          <Select
            aria-label={words.format_of(heading)}
            placeholder={words.format_any}
            clearable
            data={DATE_FORMATS.filter((format) => format !== 'iso').map((value) => ({
              value,
              label: words.formats[value],
            }))}
            {...form.getInputProps(`date_formats.${at}`)}
          />
        )}
      </div>
    </li>
  );
};

/** What is left out, and how a record that is there already is recognised (PE-82, PE-84). */
const FoundBy = ({ one, form }: ColumnTableProps) => {
  const { mapping } = form.values;
  const ignored = one.headings.filter((_, at) => !mapping[at]);
  const ways = one.found_by.filter(({ key }) => key !== 'name' && mapping.includes(key));
  const found = ways.length
    ? words.found_by(words.first_of(ways.map(({ label }) => label)))
    : one.found_by.some(({ key }) => key === 'name')
      ? words.found_by_name
      : '';
  return (
    <div className="import-notes caption">
      {ignored.length > 0 && <p>{words.ignored(ignored)}</p>}
      {found && <p>{found}</p>}
    </div>
  );
};
