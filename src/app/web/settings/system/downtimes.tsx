import { millisecondsBetween } from '#ground/time.ts';
import { ActBar } from '#kernel/ui/act-button.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { type Downtime, useDowntimes } from './system.ts';
import { words } from './words.ts';

/** When no worker ran, and what became of what was due meanwhile (PL-145). */
export const Downtimes = () => {
  const { rows, loading, fault, more, loadMore, retry } = useDowntimes();
  return (
    <section className="settings-part">
      <h2>{words.downtimes}</h2>
      {fault ? <ErrorState fault={fault} retry={retry} /> : null}
      {!loading && !fault && rows.length === 0 && <p className="quiet">{words.downtimes_none}</p>}
      {rows.length > 0 && (
        <ul className="system-list">
          {rows.map((downtime) => (
            <li key={downtime.id} className="system-line">
              <b>{words.lasted(Math.round(millisecondsBetween(downtime.from_at, downtime.to_at) / 60_000))}</b>
              <span className="quiet">
                <Moment instant={downtime.from_at} /> – <Moment instant={downtime.to_at} />
              </span>
              {downtime.report.length === 0 ? <span>{words.nothing_missed}</span> : <Report downtime={downtime} />}
            </li>
          ))}
        </ul>
      )}
      {more && <ActBar acts={[{ id: 'more', label: words.more, run: loadMore }]} />}
    </section>
  );
};

const Report = ({ downtime: { report } }: { downtime: Downtime }) =>
  (['made_up', 'skipped', 'held'] as const).map((policy) => {
    const parts = report.filter((line) => line.policy === policy).map(({ part, count }) => words.part(part, count));
    return parts.length > 0 && <span key={policy}>{words.policies[policy](parts.join(', '))}</span>;
  });
