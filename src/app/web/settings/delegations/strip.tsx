import { ChevronLeft, ChevronRight } from 'lucide-react';
import { addDays, dayOfWeek, daysBetween, type PlainDate } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { Person } from '#kernel/ui/person.tsx';
import { useSearchText } from '#kernel/ui/search-text.ts';
import { type DelegationRow, lastDayOf, useDelegations } from './delegations.ts';
import { words } from './words.ts';
import './strip.css';

const DAYS = 91;
const STEP = 28;

/** Thirteen weeks: a line per member who is away, a bar per deputy. The list below says the same in words. */
export const Strip = () => {
  const { today } = useClock();
  const { read, write } = useSearchText();
  const asked = read('from');
  const from = /^\d{4}-\d\d-\d\d$/.test(asked) ? asked : mondayOf(addDays(today, -7));
  const { data } = useDelegations({ from, to: addDays(from, DAYS - 1) });
  const rows = (data?.items ?? []).filter((row) => lastDayOf(row) >= row.from_on && lastDayOf(row) >= from);
  const members = [...Map.groupBy(rows, (row) => row.member_name)].toSorted(([a], [b]) => a.localeCompare(b));
  const go = (days: number) => write({ from: addDays(from, days) });
  return (
    <section className="strip" aria-label={words.strip}>
      <div className="strip-tools">
        <button type="button" className="tool tool-words" onClick={() => go(-STEP)}>
          <ChevronLeft />
          {words.earlier}
        </button>
        <button type="button" className="tool tool-words" onClick={() => write({ from: undefined })}>
          {words.today}
        </button>
        <button type="button" className="tool tool-words" onClick={() => go(STEP)}>
          {words.later}
          <ChevronRight />
        </button>
      </div>
      <div className="strip-grid" aria-hidden="true">
        <Months from={from} />
        {members.map(([name, theirs]) => (
          <div key={name} className="strip-row">
            <Person name={name} />
            <div className="strip-days">
              <TodayRule from={from} />
              {theirs.map((row) => (
                <Bar key={row.id} row={row} from={from} />
              ))}
            </div>
          </div>
        ))}
        {members.length === 0 && <p className="strip-none quiet">{words.empty}</p>}
      </div>
    </section>
  );
};

const mondayOf = (date: PlainDate): PlainDate => addDays(date, 1 - dayOfWeek(date));
const share = (from: PlainDate, date: PlainDate): number =>
  (Math.max(0, Math.min(DAYS, daysBetween(from, date))) / DAYS) * 100;

const Months = ({ from }: { from: PlainDate }) => {
  const { locale } = useClock();
  const weeks = Array.from({ length: DAYS / 7 }, (_, week) => addDays(from, week * 7));
  const name = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  return (
    <div className="strip-row strip-head">
      <span />
      <div className="strip-days">
        {weeks.map((monday, at) => (
          <span key={monday} className="strip-week" style={{ left: `${share(from, monday)}%` }}>
            {Number(monday.slice(8))}
            {(at === 0 || Number(monday.slice(8)) <= 7) && ` ${name.format(new Date(`${monday}T12:00:00Z`))}`}
          </span>
        ))}
      </div>
    </div>
  );
};

const Bar = ({ row, from }: { row: DelegationRow; from: PlainDate }) => {
  const { today, locale } = useClock();
  const last = lastDayOf(row);
  const left = share(from, row.from_on);
  const right = share(from, addDays(last, 1));
  return (
    <div
      className="strip-bar"
      data-state={row.state}
      style={{ left: `${left}%`, width: `${right - left}%` }}
      title={`${row.deputy_name}: ${dayWords(row.from_on, today, locale)} – ${dayWords(last, today, locale)}, ${words.covers[row.covers]}`}
    >
      <Person name={row.deputy_name} />
    </div>
  );
};

const TodayRule = ({ from }: { from: PlainDate }) => {
  const { today } = useClock();
  const inside = today >= from && today < addDays(from, DAYS);
  return inside && <span className="strip-today" style={{ left: `${share(from, today) + 50 / DAYS}%` }} />;
};
