import { addDays, dayOfWeek, type PlainDate } from '#ground/time.ts';
import type { Line, Summary } from './model.ts';

/** What a simulation comes to: messages per client, tasks per person and week, and its end (WF-157). */
export const summaryOf = (lines: readonly Line[], subjects: number): Summary => {
  const ends = lines.filter(({ what }) => what === 'completed' || what === 'ended').map(({ on }) => on);
  const open = lines.some(({ what }) => what === 'open');
  return {
    subjects,
    started: new Set(lines.filter(({ what }) => what === 'started').map(({ subject }) => subject)).size,
    completed: lines.filter(({ what }) => what === 'completed').length,
    ends_on: open ? null : (ends.sort().at(-1) ?? null),
    messages: messagesOf(lines),
    load: loadOf(lines),
  };
};

const messagesOf = (lines: readonly Line[]): Summary['messages'] => {
  const found = new Map<string, Summary['messages'][number]>();
  for (const { message, subject, subject_name } of lines) {
    if (!message) continue;
    const row = found.get(subject) ?? { subject, name: subject_name, messages: 0 };
    found.set(subject, { ...row, messages: row.messages + 1 });
  }
  return [...found.values()];
};

const loadOf = (lines: readonly Line[]): Summary['load'] => {
  const found = new Map<string, Summary['load'][number]>();
  for (const { what, to, due_on, on } of lines) {
    if (what !== 'ready') continue;
    const week = mondayOf(due_on && due_on > on ? due_on : on);
    const member = to[0] ?? '';
    const key = `${member} ${week}`;
    const row = found.get(key);
    if (row) row.tasks += 1;
    else found.set(key, { member, week, tasks: 1 });
  }
  return [...found.values()].sort((a, b) => order(a.member, b.member) || order(a.week, b.week));
};

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const mondayOf = (day: PlainDate): PlainDate => addDays(day, 1 - dayOfWeek(day));
