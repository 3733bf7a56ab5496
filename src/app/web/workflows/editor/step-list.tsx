import { Settings2 } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import type { Content } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';
import { AddStep } from './add-step.tsx';
import { moveStep, type Section, sectionsOf } from './edits.ts';
import type { Placed } from './findings.ts';
import { GroupHead } from './group-head.tsx';
import { lanesOf } from './lanes.ts';
import { ABOUT, isNarrow } from './place.ts';
import { StepRow } from './step-row.tsx';
import { useDrag } from './use-drag.ts';
import { useTakeOut } from './use-take-out.ts';
import { words } from './words.ts';
import './step-list.css';

interface StepListProps {
  said: DesignSaid;
  findings: readonly Placed[];
  open: string;
  select: (key: string | undefined) => void;
  change: (edit: (content: Content) => Content) => void;
  panel: RefObject<HTMLElement | null>;
}

/** The steps by group. Moved by dragging or with Alt and an arrow; typed one after the other at the foot of a group. */
export const StepList = ({ said, findings, open, select, change, panel }: StepListProps) => {
  const { content } = said;
  const list = useRef<HTMLDivElement>(null);
  const [adding, setAdding] = useState<number>();
  const [moved, setMoved] = useState('');
  const drag = useDrag(list, content, change);
  const takeOut = useTakeOut(change, select);
  const sections = sectionsOf(content.steps);
  const lanes = lanesOf(content.steps);
  const stop = Math.max(
    0,
    content.steps.findIndex(({ key }) => key === open),
  );
  const focus = (key: string | undefined) =>
    key && list.current?.querySelector<HTMLElement>(`[data-step="${key}"] .step-row`)?.focus();
  const move = (key: string, by: -1 | 1) =>
    change((now) => {
      const next = moveStep(now, key, by);
      const at = next.steps.findIndex((step) => step.key === key);
      const { title = '', group = '' } = next.steps[at] ?? {};
      setMoved(words.moved(title, at + 1, next.steps.length, group));
      requestAnimationFrame(() => focus(key));
      return next;
    });
  const onKey = (event: React.KeyboardEvent, key: string, index: number) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by && event.altKey) move(key, by);
    else if (by) focus(content.steps[index + by]?.key);
    else if (event.key === 'Delete') takeOut(said.content, key);
    else if (event.key === 'Enter') {
      select(key);
      requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('textarea, input')?.focus());
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const last = sections.length - 1;
  const end = (section: Section) => section.from + section.steps.length - 1;
  const adder = (after: number) => (
    <AddStep
      content={content}
      after={after}
      change={change}
      select={select}
      first={content.steps.length === 0}
      called={adding !== undefined}
    />
  );
  return (
    <nav className="editor-list scrolls" aria-label={words.steps} ref={list}>
      <button
        type="button"
        className="about-row"
        aria-current={(!open && !isNarrow()) || open === ABOUT ? 'true' : undefined}
        onClick={() => select(ABOUT)}
      >
        <Settings2 />
        <span>
          {words.about}
          <span className="step-sub">{words.about_short}</span>
        </span>
      </button>
      {sections.map((section, at) => (
        <div key={section.from} className="step-group">
          {(section.group || sections.length > 1) && (
            <GroupHead section={section} change={change} add={() => setAdding(at)} />
          )}
          <ol className="step-rows" aria-label={section.group || words.without_group}>
            {section.steps.map((step, i) => (
              <StepRow
                key={step.key}
                step={step}
                said={said}
                lane={lanes[section.from + i] ?? MAIN}
                findings={findings.filter(({ step_key }) => step_key === step.key)}
                current={step.key === open}
                tabbed={section.from + i === stop}
                drag={drag}
                onClick={() => select(step.key)}
                onKeyDown={(event) => onKey(event, step.key, section.from + i)}
              />
            ))}
          </ol>
          {at === Math.min(adding ?? last, last) && adder(end(section))}
        </div>
      ))}
      {content.steps.length === 0 && adder(-1)}
      <p className="unseen" role="status">
        {moved}
      </p>
    </nav>
  );
};

const MAIN = { lane: 0, forks: false } as const;
