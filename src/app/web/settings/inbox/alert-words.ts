import { plural } from '#ground/text.ts';

/** What Settings › Inbox says of whom the inbox alerts (PL-172). */
export const words = {
  alerts: 'Alert addresses',
  text: 'Each new item that nobody has is mailed to these, of a confidential one its number alone. More than one a minute is one mail.',
  empty: 'Nobody is alerted yet. Each new item that nobody has can be mailed to addresses you give here.',
  edit: 'Edit alert addresses',
  addresses: 'Addresses',
  hint: 'Between semicolons, commas or lines.',
  save: 'Save addresses',
  saved: (n: number) => (n ? `Saved ${plural(n, 'alert address', 'alert addresses')}` : 'Nobody is alerted'),
  kept: (n: number) => (n ? 'The others are saved.' : ''),
  failed: 'Alerts that did not arrive in the last 30 days',
} as const;
