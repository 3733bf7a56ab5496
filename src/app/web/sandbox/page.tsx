import { Button } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { SkipForward } from 'lucide-react';
import { useState } from 'react';
import { addDays, dateAt, instantOf, type PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { Moment } from '#kernel/ui/day.tsx';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { RunLine } from '#kernel/ui/run-line/run-line.tsx';
import { toastRefusal } from '#kernel/ui/toast.tsx';
import { useMe } from '../me/me.ts';
import { BesideLive, GoingBack } from './beside.tsx';
import { Capture } from './capture.tsx';
import { type SandboxClock, useSandboxClock } from './clock.ts';
import { type Span, useMove } from './move.ts';
import { words } from './words.ts';
import './sandbox.css';

const SPANS = ['hour', 'day', 'week', 'month'] as const;
const MORNING = '09:00';

/** `/sandbox`: the clock, what wakes next, and moving on (PL-142); in the demo too, what would have left (PL-17); beside a live practice, its own (PL-141). */
export default function Sandbox() {
  const { kind } = useMe().practice;
  const clock = useSandboxClock(kind === 'sandbox');
  const { move, moving } = useMove(clock?.now);
  const go = (wanted: { by: Span } | { to: string }) => void move(wanted).catch(toastRefusal);
  return (
    <div className="sandbox">
      <Place
        title={words.title}
        {...(clock?.next.length
          ? { main: { id: 'next', label: words.next, icon: <SkipForward />, key: 'n', run: () => go({ by: 'next' }) } }
          : {})}
      />
      <p className="quiet sandbox-lead">{words.lead[kind]}</p>
      {kind === 'live' && <BesideLive />}
      {clock && (
        <>
          <section className="sandbox-clock" aria-label={words.stands}>
            <p className="caption">{words.stands}</p>
            <p className="sandbox-now" aria-live="polite">
              <Moment instant={clock.now} />
            </p>
            <div className="sandbox-acts">
              {SPANS.map((by) => (
                <Button key={by} variant="default" disabled={moving} onClick={() => go({ by })}>
                  {words.by[by]}
                </Button>
              ))}
              <ToDay disabled={moving} go={(to) => go({ to })} />
            </div>
          </section>
          <Due clock={clock} />
        </>
      )}
      {kind === 'sandbox' && <GoingBack />}
      {kind !== 'live' && <Capture />}
    </div>
  );
}

const ToDay = ({ disabled, go }: { disabled: boolean; go: (to: string) => void }) => {
  const { today, zone } = useClock();
  const [day, setDay] = useState<PlainDate | null>(null);
  return (
    <div className="sandbox-to">
      <DatePickerInput
        aria-label={words.to}
        placeholder={words.to}
        value={day}
        onChange={setDay}
        minDate={addDays(today, 1)}
        valueFormat="ddd D MMM YYYY"
        previousLabel={words.month_before}
        nextLabel={words.month_after}
        popoverProps={{ attributes: { dropdown: { 'aria-label': words.to } } }}
      />
      {day && (
        <Button variant="default" disabled={disabled} onClick={() => go(instantOf(day, MORNING, zone))}>
          {words.to_verb}
        </Button>
      )}
    </div>
  );
};

const roomWords = (room: string, count: number): string => {
  const [one, many] = words.rooms[room] ?? [room.replaceAll('_', ' '), room.replaceAll('_', ' ')];
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
};

const Due = ({ clock }: { clock: SandboxClock }) => {
  const { zone } = useClock();
  const today = dateAt(clock.now, zone);
  if (clock.next.length === 0) return <EmptyState title={words.nothing} text={words.nothing_text} />;
  const points = clock.next.map(({ at, room, count }) => ({
    key: `${at} ${room}`,
    title: roomWords(room, count),
    date: dateAt(at, zone),
    state: 'planned' as const,
  }));
  return (
    <section className="sandbox-due" aria-labelledby="sandbox-due">
      <h2 id="sandbox-due">{words.due}</h2>
      <RunLine size="row" label={words.line} data={{ today, points }} />
      <table className="sandbox-table">
        <thead>
          <tr>
            <th scope="col">{words.columns.when}</th>
            <th scope="col">{words.columns.what}</th>
          </tr>
        </thead>
        <tbody>
          {clock.next.map(({ at, room, count }) => (
            <tr key={`${at} ${room}`}>
              <td>
                <Moment instant={at} />
              </td>
              <td>{roomWords(room, count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
