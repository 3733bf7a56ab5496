import { Columns3 } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { hint } from '../hint.tsx';
import { Menu, type MenuLine } from '../menu.tsx';
import { useRemembered } from '../remember.ts';
import { words } from '../words.ts';
import { type Column, fitting } from './model.ts';

export interface ChosenColumns<Row> {
  all: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  chosen: (id: string) => boolean;
  toggle: (id: string) => void;
}

/** Which columns a member wants to see, and which of them fit. */
export const useChosenColumns = <Row,>(
  name: string,
  all: readonly Column<Row>[],
  width: number,
): ChosenColumns<Row> => {
  const [choice, setChoice] = useRemembered<Record<string, boolean>>(`columns.${name}`, {});
  const chosen = (id: string) => choice[id] ?? !all.find((c) => c.id === id)?.hidden;
  const shown = useMemo(() => {
    const wanted = all.filter((c, at) => at === 0 || (choice[c.id] ?? !c.hidden));
    return width === 0 ? wanted : fitting(wanted, width);
  }, [all, choice, width]);
  return { all, shown, chosen, toggle: (id) => setChoice((now) => ({ ...now, [id]: !chosen(id) })) };
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
