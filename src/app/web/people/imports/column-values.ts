import type { useForm } from '@mantine/form';
import type { Problem } from '#kernel/decision/model.ts';
import type { DateFormat } from '#people/fields/importing.ts';
import type { Encoding } from '#people/imports/decoding.ts';
import type { Delimiter } from '#people/imports/limits.ts';
import type { MappingBody, Mode } from '#people/imports/model.ts';
import type { ImportDetail } from './facts.ts';

/** The form of columns; lists go by the place of the column, since headings may hold any sign. */
export interface ColumnValues {
  delimiter: Delimiter;
  encoding: Encoding;
  mapping: (string | null)[];
  date_formats: (DateFormat | null)[];
  mode: Mode;
  make_new_tags: boolean;
  start_workflow: string | null;
  save_as: string;
}
export type ColumnsForm = ReturnType<typeof useForm<ColumnValues>>;

export const valuesOf = (one: ImportDetail): ColumnValues => ({
  delimiter: one.delimiter,
  encoding: one.encoding,
  mapping: one.headings.map((heading) => one.mapping[heading] ?? null),
  date_formats: one.headings.map((heading) => one.date_formats[heading] ?? null),
  mode: one.mode,
  make_new_tags: one.options.make_new_tags,
  start_workflow: one.options.start_workflow,
  save_as: '',
});

/** As `PUT /imports/{id}/mapping` takes it. */
export const bodyOf = ({ headings }: Pick<ImportDetail, 'headings'>, values: ColumnValues): MappingBody => {
  const { delimiter, encoding, mode, make_new_tags, start_workflow } = values;
  const formats = headings.flatMap((heading, i) => {
    const format = values.mapping[i] && values.date_formats[i];
    return format ? [[heading, format] as const] : [];
  });
  const save_as = values.save_as.trim();
  return {
    delimiter,
    encoding,
    mode,
    mapping: Object.fromEntries(headings.map((heading, i) => [heading, values.mapping[i] ?? null])),
    date_formats: Object.fromEntries(formats),
    options: { make_new_tags, start_workflow },
    ...(save_as && { save_as }),
  };
};

/** `/date_formats/Start date` → `/date_formats/3`: as the form names its fields. */
export const withIndex = ({ headings }: Pick<ImportDetail, 'headings'>, errors: readonly Problem[]): Problem[] =>
  errors.map((error) => {
    const [, list = '', heading = ''] = /^\/(mapping|date_formats)\/(.*)$/s.exec(error.pointer) ?? [];
    const at = headings.indexOf(heading);
    return at < 0 ? error : { ...error, pointer: `/${list}/${at}` };
  });
