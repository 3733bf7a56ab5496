import { useVirtualizer } from '@tanstack/react-virtual';
import { RowMenu } from '../row-menu.tsx';
import { words } from '../words.ts';
import { MoreRows } from './more-rows.tsx';
import { RowLink, type RowsProps } from './rows.tsx';
import type { ListRow } from './table.ts';
import { Tick } from './tick.tsx';
import './cards.css';

const VIRTUAL_FROM = 200;
const CARD = 64;
const FACTS = 5;

/** Rows of a phone: two lines each, the three-dot button at the same place in all (PE-114). */
export const Cards = <Row extends { id: string }>(props: RowsProps<Row>) => {
  const { table, scroll, source, keys, inline } = props;
  const rows = table.getRowModel().rows;
  const virtual = !inline && rows.length > VIRTUAL_FROM;
  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => CARD,
    overscan: 10,
    enabled: virtual,
  });
  keys.reveal.current = virtual ? (index) => view.scrollToIndex(index) : undefined;
  const items = view.getVirtualItems();
  const shown = virtual ? rows.slice(items[0]?.index ?? 0, (items.at(-1)?.index ?? -1) + 1) : rows;
  const padding = virtual
    ? { paddingTop: items[0]?.start ?? 0, paddingBottom: view.getTotalSize() - (items.at(-1)?.end ?? 0) }
    : {};
  return (
    <>
      <ul className="cards" aria-label={props.label} style={padding}>
        {shown.map((row) => (
          <Card key={row.id} {...props} row={row} />
        ))}
      </ul>
      <MoreRows source={source} root={scroll} />
    </>
  );
};

/** One row as a card. */
export const Card = <Row extends { id: string }>({ row, ...props }: RowsProps<Row> & { row: ListRow<Row> }) => {
  const { nameOf, columns, acts, bulk, quiet, menu, setMenu } = props;
  const thing = row.original;
  const name = nameOf(thing);
  const [first, ...others] = columns;
  const facts = others.filter((c) => !c.off_card).slice(0, FACTS);
  return (
    <li
      className="card"
      data-row={row.id}
      data-ticked={row.getIsSelected() || undefined}
      data-quiet={quiet?.(thing) || undefined}
    >
      {!!bulk?.length && (
        <span className="card-tick">
          <Tick label={words.select_row(name)} on={row.getIsSelected()} turn={row.getToggleSelectedHandler()} />
        </span>
      )}
      <div className="card-words">
        {first && <RowLink {...props} row={thing} column={first} />}
        <div className="card-facts">
          {facts.map((c) => (
            <span key={c.id} className="card-fact">
              <span className="unseen">{c.label}: </span>
              {c.cell(thing)}
            </span>
          ))}
        </div>
      </div>
      {acts && (
        <RowMenu
          name={name}
          acts={acts(thing)}
          opened={menu === row.id}
          onChange={(open) => setMenu(open ? row.id : undefined)}
        />
      )}
    </li>
  );
};
