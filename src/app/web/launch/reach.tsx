import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Id } from '#ground/id.ts';
import { api } from '#kernel/ui/client.ts';
import type { LaunchReach } from '#workflows/launch/reach.ts';
import { LastLeaves } from '../outbox/last-leaves.tsx';
import type { Startee } from './data.ts';
import { words } from './words.ts';
import './launch.css';

/** What starting on each came to, with nothing written. */
export interface Tried {
  done: number;
  refused: number;
  rows: { id: Id; ok: boolean; because?: string }[];
}

interface ReachProps {
  body: object;
  tried: Tried;
  subjects: readonly Startee[];
}

const PATH = '/launches/reach';
/** So many are looked at; of a larger start the first of them. */
const LOOKED_AT = 5_000;

/** Of whom a start would reach nobody, and how long its messages take to leave, before it is started (ME-34, ME-125). */
export const Reach = ({ body, tried, subjects }: ReachProps) => {
  const all = tried.rows.flatMap(({ id, ok }) => (ok ? [id] : []));
  const ids = all.slice(0, LOOKED_AT);
  const { data } = useQuery({
    enabled: ids.length > 0,
    queryKey: [PATH, body, ids],
    queryFn: () => api.post<LaunchReach>(PATH, { ...body, ids }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (!data || !ids.length) return null;
  return (
    <>
      {data.rows.length > 0 && <Unreached rows={data.rows} of={ids.length} subjects={subjects} />}
      {all.length > ids.length && <p className="quiet">{words.only_first(ids.length, all.length)}</p>}
      {data.paces.map((pace) => (
        <p key={pace.kind} className="quiet">
          <LastLeaves pace={pace} say={words.pace} />
        </p>
      ))}
    </>
  );
};

interface UnreachedProps {
  rows: LaunchReach['rows'];
  of: number;
  subjects: readonly Startee[];
}

const Unreached = ({ rows, of, subjects }: UnreachedProps) => {
  const [open, setOpen] = useState(false);
  const list = useId();
  const because = Map.groupBy(
    rows.flatMap((row) => row.because.map((why) => ({ id: row.id, why }))),
    ({ why }) => why,
  );
  const nameOf = new Map(subjects.map(({ id, name }) => [id, name]));
  return (
    <section className="launch-gaps" aria-label={words.unreached_label}>
      <p>
        <b>{words.unreached_many(rows.length, of)}</b> {words.unreached_then}
      </p>
      <ul>
        {[...because].map(([why, some]) => (
          <li key={why}>
            <b className="tabular">{some.length.toLocaleString('en')}</b> {why}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="link launch-who"
        aria-expanded={open}
        aria-controls={list}
        onClick={() => setOpen(!open)}
      >
        {open ? words.hide_who : words.show_who}
      </button>
      <dl id={list} className="launch-left launch-unreached" hidden={!open}>
        {open &&
          rows.map(({ id, because: why }) => (
            <div key={id}>
              <dt>{nameOf.get(id) ?? ''}</dt>
              <dd>{why.join(' ')}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
};
