const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** What the page of the system says (PL-172). */
export const words = {
  health: 'Health',
  green: 'All is well',
  green_text: 'Work is done in time, workers show themselves, clocks agree, and there is room on the disk.',
  amber: 'Something wants a look',
  red: 'Something is wrong',

  failed: 'Jobs that failed for good',
  failed_none: 'None. A job is tried six times; one that fails at each try waits here with its reason.',
  job: (name: string) => JOBS[name] ?? name.replaceAll('_', ' '),
  because: (reason: string | null) => reason ?? 'No reason was kept.',
  tries: (n: number) => `${count(n, 'try', 'tries')}, the last`,
  again: 'Run again',
  again_done: 'Queued it again',
  dismiss: 'Let it go',
  dismiss_title: 'Let this job go?',
  dismiss_text: (job: string) => `«${job}» is then not done, now or later. The audit keeps that it failed, and why.`,
  dismissed: 'Let it go',
  more: 'Show more',

  waiting: 'What waits in this practice',
  due: (n: number) => (n === 0 ? 'No timer is due' : count(n, 'timer is due', 'timers are due')),
  asleep: (n: number) => (n === 0 ? 'none sleeps' : count(n, 'sleeps', 'sleep')),
  next: 'next wakes',
  queued: (n: number) => (n === 0 ? 'no job is queued' : count(n, 'job is queued', 'jobs are queued')),
  under_way: (n: number) => (n === 0 ? 'none under way' : `${n.toLocaleString('en')} under way`),
  figures: {
    by_people: 'changes by people, 24 hours',
    by_machine: 'changes by Tickmark, 24 hours',
    refused: 'refusals, 24 hours',
    due: 'timers due in the next 24 hours',
  },
  hour: 'Hour',

  workers: 'Workers',
  workers_none: 'No worker runs, so nothing happens by itself. Start one with «tickmark start» or «tickmark worker».',
  columns: { host: 'Machine', process: 'Process', since: 'Since', beat: 'Last sign of life' },
  silent: 'silent',

  downtimes: 'Downtimes',
  downtimes_none: 'None since this practice began. A gap of all workers of over two minutes would stand here.',
  lasted: (minutes: number) => {
    if (minutes < 60) return count(minutes, 'minute', 'minutes');
    const hours = Math.round(minutes / 60);
    return hours < 48 ? count(hours, 'hour', 'hours') : count(Math.round(hours / 24), 'day', 'days');
  },
  nothing_missed: 'Nothing of this practice was due meanwhile.',
  policies: {
    made_up: (what: string) => `Made up at once: ${what}. What was due is due until it is done (PL-146).`,
    skipped: (what: string) => `Skipped: ${what}.`,
    held: (what: string) => `Held until somebody decides: ${what}.`,
  },
  part: (part: string, n: number) =>
    count(n, ...(PARTS[part] ?? [part.replaceAll('_', ' '), part.replaceAll('_', ' ')])),

  versions: 'Versions',
  version: { tickmark: 'Tickmark', node: 'Node', database: 'PostgreSQL', schema: 'Newest migration' },
} as const;

const JOBS: Readonly<Record<string, string>> = {
  wake: 'Wake what was due',
  run_action: 'Do a step of a run',
  'access.mail': 'Write a letter about signing in',
  bulk: 'Go on with a bulk operation',
  'people.import': 'Import a file',
};
const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  run: ['run', 'runs'],
  task: ['task', 'tasks'],
  person: ['record', 'records'],
  employee: ['employee', 'employees'],
  authorization: ['authorization', 'authorizations'],
  delegation: ['deputy', 'deputies'],
  workflow: ['workflow', 'workflows'],
  job: ['queued job', 'queued jobs'],
};
