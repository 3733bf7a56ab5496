import { SkeletonLine } from '../skeleton.tsx';
import { words } from '../words.ts';
import { type Column, widthOf } from './model.ts';
import './rows.css';

const LINES = Array.from({ length: 12 }, (_, at) => `${34 + ((at * 37) % 40)}%`);

/** Rows that are coming, in the shape they will have. */
export const RowsSkeleton = <Row,>({ columns, narrow }: { columns: readonly Column<Row>[]; narrow: boolean }) => (
  <div className="rows-skeleton" role="status" aria-label={words.loading}>
    {LINES.map((width, at) => (
      // they are all alike
      <div key={at} className={narrow ? 'skeleton-card' : 'skeleton-row'}>
        <SkeletonLine width={width} />
        {!narrow &&
          columns.slice(1).map((c) => (
            <span key={c.id} style={{ width: widthOf(c), flex: 'none' }}>
              <SkeletonLine width="55%" />
            </span>
          ))}
        {narrow && <SkeletonLine width="50%" />}
      </div>
    ))}
  </div>
);
