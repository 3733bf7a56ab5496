import { GitBranch, GripVertical, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { Step } from '#workflows/definitions/content.ts';
import { STEP_ICONS } from '../step-icon.tsx';
import type { Placed } from './findings.ts';
import type { Lane } from './lanes.ts';
import type { StepFacts } from './step-facts.ts';
import { words } from './words.ts';

/** What rows do, the same object for all of them and for ever, so that a row is drawn again only when it changes. */
export interface RowActs {
  open: (key: string) => void;
  key: (event: React.KeyboardEvent, key: string) => void;
  drag: (event: React.PointerEvent, key: string) => void;
}

interface StepRowProps extends StepFacts {
  stepKey: string;
  title: string;
  kind: Step['kind'];
  lane: Lane['lane'];
  forks: boolean;
  current: boolean;
  /** The one stop of the whole list for Tab. */
  tabbed: boolean;
  dragged: boolean;
  drop: 'before' | 'after' | undefined;
  acts: RowActs;
}

/** A step in the list: its dot on the upright run line, what, who and by when. */
export const StepRow = memo((props: StepRowProps) => {
  const { stepKey, title, kind, lane, forks, sub, only_if, errors, warnings, current, tabbed, dragged, drop, acts } =
    props;
  return (
    <li
      className="step-item"
      data-step={stepKey}
      data-current={current || undefined}
      data-dragged={dragged || undefined}
      data-drop={drop}
    >
      <Rail lane={lane} forks={forks} kind={kind} />
      <button
        type="button"
        className="step-row"
        data-lane={lane}
        aria-current={current ? 'true' : undefined}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
        tabIndex={tabbed ? 0 : -1}
        onClick={() => acts.open(stepKey)}
        onKeyDown={(event) => acts.key(event, stepKey)}
      >
        <span className="step-title cut">{title || words.title}</span>
        <span className="step-sub cut">{sub}</span>
      </button>
      <span className="step-marks">
        {only_if && (
          <span title={only_if}>
            <GitBranch aria-hidden />
            <span className="unseen">{words.conditional}</span>
          </span>
        )}
        {errors > 0 && <Mark level="error" words={words.errors(errors)} />}
        {errors === 0 && warnings > 0 && <Mark level="warning" words={words.warnings(warnings)} />}
      </span>
      <span className="step-grip" aria-hidden onPointerDown={(event) => acts.drag(event, stepKey)}>
        <GripVertical />
      </span>
    </li>
  );
});

const Mark = ({ level, words: said }: { level: Placed['level']; words: string }) => (
  <span className="step-mark" data-level={level} title={said}>
    <TriangleAlert aria-hidden />
    <span className="unseen">{said}</span>
  </span>
);

/** The upright run line beside the rows. */
const Rail = ({ lane, forks, kind }: Pick<StepRowProps, 'lane' | 'forks' | 'kind'>) => {
  const Sign = STEP_ICONS[kind];
  return (
    <span className="rail-line" data-lane={lane} data-forks={forks || undefined} aria-hidden>
      <span className="rail-dot">
        <Sign />
      </span>
    </span>
  );
};
