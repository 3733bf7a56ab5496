import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import type { ThingFacts } from '#kernel/access/roles/model.ts';
import { useWho } from '../me/me.ts';
import { type LaunchKind, mayStart, type Startee, useStartables } from './data.ts';

const sheetCode = async () => ({ default: (await import('./start-workflow.tsx')).StartWorkflow });
const StartWorkflow = lazy(sheetCode);

export interface Starting {
  /** Whether anything can be started on records of this kind at all (PE-31); no reason is shown in its place. */
  startable: boolean;
  /** The same for one record: Staff start on what is assigned to them (WF-70). */
  startableOn: (thing: ThingFacts) => boolean;
  /** Opens the picker for one record or many: from a row's menu, a page's button, a bulk bar. */
  start: (subjects: readonly Startee[]) => void;
  /** Stands once on the page that uses this. */
  sheet: ReactNode;
}

/**
 * The one door to starting workflows on records of a kind (WF-71 … WF-73, PE-31).
 * @example
 * const starting = useStartWorkflow('client');
 * const acts = starting.startable ? [{ id: 'start', label: 'Start workflow', key: 's', run: () => starting.start([row]) }] : [];
 * return <>…{starting.sheet}</>;
 */
export const useStartWorkflow = (as: LaunchKind): Starting => {
  const who = useWho();
  const may = mayStart(who, as) === null;
  const { data } = useStartables(as, may);
  const any = may && !!data?.items.length;
  // fetched beforehand, so that the picker opens at once
  useEffect(() => {
    if (any) void sheetCode();
  }, [any]);
  const [subjects, setSubjects] = useState<readonly Startee[]>();
  const start = useCallback((chosen: readonly Startee[]) => setSubjects(chosen.length ? chosen : undefined), []);
  return {
    startable: any,
    startableOn: (thing) => any && mayStart(who, as, thing) === null,
    start,
    sheet: subjects && (
      <Suspense fallback={null}>
        <StartWorkflow as={as} subjects={subjects} close={() => setSubjects(undefined)} />
      </Suspense>
    ),
  };
};
