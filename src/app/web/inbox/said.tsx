import type { ItemDetail } from './data.ts';
import { Mails } from './mail.tsx';
import { words } from './words.ts';

/** What an item says: its mail, and what members wrote as its details. */
export const Said = ({ item }: { item: Pick<ItemDetail, 'id' | 'details' | 'source'> }) => (
  <>
    {item.details && <p className="item-details">{item.details}</p>}
    {item.source ? <Mails item={item} /> : !item.details && <p className="quiet">{words.no_details}</p>}
  </>
);
