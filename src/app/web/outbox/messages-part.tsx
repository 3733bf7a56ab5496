import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { useHasPage } from '../home/places.ts';
import { Leaves, MessageChip } from './columns.tsx';
import { MESSAGES, type MessageRow, messagePage } from './data.ts';
import { words } from './words.ts';
import './outbox.css';

/** How many of them are shown: the newest. */
const SHOWN = 5;

/** The newest messages of a run or to a client, each leading to its page; nothing where there are none. */
export const MessagesPart = ({ about }: { about: { run: string } | { client: string } }) => {
  const sees = useHasPage()('/outbox');
  const query = { ...about, sort: '-leaves_at', limit: SHOWN };
  const { data } = useThing<{ items: MessageRow[] }>(MESSAGES, query, { enabled: sees });
  if (!data?.items.length) return null;
  return (
    <section className="overview-part">
      <h2>{words.messages}</h2>
      <ul className="message-lines">
        {data.items.map((one) => (
          <li key={one.id} className="message-line">
            <Go to={messagePage(one.id)} className="link cut">
              {one.title}
            </Go>
            <span className="quiet cut">{one.to_name || one.to_address}</span>
            <MessageChip message={one} />
            <span className="quiet">
              <Leaves message={one} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
