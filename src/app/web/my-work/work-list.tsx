import { useElementSize, useMediaQuery, useMergedRef } from '@mantine/hooks';
import { type MouseEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { BulkBar } from '#kernel/ui/list/bulk-bar.tsx';
import { Cards } from '#kernel/ui/list/cards.tsx';
import { useChosenColumns } from '#kernel/ui/list/columns.tsx';
import type { DataListProps } from '#kernel/ui/list/data-list.tsx';
import { useFilterWords } from '#kernel/ui/list/filter-words.ts';
import type { BulkAct, Column } from '#kernel/ui/list/model.ts';
import { Peek } from '#kernel/ui/list/peek.tsx';
import { type RowKeys, useRowKeys } from '#kernel/ui/list/row-keys.ts';
import { Rows, type RowsProps } from '#kernel/ui/list/rows.tsx';
import { RowsSkeleton } from '#kernel/ui/list/rows-skeleton.tsx';
import { type ListTable, useListTable } from '#kernel/ui/list/table.ts';
import { Toolbar } from '#kernel/ui/list/toolbar.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import type { TaskRow } from '#workflows/runs/task-list.ts';
import '#kernel/ui/list/list.css';
import './my-work.css';

/** Rows under one heading, which stands where the name of the first column does. */
export interface Group {
  id: string;
  label: string;
  count: string;
  rows: readonly TaskRow[];
}

interface WorkListProps extends Omit<DataListProps<TaskRow>, 'peek'> {
  groups: readonly Group[];
  peek: (row: TaskRow) => ReactNode;
  /** Opens a row in the panel from outside: by an act, or by an address. */
  opener: RefObject<((id: string) => void) | undefined>;
  /** The pointer or the focus came to a row. */
  near: (id: string) => void;
  /** A sentence over the rows. */
  note: ReactNode;
}

/**
 * The list of My work: one list with its keys, ticks and panel, in sections by time. A press opens the panel, where the work
 * is done; `Enter` opens the run.
 */
export const WorkList = (props: WorkListProps) => {
  const { state, source, groups, opener, near } = props;
  const narrow = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const size = useElementSize<HTMLDivElement>();
  const scroll = useRef<HTMLDivElement>(null);
  const scrollRef = useMergedRef(scroll, size.ref);
  const columns = useChosenColumns(props.name, props.columns, state, narrow ? 0 : size.width);
  // in the order they stand, so that `j` and `k` go from section to section
  const rows = groups.flatMap((group) => group.rows);
  const shown = { ...source, rows };
  const table = useListTable(rows, columns.shown, state);
  const [menu, setMenu] = useState<string>();
  const bulk = props.bulk?.map((act): BulkAct => ({ ...act, run: (target) => untick(act.run(target), table) }));
  const keys = useRowKeys({ ...props, ...(bulk ? { bulk } : {}), source: shown, table, openMenu: setMenu });
  opener.current = keys.peek;
  useNear(scroll, near);
  const body: RowsProps<TaskRow> = {
    ...props,
    source: shown,
    table,
    columns: columns.shown,
    scroll,
    keys,
    menu,
    setMenu,
  };
  return (
    <section className="list work" data-peek={keys.peeked ? '' : undefined} aria-label={props.label}>
      <Toolbar name={props.name} state={state} tools={props.tools} columns={columns} search />
      <div
        className="list-scroll"
        ref={scrollRef}
        aria-busy={source.loading || source.stale}
        data-stale={source.stale || undefined}
        onClickCapture={(event) => peekInstead(event, keys)}
      >
        {props.note}
        <Body {...props} narrow={narrow ?? false} shown={columns.shown}>
          {groups.map((group, at) => (
            <Section
              key={group.id}
              group={group}
              body={body}
              narrow={narrow ?? false}
              last={at === groups.length - 1}
            />
          ))}
        </Body>
      </div>
      {keys.peeked && <Peek row={keys.peeked} {...props} close={keys.closePeek} />}
      <BulkBar table={table} source={shown} query={state.query} acts={bulk ?? []} />
    </section>
  );
};

/** After an act the ticks have done their work, whether a key or the bar began it; an answer of false keeps them. */
const untick = async (done: unknown, table: ListTable<TaskRow>): Promise<unknown> => {
  const answer = await done;
  if (answer !== false) table.resetRowSelection(true);
  return answer;
};

/** A press on a row opens it beside the list; with Ctrl or the middle button it opens its page, as any link does. */
const peekInstead = (event: MouseEvent, keys: RowKeys<TaskRow>) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row-link]') : null;
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const pressed = event.detail > 0 || !event.isTrusted;
  const id = link?.closest<HTMLElement>('[data-row]')?.dataset.row;
  if (!link || !id || !plain || !pressed) return;
  event.preventDefault();
  event.stopPropagation();
  link.focus();
  keys.peek(id);
};

