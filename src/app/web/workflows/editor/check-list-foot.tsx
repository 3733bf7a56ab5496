import { ChevronUp, CircleCheck, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { Step } from '#workflows/definitions/content.ts';
import type { Placed } from './findings.ts';
import { words } from './words.ts';
import './check-list.css';

interface FootProps {
  findings: readonly Placed[];
  steps: readonly Step[];
  jump: (finding: Placed) => void;
}

/** The check list at the foot, always live (WF-13): closed it counts, open each line leads to its place. */
export const CheckListFoot = ({ findings, steps, jump }: FootProps) => {
  const [open, setOpen] = useState(false);
  const list = useId();
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  const some = findings.length > 0;
  const titleOf = (key: string | undefined) => steps.find((step) => step.key === key)?.title;
  return (
    <section className="check" aria-label={words.check_list}>
      {open && some && (
        <ul className="check-lines" id={list}>
          {findings.map((finding, at) => (
            // a step may be told the same thing twice
            <li key={`${finding.step_key}${finding.code}${at}`}>
              <button type="button" className="check-line" onClick={() => jump(finding)}>
                <span className="step-mark" data-level={finding.level}>
                  <TriangleAlert aria-hidden />
                  <span className="unseen">{(finding.level === 'error' ? words.errors : words.warnings)(1)}:</span>
                </span>
                <span>{finding.sentence}</span>
                {!titleOf(finding.step_key) && <span className="caption check-whole">{words.of_whole}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <button
        type="button"
        className="check-sum"
        aria-expanded={some ? open : undefined}
        aria-controls={some && open ? list : undefined}
        onClick={() => some && setOpen(!open)}
      >
        {!some && (
          <span className="check-part" data-level="ready">
            <CircleCheck aria-hidden />
            {words.ready}
          </span>
        )}
        {errors > 0 && (
          <span className="check-part" data-level="error">
            <TriangleAlert aria-hidden />
            {words.errors(errors)}
          </span>
        )}
        {warnings > 0 && (
          <span className="check-part" data-level="warning">
            <TriangleAlert aria-hidden />
            {words.warnings(warnings)}
          </span>
        )}
        {some && !open && <span className="check-first cut">{findings[0]?.sentence}</span>}
        {some && <ChevronUp className="check-chevron" aria-label={open ? words.close_list : words.open_list} />}
      </button>
    </section>
  );
};
