import { useDebouncedCallback } from '@mantine/hooks';
import { Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useKeys } from '../keys.ts';
import { words } from '../words.ts';
import { type ChosenColumns, ColumnsMenu } from './columns.tsx';
import { FilterButton, FilterChips } from './filters.tsx';
import type { ListState } from './list-state.ts';
import { OwnViews, SaveView, useIsOwnView } from './own-views.tsx';
import './toolbar.css';

/** A list's own way of saving views: a menu of them, and what is offered where one could be saved. */
export interface ViewSaving {
  menu: ReactNode;
  save: ReactNode;
}

interface ToolbarProps<Row> {
  name: string;
  state: ListState;
  columns: ChosenColumns<Row>;
  saving?: ViewSaving | undefined;
  tools?: ReactNode;
  search: boolean;
}

/** Above the rows: views as tabs, search, filter, columns; below it the filters in force. */
export const Toolbar = <Row,>({ name, state, columns, saving, tools, search }: ToolbarProps<Row>) => (
  <div className="toolbar">
    <div className="toolbar-line">
      {state.views.length > 0 && <Views name={name} state={state} own={!saving} />}
      <div className="toolbar-tools">
        {saving?.menu}
        {search && <SearchField state={state} />}
        <FilterButton state={state} />
        {columns.all.length > 2 && <ColumnsMenu columns={columns} />}
        {tools}
      </div>
    </div>
    <FilterChips state={state}>
      {saving ? saving.save : state.views.length > 0 && <SaveView name={name} state={state} />}
    </FilterChips>
  </div>
);

const Views = ({ name, state, own: keeps }: { name: string; state: ListState; own: boolean }) => {
  const own = useIsOwnView({ name, state }) && keeps;
  const nav = useRef<HTMLElement>(null);
  const here = state.view?.id;
  useEffect(() => {
    const current = here && nav.current?.querySelector('[aria-current]');
    if (current) current.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here]);
  return (
    <nav ref={nav} className="views" aria-label={words.views}>
      {state.views.map((view) => (
        <button
          key={view.id}
          type="button"
          className="view"
          aria-current={view.id === state.view?.id && !own ? 'true' : undefined}
          onClick={() => state.open(view.id)}
        >
          {view.label}
          {view.count !== undefined && <span className="view-count">{view.count.toLocaleString('en')}</span>}
        </button>
      ))}
      {keeps && <OwnViews name={name} state={state} />}
    </nav>
  );
};

const SearchField = ({ state }: { state: ListState }) => {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(state.q);
  const ask = useDebouncedCallback(state.ask, 180);
  useEffect(() => {
    if (document.activeElement !== field.current) setText(state.q);
  }, [state.q]);
  useKeys([{ key: '/', label: words.search, run: () => field.current?.focus() }]);
  const put = (value: string) => {
    setText(value);
    ask(value.trim());
  };
  const clear = () => {
    put('');
    field.current?.focus();
  };
  return (
    <search className="find">
      <Search aria-hidden />
      <input
        ref={field}
        type="text"
        inputMode="search"
        autoComplete="off"
        aria-label={words.search}
        placeholder={words.search}
        value={text}
        onChange={(event) => put(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (text) put('');
          else field.current?.blur();
        }}
      />
      {text && (
        <button type="button" className="find-clear" aria-label={words.clear_filters} onClick={clear}>
          <X />
        </button>
      )}
    </search>
  );
};
