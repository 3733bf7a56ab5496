import { timeAt } from '#ground/time.ts';
import { Bars } from '#kernel/ui/bars.tsx';
import { useClock } from '#kernel/ui/clock.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { StateMark } from '#kernel/ui/state-mark.tsx';
import { Facts } from '#kernel/ui/thing-page.tsx';
import { SettingsPage } from '../shell.tsx';
import { Downtimes } from './downtimes.tsx';
import { FailedJobs } from './failed-jobs.tsx';
import { type System, useSystem } from './system.ts';
import { words } from './words.ts';
import './system.css';

/** `/settings/system`: how the installation is, with reasons and remedies (PL-145, PL-150). */
export default function SystemPage() {
  const { data, error, refetch } = useSystem();
  return (
    <SettingsPage here="system">
      <div className="settings-page system">
        {error && !data ? (
          <ErrorState fault={error} retry={() => void refetch()} />
        ) : data ? (
          <>
            <Health system={data} />
            <FailedJobs />
            <Waiting system={data} />
            <Workers workers={data.workers} />
            <Downtimes />
            <section className="settings-part">
              <h2>{words.versions}</h2>
              <Facts
                facts={(['tickmark', 'node', 'database', 'schema'] as const).map((part) => ({
                  label: words.version[part],
                  value: <span className="tabular">{data.versions[part]}</span>,
                }))}
              />
            </section>
          </>
        ) : (
          <PageSkeleton />
        )}
      </div>
    </SettingsPage>
  );
}

const MARKS = { green: ['tick', 'green'], amber: ['alert', 'amber'], red: ['cross', 'red'] } as const;

const Health = ({ system: { colour, findings } }: { system: System }) => (
  <section className="settings-part" aria-label={words.health}>
    <h2 className="system-colour">
      <StateMark shape={MARKS[colour][0]} hue={MARKS[colour][1]} /> {words[colour]}
    </h2>
    {findings.length === 0 ? (
      <p className="quiet">{words.green_text}</p>
    ) : (
      <ul className="system-list">
        {findings.map(({ reason, remedy }) => (
          <li key={reason} className="system-line">
            <b>{reason}</b>
            <span className="quiet">{remedy}</span>
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Waiting = ({ system: { waiting, figures } }: { system: System }) => {
  const { zone } = useClock();
  return (
    <section className="settings-part">
      <h2>{words.waiting}</h2>
      <p className="system-numbers tabular">
        <span>{words.due(waiting.due)}</span>
        <span>
          {words.asleep(waiting.asleep)}
          {waiting.next_at && (
            <>
              , {words.next} <Moment instant={waiting.next_at} />
            </>
          )}
        </span>
        <span>
          {words.queued(waiting.queued)}, {words.under_way(waiting.under_way)}
        </span>
      </p>
      <div className="system-figures">
        {(['by_people', 'by_machine', 'refused', 'due'] as const).map((figure) => (
          <Bars
            key={figure}
            label={words.figures[figure]}
            by={words.hour}
            bars={figures[figure].map(({ at, n }) => ({ label: timeAt(at, zone), n }))}
          />
        ))}
      </div>
    </section>
  );
};

const Workers = ({ workers }: Pick<System, 'workers'>) => (
  <section className="settings-part">
    <h2>{words.workers}</h2>
    {workers.length === 0 ? (
      <p className="quiet">{words.workers_none}</p>
    ) : (
      <table className="system-table tabular">
        <thead>
          <tr>
            {(['host', 'process', 'since', 'beat'] as const).map((column) => (
              <th key={column} scope="col" data-column={column}>
                {words.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id}>
              <td>{worker.host}</td>
              <td>{worker.process}</td>
              <td data-column="since">
                <Moment instant={worker.started_at} />
              </td>
              <td>
                <Moment instant={worker.beat_at} />
                {worker.silent && <b className="system-silent">{words.silent}</b>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
);
