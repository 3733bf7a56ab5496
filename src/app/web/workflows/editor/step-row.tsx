import { GitBranch, GripVertical, SquareCheck, TriangleAlert, Zap } from 'lucide-react';
import type { Step } from '#workflows/definitions/content.ts';
import type { DesignSaid } from '../design-view.tsx';
import { sayCondition } from '../say/condition.ts';
import { sayStep } from '../say/step.ts';
import { capital } from '../say/who.ts';
import type { Placed } from './findings.ts';
import type { Lane } from './lanes.ts';
import type { Drag } from './use-drag.ts';
import { words } from './words.ts';

interface StepRowProps {
  step: Step;
  said: DesignSaid;
  lane: Lane;
  findings: readonly Placed[];
  current: boolean;
  /** The one stop of the whole list for Tab. */
  tabbed: boolean;
  drag: Drag;
  onClick: () => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
}

/** A step in the list: its dot on the upright run line, what, who and by when. */
export const StepRow = (props: StepRowProps) => {
  const { step, said, lane, findings, current, tabbed, drag } = props;
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  return (
    <li
      className="step-item"
      data-step={step.key}
      data-current={current || undefined}
      data-dragged={drag.key === step.key || undefined}
      data-drop={drag.drop?.key === step.key ? drag.drop.side : undefined}
    >
      <Rail lane={lane} kind={step.kind} />
      <button
        type="button"
        className="step-row"
        data-lane={lane.lane}
        aria-current={current ? 'true' : undefined}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
        tabIndex={tabbed ? 0 : -1}
        onClick={props.onClick}
        onKeyDown={props.onKeyDown}
      >
        <span className="step-title cut">{step.title || words.title}</span>
        <span className="step-sub cut">{sayStep(step, said)}</span>
      </button>
      <span className="step-marks">
        {step.only_if && (
          <span title={capital(sayCondition(step.only_if, said))}>
            <GitBranch aria-hidden />
            <span className="unseen">{words.conditional}</span>
          </span>
        )}
        {errors > 0 && <Mark level="error" words={words.errors(errors)} />}
        {errors === 0 && warnings > 0 && <Mark level="warning" words={words.warnings(warnings)} />}
      </span>
      <span className="step-grip" aria-hidden onPointerDown={(event) => drag.begin(event, step.key)}>
        <GripVertical />
      </span>
    </li>
  );
};

const Mark = ({ level, words: said }: { level: Placed['level']; words: string }) => (
  <span className="step-mark" data-level={level} title={said}>
    <TriangleAlert aria-hidden />
    <span className="unseen">{said}</span>
  </span>
);

/** The upright run line beside the rows. */
const Rail = ({ lane, kind }: { lane: Lane; kind: Step['kind'] }) => {
  const Sign = kind === 'task' ? SquareCheck : Zap;
  return (
    <span className="rail-line" data-lane={lane.lane} data-forks={lane.forks || undefined} aria-hidden>
      <span className="rail-dot">
        <Sign />
      </span>
    </span>
  );
};
