import { Radio } from '@mantine/core';
import { useId } from 'react';
import type { Json } from '#kernel/decision/model.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { useList } from '#kernel/ui/query.ts';
import type { Choice } from '#people/duplicates/model.ts';
import { PLACES, useFields, useNameOf, useTags } from '../data.ts';
import { words as form } from '../form/words.ts';
import { sayField } from '../record/differences.ts';
import type { MergeLine, MergeSheetFacts } from './facts.ts';
import { words } from './words.ts';
import '../people.css';

interface MergeLinesProps {
  sheet: MergeSheetFacts;
  chosen: Readonly<Record<string, Choice>>;
  choose: (field: string, side: Choice) => void;
}

const same = ({ survivor, absorbed }: MergeLine): boolean => JSON.stringify(survivor) === JSON.stringify(absorbed);

/** Where the two differ, one radio choice per field; lists may be united (PE-74). */
export const MergeLines = ({ sheet, chosen, choose }: MergeLinesProps) => {
  const { survivor, absorbed, lines } = sheet;
  const differing = lines.filter((line) => !same(line));
  const alike = lines.length - differing.length;
  const say = useSay(sheet.kind);
  const label = useLabel();
  return (
    <section className="merge-lines" aria-label={words.choose}>
      <div className="merge-head">
        <span />
        <span>
          <b className="cut">{survivor.display_name}</b>
          <span className="caption">{[words.stays, ...survivor.numbers].join(', ')}</span>
        </span>
        <span>
          <b className="cut">{absorbed.display_name}</b>
          <span className="caption">{[words.goes, ...absorbed.numbers].join(', ')}</span>
        </span>
      </div>
      {differing.map((line) => (
        <OneLine
          key={line.field}
          line={line}
          label={label(line.field)}
          say={say}
          side={chosen[line.field] ?? line.proposed}
          choose={(side) => choose(line.field, side)}
        />
      ))}
      {alike > 0 && <p className="caption">{words.same(alike)}</p>}
    </section>
  );
};

interface OneLineProps {
  line: MergeLine;
  label: string;
  say: (field: string, value: Json) => string;
  side: Choice;
  choose: (side: Choice) => void;
}

const OneLine = ({ line, label, say, side, choose }: OneLineProps) => {
  const id = useId();
  const option = (which: 'survivor' | 'absorbed') => {
    const text = say(line.field, line[which]);
    return (
      <div className="merge-value" data-taken={side === which || side === 'both' || undefined}>
        <Radio
          size="xs"
          name={id}
          checked={side === which}
          onChange={() => choose(which)}
          label={text || <span className="none">{words.empty_value}</span>}
        />
      </div>
    );
  };
  return (
    <fieldset className="merge-line" aria-labelledby={`${id}-name`}>
      <div className="merge-name">
        <span id={`${id}-name`}>{label}</span>
        {line.list && (
          <Radio size="xs" name={id} checked={side === 'both'} onChange={() => choose('both')} label={words.both} />
        )}
      </div>
      {option('survivor')}
      {option('absorbed')}
    </fieldset>
  );
};

/** How a field is called; one of the practice's own by its own name. */
const useLabel = () => {
  const own = [...useFields('prospect'), ...useFields('client'), ...useFields('employee')];
  return (field: string): string => {
    const key = field.startsWith('custom.') ? field.slice('custom.'.length) : undefined;
    return own.find((one) => one.key === key)?.label ?? words.fields[field] ?? field.replaceAll('_', ' ');
  };
};

const useSay = (kind: MergeSheetFacts['kind']) => {
  const nameOf = useNameOf();
  const tags = useTags();
  const { locale, zone } = useClock();
  const employees = useList<{ id: string; display_name: string }>(
    PLACES.employee,
    { limit: 200, sort: 'name' },
    { enabled: kind === 'employee' },
  );
  return (field: string, value: Json): string => {
    if (field === 'form') return form.forms[value as keyof typeof form.forms] ?? '';
    if (field === 'manager_id') return employees.rows.find(({ id }) => id === value)?.display_name ?? '';
    return sayField(field, value, { nameOf, tags, locale, zone });
  };
};

interface MeetingsProps {
  sheet: MergeSheetFacts;
  /** Of each pair, the run that goes on. */
  going: readonly string[];
  choose: (at: number, run: string) => void;
}

/** Both have a run of one workflow open: which of the two goes on (PE-76). */
export const Meetings = ({ sheet: { survivor, absorbed, meetings }, going, choose }: MeetingsProps) => (
  <section className="merge-meetings">
    <h3>{words.runs}</h3>
    <p className="caption">{words.runs_hint}</p>
    {meetings.map((two, at) => (
      <Radio.Group
        key={two.map(({ id }) => id).join(' ')}
        label={two[0]?.workflow}
        value={going[at] ?? null}
        onChange={(run) => choose(at, run)}
      >
        <div className="choice-row">
          {two.map((run, side) => (
            <Radio
              key={run.id}
              value={run.id}
              label={words.run_of(run.workflow, (side === 0 ? survivor : absorbed).display_name)}
            />
          ))}
        </div>
      </Radio.Group>
    ))}
  </section>
);
