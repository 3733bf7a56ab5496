import { csvFile } from '#kernel/http/csv.ts';
import type { Line } from '#workflows/simulation/model.ts';
import { words } from './words.ts';

/** The dated list as a file; made here, as all of it has come already. */
export const downloadLines = (key: string, lines: readonly Line[]): void => {
  const text = csvFile(words.csv_columns, lines.map(cellsOf));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = `${key}-simulation.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
};

const cellsOf = ({ on, time, subject_name, workflow, period, title, what, to, due_on, text, why }: Line) => [
  on,
  time,
  subject_name,
  workflow,
  period?.start ?? '',
  period?.end ?? '',
  title,
  words.whats[what],
  to.join(', '),
  due_on ?? '',
  text ?? '',
  why.join('; '),
];
