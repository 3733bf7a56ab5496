import { WeekHeat } from '#kernel/ui/week-heat.tsx';
import type { Summary } from '#workflows/simulation/model.ts';
import { words } from './words.ts';

/** Tasks by person, and by each week that has some (WF-157). */
export const Load = ({ load }: Pick<Summary, 'load'>) => {
  const weeks = [...new Set(load.map(({ week }) => week))].sort();
  const members = [...new Set(load.map(({ member }) => member))].sort();
  if (!weeks.length) return null;
  const at = (member: string, week: string) =>
    load.find((one) => one.member === member && one.week === week)?.tasks ?? 0;
  const rows = members.map((member) => ({
    key: member,
    name: member || words.nobody_named,
    cells: weeks.map((week) => ({ n: at(member, week), text: at(member, week) || '' })),
  }));
  return <WeekHeat caption={words.load} who={words.member} week={words.week} weeks={weeks} rows={rows} dense />;
};
