import { plural } from '#ground/text.ts';

/** What is said where the team's load is drawn (PL-172). */
export const words = {
  load: 'Load',
  intro: 'Open and planned tasks by person and week: from open runs, tasks by hand, and everything that repeats.',
  no_leave:
    'Leave is known only where somebody has a deputy: those days are marked, and the tasks count for the deputy.',
  counted: (runs: number, dates: number) =>
    `${plural(runs, 'open run', 'open runs')} and ${plural(dates, 'date to come', 'dates to come')} of what repeats.`,
  more: 'There is more than can be counted here: the earliest runs and dates are shown.',
  who: 'Who',
  all: 'All weeks',
  pool: (role: string) => `Anybody as ${role}`,
  nobody: 'Nobody yet',
  cell: (tasks: number, away: number) =>
    [plural(tasks, 'task', 'tasks'), ...(away ? [`${plural(away, 'working day', 'working days')} away`] : [])].join(
      ', ',
    ),
  away: 'away',
  week: (day: string) => `Week of ${day}`,
  caption: 'Tasks by person and week',
  added: 'This adds, by person and week',
  added_none: 'This adds no task that has somebody and a week within a quarter.',
} as const;