const NEAR_MS = 60;

/** Tells which row somebody comes to, once they rest on it. */
const useNear = (scroll: RefObject<HTMLElement | null>, near: (id: string) => void) => {
  const tell = useRef(near);
  tell.current = near;
  useEffect(() => {
    const box = scroll.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const come = (event: Event) => {
      const id =
        event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;
      clearTimeout(timer);
      if (id) timer = setTimeout(() => tell.current(id), NEAR_MS);
    };
    box?.addEventListener('pointerover', come);
    box?.addEventListener('focusin', come);
    return () => {
      clearTimeout(timer);
      box?.removeEventListener('pointerover', come);
      box?.removeEventListener('focusin', come);
    };
  }, [scroll]);
};

interface SectionProps {
  group: Group;
  body: RowsProps<TaskRow>;
  narrow: boolean;
  last: boolean;
}

/** One section: its own table under its own name, whose tick takes all of it. */
const Section = ({ group, body, narrow, last }: SectionProps) => {
  const [first, ...others] = body.columns;
  const heading = `${group.label} ${group.count}`.trim();
  const columns = first ? [{ ...first, label: heading }, ...others] : [];
  const part: RowsProps<TaskRow> = {
    ...body,
    columns,
    label: heading,
    table: partOf(body.table, group.rows),
    source: last ? body.source : { ...body.source, more: false, fault: undefined },
    inline: true,
  };
  return (
    <div className="work-section" data-section={group.id}>
      {narrow ? (
        <>
          <h2 className="work-heading">
            {group.label} <span className="tab-count tabular">{group.count}</span>
          </h2>
          <Cards {...part} />
        </>
      ) : (
        <Rows {...part} />
      )}
    </div>
  );
};

/** The same table, seen through the rows of one section. */
const partOf = (table: ListTable<TaskRow>, rows: readonly TaskRow[]): ListTable<TaskRow> => {
  const lines = rows.map(({ id }) => table.getRow(id));
  const ticked = () => lines.filter((line) => line.getIsSelected()).length;
  return Object.create(table, {
    getRowModel: { value: () => ({ ...table.getRowModel(), rows: lines }) },
    getIsAllRowsSelected: { value: () => lines.length > 0 && ticked() === lines.length },
    getIsSomeRowsSelected: { value: () => ticked() > 0 && ticked() < lines.length },
    toggleAllRowsSelected: {
      value: (on: boolean) => {
        for (const line of lines) line.toggleSelected(on);
      },
    },
  }) as ListTable<TaskRow>;
};

interface BodyProps extends WorkListProps {
  narrow: boolean;
  shown: readonly Column<TaskRow>[];
  children: ReactNode;
}

const Body = ({ source, state, empty, narrow, shown, children }: BodyProps) => {
  const said = useFilterWords(state);
  if (source.fault && source.rows.length === 0) return <ErrorState fault={source.fault} retry={source.retry} />;
  if (source.loading) return <RowsSkeleton columns={shown} narrow={narrow} />;
  if (source.rows.length > 0) return children;
  if (!state.narrowed) return empty;
  return (
    <EmptyState
      title={kit.nothing_matches}
      text={kit.nothing_matches_hint(said)}
      acts={[{ id: 'clear', label: kit.clear_filters, run: state.clear }]}
    />
  );
};
