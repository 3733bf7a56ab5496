import { Settings2 } from 'lucide-react';
import { type RefObject, useMemo, useRef, useState } from 'react';
import type { Content } from '#workflows/definitions/content.ts';
import { AddStep } from './add-step.tsx';
import { moveStep, type Section, sectionsOf } from './edits.ts';
import { GroupHead } from './group-head.tsx';
import { lanesOf } from './lanes.ts';
import { ABOUT, isNarrow } from './place.ts';
import { NO_FACTS, type StepFacts } from './step-facts.ts';
import { type RowActs, StepRow } from './step-row.tsx';
import { useDrag } from './use-drag.ts';
import { useTakeOut } from './use-take-out.ts';
import { words } from './words.ts';
import './step-list.css';

interface StepListProps {
  content: Content;
  facts: ReadonlyMap<string, StepFacts>;
  open: string;
  select: (key: string | undefined) => void;
  change: (edit: (content: Content) => Content) => void;
  panel: RefObject<HTMLElement | null>;
}

/** The steps by group. Moved by dragging or with Alt and an arrow; typed one after the other at the foot of a group. */
export const StepList = (props: StepListProps) => {
  const { content, facts, open, select, change } = props;
  const list = useRef<HTMLDivElement>(null);
  const [adding, setAdding] = useState<number>();
  const [moved, setMoved] = useState('');
  const drag = useDrag(list, content, change);
  const acts = useRowActs({ ...props, list, say: setMoved, drag: drag.begin });
  const sections = sectionsOf(content.steps);
  const lanes = lanesOf(content.steps);
  const stop = Math.max(
    0,
    content.steps.findIndex(({ key }) => key === open),
  );
  const last = sections.length - 1;
  const end = (section: Section) => section.from + section.steps.length - 1;
  const adder = (after: number) => (
    <AddStep
      after={after}
      change={change}
      select={select}
      first={content.steps.length === 0}
      called={adding !== undefined}
    />
  );
  return (
    <nav className="editor-list scrolls" aria-label={words.steps} ref={list}>
      <AboutRow current={(!open && !isNarrow()) || open === ABOUT} select={select} />
      {sections.map((section, at) => (
        <div key={section.from} className="step-group">
          {(section.group || sections.length > 1) && (
            <GroupHead section={section} change={change} add={() => setAdding(at)} />
          )}
          <ol className="step-rows" aria-label={section.group || words.without_group}>
            {section.steps.map(({ key, title, kind }, i) => (
              <StepRow
                key={key}
                stepKey={key}
                title={title}
                kind={kind}
                lane={lanes[section.from + i]?.lane ?? 0}
                forks={lanes[section.from + i]?.forks ?? false}
                current={key === open}
                tabbed={section.from + i === stop}
                dragged={drag.key === key}
                drop={drag.drop?.key === key ? drag.drop.side : undefined}
                acts={acts}
                {...(facts.get(key) ?? NO_FACTS)}
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

interface RowActsOptions extends StepListProps {
  list: RefObject<HTMLElement | null>;
  /** Tells those who listen where a step went. */
  say: (sentence: string) => void;
  drag: RowActs['drag'];
}

/** What rows do: always the newest, behind an object that never changes. */
const useRowActs = (options: RowActsOptions): RowActs => {
  const takeOut = useTakeOut(options.change, options.select);
  const now = useRef({ ...options, takeOut });
  now.current = { ...options, takeOut };
  return useMemo(() => {
    const focus = (key: string | undefined) =>
      key && now.current.list.current?.querySelector<HTMLElement>(`[data-step="${key}"] .step-row`)?.focus();
    const move = (key: string, by: -1 | 1) =>
      now.current.change((held) => {
        const next = moveStep(held, key, by);
        const at = next.steps.findIndex((step) => step.key === key);
        const { title = '', group = '' } = next.steps[at] ?? {};
        now.current.say(words.moved(title, at + 1, next.steps.length, group));
        requestAnimationFrame(() => focus(key));
        return next;
      });
    const onKey = (event: React.KeyboardEvent, key: string) => {
      const { content, select, panel } = now.current;
      const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
      const index = content.steps.findIndex((step) => step.key === key);
      if (by && event.altKey) move(key, by);
      else if (by) focus(content.steps[index + by]?.key);
      else if (event.key === 'Delete') {
        now.current.takeOut(content, key);
        requestAnimationFrame(() => focus((content.steps[index + 1] ?? content.steps[index - 1])?.key));
      } else if (event.key === 'Enter') {
        select(key);
        requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('textarea, input')?.focus());
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
    return {
      open: (key) => now.current.select(key),
      key: onKey,
      drag: (event, key) => now.current.drag(event, key),
    };
  }, []);
};

const AboutRow = ({ current, select }: { current: boolean; select: (key: string) => void }) => (
  <button type="button" className="about-row" aria-current={current ? 'true' : undefined} onClick={() => select(ABOUT)}>
    <Settings2 />
    <span>
      {words.about}
      <span className="step-sub">{words.about_short}</span>
    </span>
  </button>
);
