import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useRunAct } from '../act-button.tsx';
import type { Query } from '../client.ts';
import { Kbd } from '../kbd.tsx';
import type { ListSource } from '../query.ts';
import { words } from '../words.ts';
import type { BulkAct, BulkTarget } from './model.ts';
import type { ListTable } from './table.ts';
import './bulk-bar.css';

interface BulkBarProps<Row extends { id: string }> {
  table: ListTable<Row>;
  source: ListSource<Row>;
  query: Query;
  acts: readonly BulkAct[];
}

/** Rises while rows are ticked; «select all N of this filter» is an explicit second click (PE-110). */
export const BulkBar = <Row extends { id: string }>({ table, source, query, acts }: BulkBarProps<Row>) => {
  const ids = table.getSelectedRowIds();
  const [all, setAll] = useState<number>();
  const [found, setFound] = useState<number>();
  const whole = table.getIsAllRowsSelected() && source.more;
  useEffect(() => {
    if (!whole) {
      setAll(undefined);
      setFound(undefined);
    } else void source.countAll?.().then(setFound, () => undefined);
  }, [whole, source.countAll !== undefined]);
  if (ids.length === 0 || acts.length === 0) return <div className="unseen" role="status" />;
  const { sort: _, ...filter } = query;
  const target: BulkTarget = all === undefined ? { ids, count: ids.length } : { ids: [], filter, count: all };
  return (
    <section className="bulk" aria-label={words.selected(target.count)}>
      <span role="status" className="bulk-count">
        {all === undefined ? words.selected(ids.length) : words.all_of_filter_selected(all.toLocaleString('en'))}
      </span>
      {whole && all === undefined && found !== undefined && (
        <button type="button" className="bulk-all" onClick={() => setAll(found)}>
          {words.select_all_of_filter(found.toLocaleString('en'))}
        </button>
      )}
      <span className="bulk-acts">
        {acts.map((act) => (
          <BulkButton key={act.id} act={act} target={target} done={() => table.resetRowSelection(true)} />
        ))}
      </span>
      <button
        type="button"
        className="bulk-act bulk-clear"
        aria-label={words.clear_selection}
        title={words.clear_selection}
        onClick={() => table.resetRowSelection(true)}
      >
        <X />
      </button>
    </section>
  );
};

const BulkButton = ({ act, target, done }: { act: BulkAct; target: BulkTarget; done: () => void }) => {
  const run = useRunAct();
  const press = async () => {
    const answer = { keep: true };
    await run({
      id: act.id,
      label: act.label,
      run: async () => {
        answer.keep = (await act.run(target)) === false;
      },
    });
    if (!answer.keep) done();
  };
  return (
    <button
      type="button"
      className="bulk-act"
      data-danger={act.danger || undefined}
      aria-keyshortcuts={act.key}
      onClick={() => void press()}
    >
      {act.icon}
      {act.label}
      {act.key && <Kbd>{act.key}</Kbd>}
    </button>
  );
};
