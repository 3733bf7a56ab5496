import { Select } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Condition } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';
import { ComparisonRow } from './comparison-row.tsx';
import { askables, blank } from './condition-fields.ts';
import { conditionOf, type Group, groupOf, isGroup, type Mode, type Node } from './condition-tree.ts';
import { focusIn } from './focus.ts';
import { words } from './words.ts';

interface ConditionFieldProps {
  condition: Condition | undefined;
  set: (condition: Condition | undefined) => void;
  said: DesignSaid;
  /** Steps before this place may be asked for. */
  index: number;
  /** Nothing has begun yet: only the record itself can be asked. */
  subject_only?: boolean;
}

/** A condition as sentences in groups (WF-35): «all of these hold» over rows of field, comparison and value. */
export const ConditionField = ({ condition, set, said, index, subject_only = false }: ConditionFieldProps) => {
  const [group, setGroup] = useState(() => groupOf(condition));
  const outside = JSON.stringify(condition ?? null);
  // a group of one looks like its part once it is written down: what is being built is kept here meanwhile
  useEffect(() => {
    setGroup((mine) => (JSON.stringify(conditionOf(mine) ?? null) === outside ? mine : groupOf(JSON.parse(outside))));
  }, [outside]);
  const all = askables(said.content, index, said.facts);
  const fields = subject_only ? all.slice(0, 1) : all;
  const change = (next: Group) => {
    setGroup(next);
    set(conditionOf(next));
  };
  return <GroupBox group={group} change={change} said={said} fields={fields} depth={1} />;
};

interface GroupBoxProps {
  group: Group;
  change: (group: Group) => void;
  remove?: () => void;
  said: DesignSaid;
  fields: ReturnType<typeof askables>;
  depth: number;
}

const DEEPEST = 4;

const GroupBox = ({ group, change, remove, said, fields, depth }: GroupBoxProps) => {
  const { mode, parts } = group;
  const box = useRef<HTMLDivElement>(null);
  const put = (at: number, node: Node | undefined) => {
    change({ mode, parts: node ? parts.with(at, node) : parts.toSpliced(at, 1) });
    if (!node) focusIn(box.current, '.condition-add button:first-child');
  };
  const add = (node: Node) => {
    change({ mode, parts: [...parts, node] });
    focusIn(box.current, '.comparison-field input');
  };
  return (
    <div className="condition" data-depth={depth} ref={box}>
      <div className="condition-mode">
        <Select
          size="sm"
          aria-label={words.mode}
          allowDeselect={false}
          value={mode}
          data={(Object.keys(words.modes) as Mode[]).map((value) => ({ value, label: words.modes[value] }))}
          onChange={(to) => to && change({ mode: to as Mode, parts })}
        />
        {remove && (
          <button type="button" className="icon-button" aria-label={words.remove_condition} onClick={remove}>
            <X />
          </button>
        )}
      </div>
      {parts.map((node, at) =>
        isGroup(node) ? (
          // parts have no names of their own and keep their order
          <GroupBox
            key={at}
            group={node}
            change={(next) => put(at, next)}
            remove={() => put(at, undefined)}
            said={said}
            fields={fields}
            depth={depth + 1}
          />
        ) : (
          <ComparisonRow
            key={at}
            comparison={node}
            change={(next) => put(at, next)}
            remove={() => put(at, undefined)}
            said={said}
            fields={fields}
          />
        ),
      )}
      <div className="condition-add">
        <button type="button" className="tool" onClick={() => add(blank(fields[0]?.items[0]))}>
          <Plus aria-hidden />
          {words.add_condition}
        </button>
        {depth < DEEPEST && (
          <button
            type="button"
            className="tool"
            onClick={() => add({ mode: mode === 'all' ? 'any' : 'all', parts: [blank(fields[0]?.items[0])] })}
          >
            <Plus aria-hidden />
            {words.add_condition_group}
          </button>
        )}
      </div>
    </div>
  );
};
