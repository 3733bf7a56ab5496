import type { VariantFault } from '#messages/templates/model.ts';
import { words } from './words.ts';

interface FaultsProps {
  faults: readonly VariantFault[];
  /** Says in which language, where there are several. */
  named: boolean;
}

/** What keeps the wording from being sent, each with its place (ME-11). */
export const Faults = ({ faults, named }: FaultsProps) => (
  <section className="faults" aria-live="polite" aria-label={words.faults(faults.length)}>
    {faults.length > 0 && (
      <>
        <h2>{words.faults(faults.length)}</h2>
        <ul>
          {faults.map((fault, at) => (
            <li key={at}>
              {fault.sentence}{' '}
              <span className="caption">
                {named && `${fault.locale}, `}
                {words.parts[fault.part]}, {words.at(fault.line, fault.column)}
              </span>
            </li>
          ))}
        </ul>
      </>
    )}
  </section>
);
