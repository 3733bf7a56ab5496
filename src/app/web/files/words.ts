import { plural } from '#ground/text.ts';

/** What is said about files wherever they stand (PL-172). */
export const words = {
  files: 'Files',
  needs: (n: number) => `Needs ${plural(n, 'more file', 'more files')} before it can be finished.`,
  choose: 'Choose files',
  or_drop: 'or drop them here',
  drop: 'Let go to attach',
  download: 'Download',
  download_of: (name: string) => `Download «${name}»`,
  look_at: (name: string) => `Look at «${name}»`,
  remove: 'Remove',
  remove_of: (name: string) => `Remove «${name}»`,
  uploading: (name: string) => `Uploading «${name}»`,
  cancel_of: (name: string) => `Stop uploading «${name}»`,
  dismiss: 'Put this message away',
  several: (n: number) => plural(n, 'file', 'files'),
  one: (name: string) => `«${name}»`,
  preview: 'Preview',
  loading: 'The file is being fetched',
  beginning: 'Only the beginning is shown. Download the file to see all of it.',
  more: (n: number) => `Show all ${n}`,
  with_files: (n: number) => plural(n, 'file', 'files'),
} as const;

const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** «340 bytes», «12 kB», «1.4 MB». */
export const sizeWords = (bytes: number): string => {
  if (bytes === 1) return '1 byte';
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  const digits = power > 1 && value < 10 ? 1 : 0;
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${UNITS[power]}`;
};
