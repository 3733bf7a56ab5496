import { ErrorState } from '#kernel/ui/error-state.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import { ITEMS, type ItemDetail, type ItemRow } from './data.ts';
import { factsOf, Standing } from './facts.tsx';
import { Notes } from './notes.tsx';
import { Proposals } from './proposals.tsx';
import { Said } from './said.tsx';
import '../people/record/record.css';

/** An item beside the list: what it says, what is known of it, and the notes. */
export const ItemPeek = ({ row }: { row: ItemRow }) => {
  const { data, error, refetch } = useThing<ItemDetail>(`${ITEMS}/${row.id}`);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLine width="82%" />;
  return (
    <div className="peek-stack">
      <Standing item={data} />
      <Proposals item={data} />
      <Said item={data} />
      <Facts facts={factsOf(data)} />
      <Notes item={data} />
    </div>
  );
};
