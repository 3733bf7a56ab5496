import { type Hue, type Shape, StateMark } from '#kernel/ui/state-mark.tsx';
import type { Check } from './data.ts';
import { words } from './words.ts';

const MARKS = {
  good: ['tick', 'green'],
  bad: ['cross', 'red'],
  unsure: ['question', 'grey'],
} as const satisfies Record<string, readonly [Shape, Hue]>;

/** What a check found, each with what to do about it (ME-78). */
export const Findings = ({ check: { ok, findings } }: { check: Check }) => (
  <>
    <h3>{words.found(ok)}</h3>
    <ul className="findings">
      {findings.map(({ what, is, found, to_do }) => (
        <li key={what} className="finding">
          <StateMark shape={MARKS[is][0]} hue={MARKS[is][1]} />
          <span className="unseen">{words.marks[is]}: </span>
          <b>{words.whats[what]}</b>
          <span className="finding-said">
            {found}
            {to_do && <span className="quiet">{to_do}</span>}
          </span>
        </li>
      ))}
    </ul>
  </>
);
