import { csvFile } from '#kernel/http/csv.ts';
import { download } from '#kernel/ui/download.ts';
import type { Line } from '#workflows/simulation/model.ts';
import { words } from './words.ts';

/** The dated list as a file; made here, as all of it has come already. */
export const downloadLines = (key: string, lines: readonly Line[]): void => {
  const text = csvFile(words.csv_columns, lines.map(cellsOf));
  download(`${key}-simulation.csv`, new Blob([text], { type: 'text/csv' }));
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
