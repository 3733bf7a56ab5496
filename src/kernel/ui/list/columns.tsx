import { Menu } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { useMemo } from 'react';
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
export const ColumnsMenu = <Row,>({ columns }: { columns: ChosenColumns<Row> }) => (
  <Menu position="bottom-end" closeOnItemClick={false} width={220}>
    <Menu.Target>
      <button type="button" className="tool" aria-label={words.columns} title={words.columns}>
        <Columns3 />
      </button>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Label>{words.columns}</Menu.Label>
      {columns.all.slice(1).map((c) => (
        <Menu.CheckboxItem key={c.id} checked={columns.chosen(c.id)} onChange={() => columns.toggle(c.id)}>
          {c.label}
        </Menu.CheckboxItem>
      ))}
    </Menu.Dropdown>
  </Menu>
);
