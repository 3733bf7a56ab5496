import { type Fact, Facts } from '#kernel/ui/thing-page.tsx';
import type { FileRow, ImportDetail } from './facts.ts';
import { words } from './words.ts';

interface RowPeekProps {
  row: FileRow;
  one: ImportDetail;
  /** A field's name in words. */
  said: (field: string) => string;
}

/** One row of the file: what is wrong, what it changes, and every cell as it came (PE-85). */
export const RowPeek = ({ row, one, said }: RowPeekProps) => (
  <div className="peek-stack">
    {row.errors.length > 0 && (
      <ul className="import-errors">
        {row.errors.map(({ column, value, detail }) => (
          <li key={`${column} ${detail}`} className="refusal">
            {column && (
              <b>
                {column}
                {value ? `: ${value}` : ''}
              </b>
            )}
            <span>{detail}</span>
          </li>
        ))}
      </ul>
    )}
    {Object.keys(row.changes).length > 0 && (
      <dl className="changes">
        {Object.entries(row.changes).map(([field, [before, after]]) => (
          <div key={field}>
            <dt>{said(field)}</dt>
            <dd>
              {before && <s>{before}</s>} <span>{after || words.nothing}</span>
            </dd>
          </div>
        ))}
      </dl>
    )}
    <Facts facts={cellsOf(row, one)} />
  </div>
);

const cellsOf = ({ no, cells }: FileRow, { headings }: ImportDetail): Fact[] => [
  { label: words.row_columns.row, value: <span className="tabular">{no}</span> },
  ...headings.flatMap((label, i) => (cells[i]?.trim() ? [{ label, value: cells[i] }] : [])),
];
