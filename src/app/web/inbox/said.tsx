import { AnswerSaid } from './answer.tsx';
import type { ItemDetail } from './data.ts';
import { Mails } from './mail.tsx';
import { words } from './words.ts';

/** What an item says: its mail, and what members wrote as its details. */
export const Said = ({ item }: { item: Pick<ItemDetail, 'id' | 'details' | 'source' | 'form_answer_id'> }) => (
  <>
    {item.details && <p className="item-details">{item.details}</p>}
    {item.form_answer_id && <AnswerSaid id={item.form_answer_id} />}
    <Mails
      item={item}
      none={item.details || item.form_answer_id || item.source ? null : <p className="quiet">{words.no_details}</p>}
    />
  </>
);
