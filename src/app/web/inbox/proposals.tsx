import { Check, CheckCheck, X } from 'lucide-react';
import type { Proposal } from '#inbox/proposals/model.ts';
import { ActButton } from '#kernel/ui/act-button.tsx';
import { api } from '#kernel/ui/client.ts';
import { Day } from '#kernel/ui/day.tsx';
import { Go } from '#kernel/ui/go.tsx';
import { hint } from '#kernel/ui/hint.tsx';
import { useKeys } from '#kernel/ui/keys.ts';
import { changeThing, useThing } from '#kernel/ui/query.ts';
import { type Acted, ITEMS, type ItemDetail, itemPage, numbered, useItemAct } from './data.ts';
import { words } from './proposal-words.ts';
import './proposals.css';

/** What is proposed for an item that nobody has settled, each with its reason; nothing is set before it is accepted (IN-63, IN-182). */
export const Proposals = ({ item }: { item: ItemDetail }) => {
  const wanted = item.status === 'outstanding' && !item.deleted && !item.document_id;
  const { data } = useThing<{ items: Proposal[] }>(`${ITEMS}/${item.id}/proposals`, {}, { enabled: wanted });
  return wanted && data?.items.length ? <Strip item={item} proposals={data.items} /> : null;
};

const Strip = ({ item, proposals }: { item: ItemDetail; proposals: readonly Proposal[] }) => {
  const act = useItemAct();
  const n = numbered(item.number);
  const send = (what: string, body: object) =>
    api.post<Acted>(`${ITEMS}/${item.id}/proposals/${what}`, body, { version: item.version });
  /** What was accepted goes at once, so that the next key does not accept it again. */
  const accept = (keys: readonly string[]) =>
    act(
      item,
      async () => {
        const acted = await send('acceptance', { keys });
        changeThing<{ items: Proposal[] }>(`${ITEMS}/${item.id}/proposals`, ({ items }) => ({
          items: items.filter(({ key }) => !keys.includes(key)),
        }));
        return acted;
      },
      { sentence: () => words.accepted(n, keys.length) },
    );
  /** Of what is left more may be clear by then: that is asked. */
  const reject = ({ key }: Proposal) =>
    act(item, () => send('rejection', { key }), { sentence: () => words.rejected(n) });
  const clear = proposals.filter(({ in_all }) => in_all).map(({ key }) => key);
  const all = { id: 'accept', label: words.accept_all, icon: <CheckCheck />, key: 'A', run: () => accept(clear) };
  const may = item.may.update;
  useKeys(may && clear.length ? [{ key: all.key, label: all.label, run: () => void all.run() }] : []);
  return (
    <section className="proposals" aria-label={words.title}>
      <header>
        <h2>{words.title}</h2>
        {may && clear.length > 0 && <ActButton act={all} quiet />}
      </header>
      <ul>
        {proposals.map((one) => (
          <li key={one.key}>
            <span className="caption proposal-kind">{words.kinds[one.kind]}</span>
            <span className="proposal-what">
              <Value proposal={one} />
              <span className="caption">{one.because}</span>
            </span>
            {may && (
              <span className="proposal-acts">
                <Press label={words.accept(named(one))} icon={<Check />} run={() => accept([one.key])} />
                <Press label={words.reject(named(one))} icon={<X />} run={() => reject(one)} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

const named = ({ number, says }: Proposal): string => (number === null ? says : `#${number}`);

const Value = ({ proposal: { kind, number, says } }: { proposal: Proposal }) => {
  if (kind === 'due_on') return <Day date={says} />;
  if (number === null) return <span>{says}</span>;
  return (
    <Go className="link" to={itemPage(number)}>
      #{number} {says}
    </Go>
  );
};

const Press = ({ label, icon, run }: { label: string; icon: React.ReactNode; run: () => unknown }) => (
  <button type="button" className="icon-button" aria-label={label} onClick={() => void run()} {...hint(label)}>
    {icon}
  </button>
);
