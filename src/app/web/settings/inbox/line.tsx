import type { ReactNode } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';

interface LineProps {
  name: ReactNode;
  /** What is known of it, in spans. */
  facts?: ReactNode;
  /** Its menu or button. */
  acts?: ReactNode;
  /** Below both, over the whole width. */
  children?: ReactNode;
}

/** A line of a list in these settings. */
export const Line = ({ name, facts, acts, children }: LineProps) => (
  <li className="intake-row">
    <span className="intake-address">{name}</span>
    {facts && <span className="intake-facts">{facts}</span>}
    {acts && <span className="intake-acts">{acts}</span>}
    {children}
  </li>
);

interface ListPageProps<Row> {
  asked: { data: { items: readonly Row[] } | undefined; error: unknown; refetch: () => unknown };
  /** What these are for, above them. */
  text: string;
  /** Where there are none yet. */
  none: { title: string; text: string; acts: readonly Act[] };
  /** Their order counts. */
  ordered?: boolean;
  line: (row: Row, at: number) => ReactNode;
}

/** What stands on a page that is one list, whether it is there, on its way, empty or not to be had. */
export const ListPage = <Row,>({ asked: { data, error, refetch }, text, none, ordered, line }: ListPageProps<Row>) => {
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLine width="64%" />;
  if (!data.items.length) return <EmptyState {...none} />;
  const List = ordered ? 'ol' : 'ul';
  return (
    <section>
      <p className="inbox-settings-lead">{text}</p>
      <List className="intake">{data.items.map(line)}</List>
    </section>
  );
};
