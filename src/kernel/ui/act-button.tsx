import { Button } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import type { Act } from './act.ts';
import { isRefusal, sentenceOf } from './client.ts';
import { useGo } from './go.tsx';
import { hint } from './hint.tsx';
import { toastRefusal } from './toast.tsx';
import { words } from './words.ts';
import './small.css';
import './thing-page.css';

/** Runs an act or follows its link. A thrown refusal is handed to `refused`, or said in a toast. */
export const useRunAct = (refused: (fault: unknown) => void = toastRefusal) => {
  const go = useGo();
  return async (act: Act): Promise<void> => {
    if (act.why_not) return;
    if (act.to) return go(act.to);
    try {
      await act.run?.();
    } catch (fault) {
      if (!isRefusal(fault)) console.error(fault);
      refused(fault);
    }
  };
};

/** A button from an act: dead ones stay in the tab order and say why (WF-190). @example <ActButton act={start} /> */
export const ActButton = ({
  act,
  quiet,
  refused,
}: {
  act: Act;
  quiet?: boolean;
  refused?: (fault: unknown) => void;
}) => {
  const run = useRunAct(refused);
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await run(act);
    setBusy(false);
  };
  const why = useId();
  return (
    <>
      <Button
        variant={act.main ? 'filled' : quiet ? 'subtle' : 'default'}
        {...(act.main ? {} : { color: act.danger ? 'red' : 'gray' })}
        className="act"
        data-danger={(act.danger && !act.main) || undefined}
        leftSection={act.icon}
        aria-disabled={act.why_not ? true : undefined}
        aria-describedby={act.why_not ? why : undefined}
        aria-keyshortcuts={act.key}
        data-busy={busy || undefined}
        onClick={() => void press()}
        {...hint(act.why_not ?? (act.key ? words.key_of(act.label, act.key) : undefined))}
      >
        {act.label}
      </Button>
      {act.why_not && (
        <span id={why} className="unseen">
          {act.why_not}
        </span>
      )}
    </>
  );
};

/** Acts in a row; a refused one says its sentence right beneath (look.md, pattern 3). @example <ActBar acts={acts} /> */
export const ActBar = ({ acts, children }: { acts: readonly Act[]; children?: ReactNode }) => {
  const [fault, setFault] = useState<unknown>();
  return (
    <div className="actbar">
      {acts.map((act) => (
        <ActButton key={act.id} act={act} refused={setFault} />
      ))}
      {children}
      {fault !== undefined && (
        <p className="refusal" role="alert">
          {sentenceOf(fault)}
        </p>
      )}
    </div>
  );
};
