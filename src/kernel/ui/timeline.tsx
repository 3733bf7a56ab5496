import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { innerMarks } from '#ground/text.ts';
import { dateAt, type Instant } from '#ground/time.ts';
import { useClock } from './clock.tsx';
import { Day, Moment } from './day.tsx';
import { Person } from './person.tsx';
import { words } from './words.ts';
import './timeline.css';
import './list/toolbar.css';

/** What happened, told: an event and the sentence that `told` made of it. */
export interface Told {
  id: string;
  at: Instant;
  actor_name: string;
  /** «put Collect papers back»: it follows the actor's name. */
  sentence: ReactNode;
  /** For the filters: `task`, `message`, `change`. */
  kind: string;
  /** Before and after, a comment, a mail: shown when opened. */
  details?: ReactNode;
  /** Takes it back, while that is possible (PL-74). */
  undo?: (() => unknown) | undefined;
}

interface TimelineProps {
  events: readonly Told[];
  /** Kinds as filters, in the order to show. */
  kinds?: readonly { kind: string; label: string }[];
  more?: boolean;
  loadMore?: () => void;
  /** No heading of its own, in a tab that has one. */
  bare?: boolean;
}

/** What happened, newest first, by day, in plain sentences. @example <Timeline events={events} kinds={KINDS} /> */
export const Timeline = ({ events, kinds = [], more, loadMore, bare }: TimelineProps) => {
  const { zone } = useClock();
  const [kind, setKind] = useState<string>();
  const shown = events.filter((e) => !kind || e.kind === kind).toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const days = [...Map.groupBy(shown, (e) => dateAt(e.at, zone))];
  return (
    <>
      {(!bare || kinds.length > 1) && (
        <div className="timeline-head">
          {!bare && <h2>{words.timeline}</h2>}
          {kinds.length > 1 && <KindFilter kinds={kinds} kind={kind} setKind={setKind} />}
        </div>
      )}
      {days.length === 0 && <p className="quiet">{words.nothing_yet}</p>}
      {days.map(([date, told]) => (
        <section key={date} className="timeline-day">
          <h3>
            <Day date={date} />
          </h3>
          <ul>
            {told.map((event) => (
              <Line key={event.id} event={event} />
            ))}
          </ul>
        </section>
      ))}
      {more && (
        <button type="button" className="tool tool-words" onClick={loadMore}>
          {words.show_more}
        </button>
      )}
    </>
  );
};

interface KindFilterProps {
  kinds: readonly { kind: string; label: string }[];
  kind: string | undefined;
  setKind: (kind: string | undefined) => void;
}

const KindFilter = ({ kinds, kind, setKind }: KindFilterProps) => (
  <fieldset className="timeline-kinds" aria-label={words.filter}>
    {[{ kind: undefined, label: words.all }, ...kinds].map((k) => (
      <button
        key={k.label}
        type="button"
        className="view"
        aria-current={k.kind === kind ? 'true' : undefined}
        onClick={() => setKind(k.kind)}
      >
        {k.label}
      </button>
    ))}
  </fieldset>
);

const Line = ({ event }: { event: Told }) => {
  const [open, setOpen] = useState(false);
  return (
    <li className="told">
      <Person name={event.actor_name} bare />
      <div className="told-words">
        <span>
          <b>{event.actor_name}</b> {typeof event.sentence === 'string' ? innerMarks(event.sentence) : event.sentence}
        </span>
        {event.details && (
          <button type="button" className="told-more" aria-expanded={open} onClick={() => setOpen(!open)}>
            <ChevronRight />
            {words.details}
          </button>
        )}
        {event.undo && (
          <button type="button" className="told-more" onClick={() => void event.undo?.()}>
            {words.undo}
          </button>
        )}
        {open && <div className="told-details">{event.details}</div>}
      </div>
      <span className="told-at">
        <Moment instant={event.at} hour />
      </span>
    </li>
  );
};
