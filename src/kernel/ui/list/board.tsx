import { Card } from './cards.tsx';
import { MoreRows } from './more-rows.tsx';
import type { RowsProps } from './rows.tsx';
import './board.css';

/** A column of a board. */
export interface Lane<Row> {
  id: string;
  label: string;
  rows: readonly Row[];
  /** Narrows the list to this lane. */
  choose?: () => void;
}

/** The rows side by side in lanes, as cards; ticks, keys, menu and peek are those of the list. */
export const Board = <Row extends { id: string }>({
  lanes,
  ...props
}: RowsProps<Row> & { lanes: readonly Lane<Row>[] }) => {
  const { table, source, scroll } = props;
  return (
    <>
      <div className="board">
        {lanes.map(({ id, label, rows, choose }) => (
          <section key={id} className="lane" data-none={rows.length === 0 || undefined} aria-label={label}>
            <h2 className="lane-head">
              {choose ? (
                <button type="button" className="lane-choose cut" onClick={choose}>
                  {label}
                </button>
              ) : (
                <span className="cut" title={label}>
                  {label}
                </span>
              )}
              <span className="tab-count tabular">{rows.length.toLocaleString('en')}</span>
            </h2>
            {rows.length > 0 && (
              <ul className="cards">
                {rows.map((row) => (
                  <Card key={row.id} {...props} row={table.getRow(row.id)} />
                ))}
              </ul>
            )}
          </section>
        ))}
      </div>
      <MoreRows source={source} root={scroll} />
    </>
  );
};
