import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { innerMarks } from '#ground/text.ts';
import { Kbd } from './kbd.tsx';
import { useKeys } from './keys.ts';
import { useRemembered } from './remember.ts';
import { words } from './words.ts';
import './why.css';

/** The sentences that answer one question: «When», «Who». */
export interface WhyGroup {
  label: string;
  lines: readonly WhyLine[];
}

interface WhyLine {
  says: string;
  /** The value or time that decided. */
  saw?: ReactNode;
  /** Whether what was asked let it happen; without it the line is a statement. */
  lets?: boolean;
}

export const WHY_KEY = 'w';

/** Set between a press of `w` on a row and the panel's coming into being. */
let asked = false;

/** Opens the panel of whatever is shown next beside a list, and brings it into view. */
export const useAskWhy = (): (() => void) => {
  const [, setOpen] = useWhyOpen();
  return () => {
    asked = true;
    setOpen(true);
  };
};

/** Whether members want to see why beside a thing; it stays as they left it. */
const useWhyOpen = () => useRemembered('why.open', false);

/**
 * Why a thing stands as it does, opened by a press or by `w` (PL-190).
 * @example <WhyPanel groups={[{ label: 'When', lines: [{ says: 'Due 2 days after the start', saw: 'Tue 24 Nov 2026' }] }]} />
 */
export const WhyPanel = ({ groups }: { groups: readonly WhyGroup[] }) => {
  const [open, setOpen] = useWhyOpen();
  const body = useId();
  const section = useRef<HTMLElement>(null);
  const toggle = () => {
    asked = !open;
    setOpen(!open);
  };
  useEffect(() => {
    if (open && asked) section.current?.scrollIntoView({ block: 'start' });
    asked = false;
  }, [open]);
  useKeys([{ key: WHY_KEY, label: words.why, run: toggle }]);
  if (!groups.length) return null;
  return (
    <section className="why" ref={section} aria-label={words.why}>
      <h3>
        <button type="button" className="why-toggle" aria-expanded={open} aria-controls={body} onClick={toggle}>
          <ChevronRight aria-hidden /> {words.why}
          <Kbd>{WHY_KEY}</Kbd>
        </button>
      </h3>
      <div id={body} hidden={!open}>
        {open && <WhyLines groups={groups} />}
      </div>
    </section>
  );
};

/** The same sentences where they are what the place is for. */
export const WhyLines = ({ groups }: { groups: readonly WhyGroup[] }) => (
  <dl className="why-groups">
    {groups.map(({ label, lines }) => (
      <div key={label} className="why-group">
        <dt>{label}</dt>
        {lines.map(({ says, saw, lets }, at) => (
          // the sentences of a question keep their order
          <dd key={at} data-lets={lets}>
            {lets !== undefined && <span className="why-mark">{lets ? words.why_yes : words.why_no}</span>}
            <span>
              {innerMarks(says)}
              {saw && <span className="why-saw">{saw}</span>}
            </span>
          </dd>
        ))}
      </div>
    ))}
  </dl>
);
