import { Columns3 } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { hint } from '../hint.tsx';
import { Menu, type MenuLine } from '../menu.tsx';
import { useRemembered } from '../remember.ts';
import { words } from '../words.ts';
import type { ListState } from './list-state.ts';
import { type Column, fitting } from './model.ts';

export interface ChosenColumns<Row> {
  all: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  chosen: (id: string) => boolean;
  toggle: (id: string) => void;
}

const useChoice = (name: string) => useRemembered<Record<string, boolean>>(`columns.${name}`, {});

/** Those besides the first that a member chose for this list; undefined where they left it as it is. */
export const useOwnColumns = <Row,>(name: string, all: readonly Column<Row>[]): string[] | undefined => {
  const [choice] = useChoice(name);
  if (Object.keys(choice).length === 0) return undefined;
  return all
    .slice(1)
    .filter((c) => choice[c.id] ?? !c.hidden)
    .map(({ id }) => id);
};

/** Which columns are wanted, by the address or else by the member, and which of them fit into `width`; 0: all. */
export const useChosenColumns = <Row,>(
  name: string,
  all: readonly Column<Row>[],
  { columns, showColumns }: ListState,
  width: number,
): ChosenColumns<Row> => {
  const [choice, setChoice] = useChoice(name);
  const asked = columns?.join(',');
  const shown = useMemo(() => {
    const ids = asked?.split(',');
    const wanted = all.filter((c, at) => at === 0 || (ids ? ids.includes(c.id) : (choice[c.id] ?? !c.hidden)));
    return width === 0 ? wanted : fitting(wanted, width);
  }, [all, choice, asked, width]);
  const chosen = (id: string) =>
    columns ? columns.includes(id) : (choice[id] ?? !all.find((c) => c.id === id)?.hidden);
  const toggle = (id: string) => {
    if (!columns) return setChoice((now) => ({ ...now, [id]: !chosen(id) }));
    const ids = all.slice(1).map((c) => c.id);
    showColumns(ids.filter((one) => chosen(one) !== (one === id)));
  };
  return { all, shown, chosen, toggle };
};

/** The column menu; the first column, which carries the thing, cannot go. */
export const ColumnsMenu = <Row,>({ columns }: { columns: ChosenColumns<Row> }) => {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const lines = columns.all.slice(1).map((c): MenuLine => {
    return { id: c.id, label: c.label, kind: 'many', on: columns.chosen(c.id), choose: () => columns.toggle(c.id) };
  });
  return (
    <>
      <button
        ref={button}
        type="button"
        className="tool"
        aria-label={words.columns}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        {...hint(words.columns)}
      >
        <Columns3 />
      </button>
      {open && (
        <Menu
          label={words.columns}
          lines={[{ heading: words.columns }, ...lines]}
          anchor={button}
          close={() => setOpen(false)}
        />
      )}
    </>
  );
};
