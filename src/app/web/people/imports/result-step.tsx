import { useEffect, useRef } from 'react';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { IMPORTS } from './data.ts';
import { type ImportDetail, takingBack, totals } from './facts.ts';
import { FileRows } from './rows.tsx';
import { words } from './words.ts';

/** How far the writing is, then what came of it, with each row and its record (PE-86, PE-91). */
export const ResultStep = ({ one }: { one: ImportDetail }) => {
  const head = useRef<HTMLHeadingElement>(null);
  const refresh = useRefresh();
  const { progress } = one;
  useEffect(() => head.current?.focus(), []);
  useEffect(() => {
    if (!progress)
      void refresh(`${IMPORTS}/${one.id}/rows`, '/prospects', '/clients', '/employees', '/events', '/counts');
  }, [refresh, one.id, progress === null, one.state]);
  if (progress) return <Progress one={one} progress={progress} />;
  return (
    <div className="import-preview">
      <div className="import-part">
        <h2 ref={head} tabIndex={-1}>
          {totals(one.kind, one.counts)}
        </h2>
      </div>
      <FileRows one={one} />
    </div>
  );
};

const Progress = ({ one, progress }: { one: ImportDetail; progress: NonNullable<ImportDetail['progress']> }) => {
  if (takingBack(one)) return <ProgressBar label={words.taking} value={progress.done} of={progress.of} />;
  if (one.all_or_nothing) return <ProgressBar label={words.writing_whole} />;
  return <ProgressBar label={words.writing} value={progress.done} of={progress.of} />;
};
