import type { Id } from '#ground/id.ts';
import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';
import { CADENCES, cadencePage, type SeriesRow } from './data.ts';
import { words } from './words.ts';
import './cadences.css';

const SHOWN = 3;

/** «Repeats: …»: the cadences in force of a workflow or a client; nothing where there are none. */
export const RepeatsLine = ({ of }: { of: { workflow: Id } | { client: Id } }) => {
  const { data } = useThing<{ items: SeriesRow[] }>(CADENCES, { ...of, state: 'open', limit: 50 });
  const items = data?.items ?? [];
  if (!items.length) return null;
  return (
    <section className="cadence-repeats">
      <h2>{words.repeats_line}</h2>
      <ul>
        {items.slice(0, SHOWN).map(({ id, name, sentence }) => (
          <li key={id}>
            <Go className="link" to={cadencePage(id)}>
              {name}
            </Go>{' '}
            <span className="quiet">{sentence}</span>
          </li>
        ))}
      </ul>
      {items.length > SHOWN && <p className="quiet">{words.repeats_more(items.length - SHOWN)}</p>}
    </section>
  );
};
