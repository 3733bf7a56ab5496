import { useElementSize, useMediaQuery, useMergedRef } from '@mantine/hooks';
import { type ReactNode, useRef, useState } from 'react';
import type { Act } from '../act.ts';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';
import type { ListSource } from '../query.ts';
import { words } from '../words.ts';
import { Board, type Lane } from './board.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { Cards } from './cards.tsx';
import { useChosenColumns } from './columns.tsx';
import { useFilterWords } from './filter-words.ts';
import type { ListState } from './list-state.ts';
import { type BulkAct, type Column, EDGES, type View } from './model.ts';
import { Peek } from './peek.tsx';
import { useRowKeys } from './row-keys.ts';
import { Rows } from './rows.tsx';
import { RowsSkeleton } from './rows-skeleton.tsx';
import { useListTable } from './table.ts';
import { Toolbar, type ViewSaving } from './toolbar.tsx';
import './list.css';

export interface DataListProps<Row extends { id: string }> {
  /** «clients»: under it the column choice is remembered. */
  name: string;
  /** Says what the rows are, for screen readers: «Clients». */
  label: string;
  columns: readonly Column<Row>[];
  state: ListState;
  source: ListSource<Row>;
  /** The thing's name, for labels of tick box and menu. */
  nameOf: (row: Row) => string;
  /** Page of the thing. */
  href?: (row: Row) => string;
  /** The three-dot menu; acts with a `key` also work on the row one is on. */
  acts?: (row: Row) => readonly Act[];
  bulk?: readonly BulkAct[];
  peek?: (row: Row) => ReactNode;
  /** The peek holds a `WhyPanel`: `w` on a row opens it. */
  why?: boolean;
  /** What this place will hold: an `EmptyState`. */
  empty: ReactNode;
  /** Dimmed rows: inactive, cancelled. */
  quiet?: (row: Row) => boolean;
  /** Beside search and filter: an import button, a switch to a board. */
  tools?: ReactNode;
  /** Draws the rows side by side instead of under one another, in these lanes. */
  lanesOf?: (rows: readonly Row[]) => readonly Lane<Row>[];
  /** Within another page: grows with its rows instead of scrolling by itself. */
  inline?: boolean;
  /** How views of this list are saved; left out: in the member's own browser. */
  saving?: ViewSaving;
  /** No search field. */
  no_search?: boolean;
}

/**
 * Every list of Tickmark (look.md, pattern 2): views, filters as a sentence, keys, ticks, bulk, peek, cards on a phone.
 * @example
 * const state = useListState({ views: VIEWS, filters: FILTERS, sort: 'name' });
 * const clients = useList<Client>('/clients', state.query);
 * <DataList name="clients" label="Clients" columns={COLUMNS} state={state} source={clients} nameOf={(c) => c.name}
 *   href={(c) => `/clients/${c.id}`} acts={rowActs} bulk={bulkActs} empty={<EmptyState … />} />
 */
export const DataList = <Row extends { id: string }>(props: DataListProps<Row>) => {
  const { state, inline } = props;
  const lanes = props.lanesOf?.(props.source.rows);
  // in the order they stand, so that `j` and `k` go down a lane and on to the next
  const source = lanes ? { ...props.source, rows: lanes.flatMap(({ rows }) => rows) } : props.source;
  const narrow = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const size = useElementSize<HTMLDivElement>();
  const hasEdges = props.acts !== undefined || props.bulk !== undefined;
  const scroll = useRef<HTMLDivElement>(null);
  const scrollRef = useMergedRef(scroll, size.ref);
  const columns = useChosenColumns(props.name, props.columns, state, narrow ? 0 : size.width + (hasEdges ? 0 : EDGES));
  const table = useListTable(source.rows, columns.shown, state);
  const [menu, setMenu] = useState<string>();
  const keys = useRowKeys({ ...props, source, table, openMenu: setMenu });
  const body = { ...props, source, table, columns: columns.shown, scroll, keys, menu, setMenu };
  return (
    <section
      className="list"
      data-inline={inline || undefined}
      data-peek={keys.peeked ? '' : undefined}
      aria-label={props.label}
    >
      <Toolbar
        name={props.name}
        state={state}
        saving={props.saving}
        tools={props.tools}
        columns={lanes ? { ...columns, all: [] } : columns}
        search={!props.no_search}
      />
      <div
        className="list-scroll"
        ref={scrollRef}
        aria-busy={source.loading || source.stale}
        data-stale={source.stale || undefined}
      >
        <Body {...props} narrow={narrow ?? false} shown={columns.shown}>
          {lanes ? <Board {...body} lanes={lanes} /> : narrow ? <Cards {...body} /> : <Rows {...body} />}
        </Body>
      </div>
      {keys.peeked && props.peek && <Peek row={keys.peeked} {...props} peek={props.peek} close={keys.closePeek} />}
      <BulkBar table={table} source={source} query={state.query} acts={props.bulk ?? []} />
    </section>
  );
};

interface BodyProps<Row extends { id: string }> extends DataListProps<Row> {
  narrow: boolean;
  shown: readonly Column<Row>[];
  children: ReactNode;
}

const Body = <Row extends { id: string }>({ source, state, empty, narrow, shown, children }: BodyProps<Row>) => {
  const said = useFilterWords(state);
  if (source.fault && source.rows.length === 0) return <ErrorState fault={source.fault} retry={source.retry} />;
  if (source.loading) return <RowsSkeleton columns={shown} narrow={narrow} />;
  if (source.rows.length > 0) return children;
  if (!state.narrowed)
    return state.view && state.view !== state.views[0] ? (state.view.empty ?? <NothingIn view={state.view} />) : empty;
  return (
    <EmptyState
      title={words.nothing_matches}
      text={words.nothing_matches_hint(said)}
      acts={[{ id: 'clear', label: words.clear_filters, run: state.clear }]}
    />
  );
};

const NothingIn = ({ view }: { view: View }) => <EmptyState title={words.nothing_in(view.label)} />;
