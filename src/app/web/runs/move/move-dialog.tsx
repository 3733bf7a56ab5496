import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { sentenceOf } from '#kernel/ui/client.ts';
import type { BulkTarget } from '#kernel/ui/list/model.ts';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { words as kit } from '#kernel/ui/words.ts';
import { countsOf, fingerprint, sayCounts } from '#workflows/runs/version-difference.ts';
import { WORKFLOWS } from '../../workflows/data.ts';
import type { VersionRow } from '../../workflows/facts.ts';
import { useBulk } from '../bulk.ts';
import { Dialog } from '../task/dialogs.tsx';
import { type MovePreview, type MovingRun, movingRuns, type Tickable, tickable, useMovePreview } from './data.ts';
import { RunsThatMove } from './runs-that-move.tsx';
import { words } from './words.ts';
import './move.css';
import '../../workflows/editor/dialogs.css';
import '../../workflows/editor/panel.css';
import '#kernel/ui/form/form.css';

export interface MoveProps {
  /** The one workflow all these runs follow. */
  workflow: Id;
  /** The version to begin with; without it the current one. */
  to?: number | undefined;
  target: BulkTarget;
  close: (done: boolean) => void;
}

/** Runs move to another version: first what that makes of each, then those that stay ticked as one act (WF-140 … WF-143). */
export const MoveDialog = ({ workflow, to, target, close }: MoveProps) => {
  const versions = useThing<{ items: VersionRow[] }>(`${WORKFLOWS}/${workflow}/versions`).data?.items ?? [];
  const [chosen, setChosen] = useState<number | undefined>(to);
  const [also, setAlso] = useState<string[]>([]);
  const [without, setWithout] = useState<ReadonlySet<Id>>(new Set());
  const current = versions[0]?.n;
  const version = chosen ?? current;
  const { data, error } = useMovePreview(target, version, also);
  const bulk = useBulk();
  const runs = data ? movingRuns(data) : [];
  const going = runs.filter(({ id }) => !without.has(id));
  const send = async () => {
    if (!going.length || version === undefined) return;
    close(true);
    const seen = Object.fromEntries(going.map(({ id, difference }) => [id, fingerprint(difference)]));
    const ids = going.map(({ id }) => id);
    await bulk(
      '/runs/bulk',
      { do: 'move', to_version: version, also_tasks: also, seen },
      { ids, count: ids.length },
      { doing: words.moving, done: words.moved(version) },
    ).catch(() => undefined);
  };
  return (
    <Dialog title={words.title(target.count)} size={760} close={() => close(false)}>
      <div className="move">
        <p className="quiet">{words.intro}</p>
        <Select
          label={words.version}
          data-autofocus
          allowDeselect={false}
          value={version === undefined ? null : String(version)}
          data={versions.map(({ n }) => ({ value: String(n), label: words.version_n(n, n === current) }))}
          onChange={(n) => {
            setChosen(Number(n));
            setAlso([]);
          }}
        />
        {data ? (
          <>
            <Totals going={going} />
            <AfterAll tasks={tickable(runs, also)} ticked={also} tick={setAlso} />
            <RunsThatMove runs={runs} without={without} leave={setWithout} />
            <Staying preview={data} />
          </>
        ) : (
          !error && <ProgressBar label={words.looking} value={0} of={target.count} />
        )}
        {error && (
          <p className="refusal" role="alert">
            {sentenceOf(error)}
          </p>
        )}
        <div className="dialog-acts">
          {data && !going.length && <span className="caption publish-why">{words.none}</span>}
          <Button variant="default" onClick={() => close(false)}>
            {kit.cancel}
          </Button>
          <Button aria-disabled={going.length ? undefined : true} onClick={() => void send()}>
            {words.verb(going.length)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};

/** Counts over all that move (WF-140). */
const Totals = ({ going }: { going: readonly MovingRun[] }) => {
  const counts = countsOf(going.map(({ difference }) => difference));
  return (
    <p aria-live="polite">
      {[
        sayCounts(counts),
        ...(counts.behind ? [words.left_out(counts.behind)] : []),
        ...(counts.completes ? [words.complete(counts.completes)] : []),
      ].join('; ')}
    </p>
  );
};

interface AfterAllProps {
  tasks: readonly Tickable[];
  ticked: readonly string[];
  tick: (keys: string[]) => void;
}

/** Tasks that stand behind what is done, each to be done after all (WF-142). */
const AfterAll = ({ tasks, ticked, tick }: AfterAllProps) =>
  tasks.length > 0 && (
    <Checkbox.Group
      label={words.do_after_all}
      description={words.do_after_all_hint}
      value={[...ticked]}
      onChange={tick}
    >
      <div className="move-ticks">
        {tasks.map(({ key, title, runs }) => (
          <Checkbox key={key} value={key} label={words.in_runs(title, runs)} />
        ))}
      </div>
    </Checkbox.Group>
  );

const SHOWN = 20;

/** Those the rules leave alone, with their sentences. */
const Staying = ({ preview: { rows } }: { preview: MovePreview }) => {
  const left = rows.filter(({ ok }) => !ok);
  if (!left.length) return null;
  return (
    <section className="move-staying">
      <p className="part-name">{words.stay(left.length)}</p>
      <ul className="move-left">
        {left.slice(0, SHOWN).map(({ id, because }) => (
          <li key={id} className="quiet">
            {because}
          </li>
        ))}
        {left.length > SHOWN && <li className="quiet">{words.more(left.length - SHOWN)}</li>}
      </ul>
    </section>
  );
};
