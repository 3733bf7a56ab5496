import { useParams } from '@tanstack/react-router';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { ITEMS, type ItemDetail, itemPage, numbered } from '../inbox/data.ts';
import { words as inbox } from '../inbox/words.ts';
import { Approval } from './approval.tsx';
import { DOCUMENTS, type DocumentDetail } from './data.ts';
import { words } from './words.ts';
import './documents.css';

/** `/inbox/$number/preview`: the e-mail beside the document, and the decision (inbox.md 4). */
export default function PreviewPage() {
  const { number = '' } = useParams({ strict: false });
  const { data: item, error, refetch } = useThing<ItemDetail>(`${ITEMS}/by-number/${number}`);
  if (error && !item) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!item) return <PageSkeleton />;
  return (
    <>
      <Place
        title={words.preview(item.number)}
        parent={{ label: `${words.inbox} ${numbered(item.number)}`, to: itemPage(item.number) }}
      />
      {item.document_id && !item.document_removed ? (
        <WithDocument item={item} document_id={item.document_id} />
      ) : (
        <div className="approval">
          <p className="quiet">{item.document_removed ? inbox.document_removed : words.no_document}</p>
        </div>
      )}
    </>
  );
}

const WithDocument = ({ item, document_id }: { item: ItemDetail; document_id: string }) => {
  const { data, error, refetch } = useThing<DocumentDetail>(`${DOCUMENTS}/${document_id}`);
  if (error && !data) return <ErrorState fault={error} retry={() => void refetch()} />;
  return data ? <Approval item={item} document={data} /> : <PageSkeleton />;
};
