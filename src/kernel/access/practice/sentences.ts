import { sayDay, sayList } from '#ground/words.ts';
import type { Facts, Json } from '#kernel/decision/model.ts';

/** What happened to the practice itself, as the audit says it behind the actor's name (PL-101). */
export const SENTENCES: Record<string, (facts: Facts) => string> = {
  'practice.founded': (facts) => `founded the practice «${facts.name?.[1]}»`,
  'practice.sandbox_made': () => 'made a sandbox of the practice',
  'practice.sandbox_entered': () => 'entered the sandbox',
  'practice.sandbox_removed': () => 'removed the sandbox of the practice',
  'practice.sandbox_reset': () => 'went back to what the sandbox was made of',
  'holiday.added': (facts) =>
    `added the holiday ${holiday(facts)}${facts.region?.[1] ? `, from the list of ${facts.region[1]}` : ''}`,
  'holiday.renamed': (facts) => `renamed the holiday «${facts.name?.[0]}» to ${holiday(facts)}`,
  'holiday.struck_out': (facts) => `struck out the holiday ${holiday(facts)}`,
  'holiday.restored': (facts) => `put the holiday ${holiday(facts)} back into the calendar`,
  'practice.changed': (facts) =>
    facts.name
      ? `renamed the practice from «${facts.name[0]}» to «${facts.name[1]}»`
      : `changed ${sayList(Object.entries(facts).flatMap(([field, change]) => saying(field, change)))}`,
};

type Change = Facts[string];

/** «Christmas Day» on 25 Dec 2026. */
const holiday = (facts: Facts): string => `«${facts.name?.[1]}» on ${sayDay(String(facts.on_date?.[1]))}`;

/** One setting in words; what is one value is said with it. */
const saying = (field: string, change: Change): string[] => {
  if (field === 'settings') return settingsOf(change).map((name) => `the setting «${inWords(name)}»`);
  const what = NAMES[field] ?? `the ${inWords(field)}`;
  if (field === 'retention_months') return [`${what} to ${change[1]} months`];
  if (field === 'start_hour') return [`${what} to ${String(change[1]).padStart(2, '0')}:00`];
  return [typeof change[1] === 'string' ? `${what} to ${inWords(change[1])}` : what];
};

const settingsOf = ([before, after]: Change): string[] => {
  const [was, is] = [before ?? {}, after ?? {}] as [Record<string, Json>, Record<string, Json>];
  return Object.keys({ ...was, ...is }).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
};

const inWords = (name: string): string => name.replaceAll('_', ' ');

const NAMES: Readonly<Record<string, string>> = {
  slug: 'the short name',
  mfa: 'the second factor',
  session_mode: 'how long sessions last',
  retention_months: 'how long what happens is kept',
  send_hour: 'the hour at which messages leave',
  start_hour: 'the hour at which work starts',
  holiday_region: 'whose holidays are listed',
};
