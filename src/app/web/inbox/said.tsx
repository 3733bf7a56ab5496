import { FileText } from 'lucide-react';
import { Go } from '#kernel/ui/go.tsx';
import { AnswerSaid } from './answer.tsx';
import { type ItemDetail, itemPage } from './data.ts';
import { Mails } from './mail.tsx';
import { words } from './words.ts';

type Saying = Pick<
  ItemDetail,
  'id' | 'number' | 'details' | 'source' | 'form_answer_id' | 'document_id' | 'document_removed'
>;

/** What an item says: its document, its mail, and what members wrote as its details. */
export const Said = ({ item }: { item: Saying }) => (
  <>
    {item.document_id && !item.document_removed && (
      <Go className="link item-document" to={`${itemPage(item.number)}/preview`}>
        <FileText aria-hidden />
        {words.look_at_document}
      </Go>
    )}
    {item.details && <p className="item-details">{item.details}</p>}
    {item.form_answer_id && <AnswerSaid id={item.form_answer_id} />}
    <Mails
      item={item}
      none={
        item.details || item.form_answer_id || item.source || item.document_id ? null : (
          <p className="quiet">{words.no_details}</p>
        )
      }
    />
  </>
);
