import { type ItemDetail, numbered, sends, useItemAct } from './data.ts';
import { words as mail } from './mail-words.ts';
import { words } from './words.ts';

/** Several have the sender's address: nothing is set until somebody says who it is (IN-67). */
export const Proposals = ({ item }: { item: ItemDetail }) => {
  const act = useItemAct();
  const set = (client_id: string) =>
    act(item, () => sends.change(item, { client_id }), { sentence: () => words.told.client(numbered(item.number)) });
  return (
    <>
      <span className="caption item-line">{mail.may_be}</span>
      {item.sender_clients.map(({ id, name }) =>
        item.may.update ? (
          <button key={id} type="button" className="link item-line proposal" onClick={() => void set(id)}>
            {mail.set_client(name)}
          </button>
        ) : (
          <span key={id} className="item-line">
            {name}
          </span>
        ),
      )}
    </>
  );
};
