import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { RefObject } from 'react';
import { Go } from '../go.tsx';
import { RowMenu } from '../row-menu.tsx';
import { words } from '../words.ts';
import type { DataListProps } from './data-list.tsx';
import { type Column, widthOf } from './model.ts';
import { MoreRows } from './more-rows.tsx';
import type { RowKeys } from './row-keys.ts';
import type { ListRow, ListTable } from './table.ts';
import { Tick } from './tick.tsx';
import './rows.css';

export interface RowsProps<Row extends { id: string }> extends DataListProps<Row> {
  table: ListTable<Row>;
  scroll: RefObject<HTMLDivElement | null>;
  keys: RowKeys<Row>;
  menu: string | undefined;
  setMenu: (id: string | undefined) => void;
}

const VIRTUAL_FROM = 200;
const rowHeight = (): number =>
  Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || 36;

/** The rows as a table with a sticky head; beyond 200 only those in sight exist. */
export const Rows = <Row extends { id: string }>(props: RowsProps<Row>) => {
  const { table, scroll, source, keys, columns, inline } = props;
  const rows = table.getRowModel().rows;
  const virtual = !inline && rows.length > VIRTUAL_FROM;
  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: rowHeight,
    overscan: 16,
    enabled: virtual,
    scrollPaddingStart: 36,
  });
  keys.reveal.current = virtual ? (index) => view.scrollToIndex(index) : undefined;
  const items = view.getVirtualItems();
  const shown = virtual ? rows.slice(items[0]?.index ?? 0, (items.at(-1)?.index ?? -1) + 1) : rows;
  const above = virtual ? (items[0]?.start ?? 0) : 0;
  const below = virtual ? view.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  return (
    <>
      <table className="rows" aria-label={props.label} aria-rowcount={source.more ? -1 : rows.length + 1}>
        <colgroup>
          <col className="col-edge" />
          {columns.map((c, at) => (
            <col key={c.id} style={at === 0 ? undefined : { width: widthOf(c) }} />
          ))}
          <col className="col-edge" />
        </colgroup>
        <Head {...props} />
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {shown.map((row) => (
            <RowLine key={row.id} {...props} row={row} />
          ))}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
      <MoreRows source={source} root={scroll} />
    </>
  );
};

const Head = <Row extends { id: string }>({ table, bulk, columns, state }: RowsProps<Row>) => (
  <thead>
    <tr>
      <th scope="col" className="cell-tick">
        {bulk?.length ? (
          <Tick
            label={words.select_all_shown}
            on={table.getIsAllRowsSelected()}
            some={table.getIsSomeRowsSelected()}
            turn={(event) => table.toggleAllRowsSelected(event.currentTarget.checked)}
          />
        ) : (
          <span className="unseen">{words.selected(0)}</span>
        )}
      </th>
      {columns.map((column) => (
        <HeadCell key={column.id} column={column} sort={state.sort} sortBy={state.sortBy} />
      ))}
      <th scope="col">
        <span className="unseen">{words.more}</span>
      </th>
    </tr>
  </thead>
);

interface HeadCellProps<Row> {
  column: Column<Row>;
  sort: string;
  sortBy: (sort: string) => void;
}

const HeadCell = <Row,>({ column, sort, sortBy }: HeadCellProps<Row>) => {
  const way = sort === column.sort ? 'ascending' : sort === `-${column.sort}` ? 'descending' : undefined;
  return (
    <th scope="col" data-align={column.align} aria-sort={column.sort && way ? way : undefined}>
      {column.sort ? (
        <button
          type="button"
          className="head-sort"
          onClick={() => sortBy(way === 'ascending' ? `-${column.sort}` : (column.sort ?? ''))}
        >
          {column.label}
          {way === 'ascending' && <ArrowUp aria-label={words.sorted_up} />}
          {way === 'descending' && <ArrowDown aria-label={words.sorted_down} />}
        </button>
      ) : (
        column.label
      )}
    </th>
  );
};

const INTERACTIVE = 'a, button, input, label, [role=menu]';

const RowLine = <Row extends { id: string }>({ row, ...props }: RowsProps<Row> & { row: ListRow<Row> }) => {
  const { nameOf, columns, acts, bulk, quiet, keys, menu, setMenu } = props;
  const thing = row.original;
  const name = nameOf(thing);
  return (
    <tr
      data-row={row.id}
      data-ticked={row.getIsSelected() || undefined}
      data-peeked={keys.peeked?.id === row.id || undefined}
      data-quiet={quiet?.(thing) || undefined}
      data-menu={menu === row.id || undefined}
      aria-rowindex={row.index + 2}
      onPointerEnter={() => keys.hover(row.id)}
      onPointerLeave={() => keys.hover(undefined)}
      onClick={(event) => {
        if (event.target instanceof Element && !event.target.closest(INTERACTIVE)) openRow(event.currentTarget);
      }}
    >
      <td className="cell-tick">
        {!!bulk?.length && (
          <Tick label={words.select_row(name)} on={row.getIsSelected()} turn={row.getToggleSelectedHandler()} />
        )}
      </td>
      {columns.map((column, at) => (
        <td key={column.id} data-align={column.align}>
          {at === 0 ? <RowLink {...props} row={thing} column={column} /> : column.cell(thing)}
        </td>
      ))}
      <td className="cell-menu">
        {acts && (
          <RowMenu
            name={name}
            acts={acts(thing)}
            opened={menu === row.id}
            onChange={(open) => setMenu(open ? row.id : undefined)}
          />
        )}
      </td>
    </tr>
  );
};

const openRow = (row: HTMLElement) => {
  if (!getSelection()?.toString()) row.querySelector<HTMLElement>('[data-row-link]')?.click();
};

/** The thing itself: what `j k` focus, what Enter opens. */
export const RowLink = <Row extends { id: string }>({
  row,
  column,
  href,
  peek,
  keys,
}: Omit<RowsProps<Row>, 'row'> & { row: Row; column: Column<Row> }) =>
  href ? (
    <Go to={href(row)} className="row-link" data-row-link>
      {column.cell(row)}
    </Go>
  ) : (
    <button type="button" className="row-link" data-row-link onClick={() => peek && keys.peek(row.id)}>
      {column.cell(row)}
    </button>
  );
