import { useCallback, useEffect, useRef, useState } from 'react';
import type { Act } from '../act.ts';
import { useRunAct } from '../act-button.tsx';
import { useGo } from '../go.tsx';
import { type Key, useKeys } from '../keys.ts';
import { useAskWhy, WHY_KEY } from '../why.tsx';
import { words } from '../words.ts';
import type { DataListProps } from './data-list.tsx';
import type { BulkTarget } from './model.ts';
import type { ListTable } from './table.ts';

interface RowKeysOptions<Row extends { id: string }> extends DataListProps<Row> {
  table: ListTable<Row>;
  openMenu: (id: string) => void;
}

export interface RowKeys<Row> {
  peeked: Row | undefined;
  peek: (id: string) => void;
  closePeek: () => void;
  /** Rows tell which one the pointer is on: keys mean that one when no row has the focus. */
  hover: (id: string | undefined) => void;
  /** Lets a virtual list bring a row into being before it is focused. */
  reveal: { current: ((index: number) => void) | undefined };
}

const link = (id: string): HTMLElement | null =>
  document.querySelector(`[data-row="${CSS.escape(id)}"] [data-row-link]`);
const focusedRow = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row ?? undefined;

/** `j k x X Space . Escape` and the acts' own keys, on the row one is on; focus is never lost when rows go. */
export const useRowKeys = <Row extends { id: string }>({
  source,
  table,
  acts,
  bulk,
  peek,
  why,
  href,
  openMenu,
}: RowKeysOptions<Row>): RowKeys<Row> => {
  const { rows } = source;
  const go = useGo();
  const run = useRunAct();
  const hovered = useRef<string>(undefined);
  const last = useRef({ id: '', index: -1 });
  const reveal = useRef<(index: number) => void>(undefined);
  const [peekId, setPeekId] = useState<string>();
  const askWhy = useAskWhy();
  const peekWhy = (row: Row) => {
    askWhy();
    setPeekId(row.id);
  };
  const indexOf = (id: string | undefined) => (id ? rows.findIndex((r) => r.id === id) : -1);
  const here = () => [focusedRow(), hovered.current, last.current.id].map(indexOf).find((i) => i >= 0) ?? -1;

  const focus = useCallback(
    (index: number) => {
      const row = rows[index];
      if (!row) return;
      last.current = { id: row.id, index };
      hovered.current = undefined;
      const there = link(row.id);
      if (there) there.focus();
      else {
        reveal.current?.(index);
        requestAnimationFrame(() => link(row.id)?.focus());
      }
      setPeekId((open) => (open === undefined ? undefined : row.id));
    },
    [rows],
  );
  useFocusKept(rows, last, focus);

  const move = (by: number) => {
    const from = indexOf(focusedRow() ?? last.current.id);
    focus(Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + by)));
  };
  const onRow = (act: (row: Row, index: number) => void) => () => {
    const row = rows[here()];
    if (row) act(row, here());
  };
  const tick = (range: boolean) =>
    onRow((row) =>
      table.getRow(row.id).getToggleSelectedHandler()({
        target: { checked: !table.getRow(row.id).getIsSelected() },
        shiftKey: range,
      }),
    );
  const ticked = table.getSelectedRowIds();
  const actKey = (key: string) => () => {
    const many = bulk?.find((b) => b.key === key);
    if (many && ticked.length > 0) return void many.run({ ids: ticked, count: ticked.length } satisfies BulkTarget);
    const row = rows[here()];
    const act: Act | undefined = row && acts?.(row).find((a) => a.key === key);
    if (act) void run(act);
  };
  const sample = rows[Math.max(0, here())];
  const own = new Map((sample && acts ? acts(sample) : []).flatMap((a) => (a.key ? [[a.key, a.label] as const] : [])));
  for (const b of bulk ?? []) if (b.key && !own.has(b.key)) own.set(b.key, b.label);
  const keys: Key[] = [
    { key: 'j', label: 'Next row', run: () => move(1) },
    { key: 'k', label: 'Row before', run: () => move(-1) },
    ...(bulk?.length
      ? [
          { key: 'x', label: 'Tick', run: tick(false) },
          { key: 'X', label: 'Tick up to here', run: tick(true) },
        ]
      : []),
    ...(href ? [{ key: 'Enter', label: words.open, run: onRow((row) => go(href(row))) }] : []),
    ...(peek
      ? [
          {
            key: 'Space',
            label: words.peek,
            run: onRow((row) => setPeekId((open) => (open === row.id ? undefined : row.id))),
          },
        ]
      : []),
    ...(peek && why ? [{ key: WHY_KEY, label: words.why, run: onRow(peekWhy) }] : []),
    ...(acts ? [{ key: '.', label: 'Row menu', run: onRow((row) => openMenu(row.id)) }] : []),
    ...[...own].map(([key, label]) => ({ key, label, run: actKey(key) })),
    {
      key: 'Escape',
      label: 'Close peek, clear ticks',
      run: () => (peekId ? setPeekId(undefined) : table.resetRowSelection(true)),
    },
  ];
  useKeys(keys);
  return {
    peeked: rows[indexOf(peekId)],
    peek: setPeekId,
    closePeek: () => {
      setPeekId(undefined);
      if (peekId) link(peekId)?.focus();
    },
    hover: (id) => {
      hovered.current = id;
    },
    reveal,
  };
};

type Last = { current: { id: string; index: number } };

/** When the row that had the focus is gone after an act, the one that took its place gets it. */
const useFocusKept = <Row extends { id: string }>(rows: readonly Row[], last: Last, focus: (index: number) => void) => {
  useEffect(() => {
    const note = () => {
      const id = focusedRow();
      if (id) last.current = { id, index: rows.findIndex((r) => r.id === id) };
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [rows, last]);
  useEffect(() => {
    const { id, index } = last.current;
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (id && lost && index >= 0 && rows.length > 0 && !rows.some((r) => r.id === id))
      focus(Math.min(index, rows.length - 1));
  }, [rows, last, focus]);
};
