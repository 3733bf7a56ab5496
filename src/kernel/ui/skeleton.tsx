import { words } from './words.ts';
import './small.css';

const WIDTHS = ['62%', '84%', '48%', '74%', '56%'];

/** A grey line where a word will stand. */
export const SkeletonLine = ({ width = '60%' }: { width?: string }) => (
  <span className="skeleton" style={{ width }} aria-hidden />
);

/** A page that is coming: heading and lines. @example <Suspense fallback={<PageSkeleton />}> */
export const PageSkeleton = () => (
  <div
    style={{ padding: '24px var(--gutter)', display: 'grid', gap: 18, maxWidth: 760 }}
    role="status"
    aria-label={words.loading}
  >
    <SkeletonLine width="34%" />
    {WIDTHS.map((width) => (
      <SkeletonLine key={width} width={width} />
    ))}
  </div>
);
