import type { Id } from '#ground/id.ts';
import type { Address } from './addresses.ts';
import { type Email, isEmail, sameEmail, tidyEmail } from './emails.ts';
import type { Reading, Target } from './importing.ts';
import type { FieldShape } from './model.ts';
import { readPhone } from './phones.ts';

/** Targets that several kinds of record share. `[clear]` reaches `put` as null. */

interface Named {
  key: string;
  label: string;
  headings: readonly string[];
}

const target = ({ key, label, headings }: Named, put: Target['put']): Target => ({ key, label, headings, put });

/** A line of text, kept as it is typed. */
export const textTarget = (named: Named, limit = 120): Target =>
  target(named, (draft, cell) => {
    if (cell && cell.length > limit) return `At most ${limit} characters.`;
    draft[named.key] = cell;
    return null;
  });

/** A day, read in the format of the column (PE-83). */
export const dateTarget = (named: Named): Target => ({
  ...target(named, (draft, cell, reading) => {
    const day = cell === null ? null : reading.date(cell);
    if (cell !== null && day === null) return `«${cell}» is not a day in the format of this column.`;
    draft[named.key] = day;
    return null;
  }),
  dates: true,
});

/** The primary e-mail, or another one under a label. */
export const emailTarget = (named: Named & { label_of?: string }): Target =>
  target(named, (draft, cell) => {
    const all = [...((draft.emails as Email[] | undefined) ?? [])];
    const at = named.label_of
      ? all.findIndex((one) => one.label === named.label_of)
      : all.findIndex((one) => one.primary);
    if (cell === null) {
      draft.emails = primaryFirst(all.filter((_, i) => i !== at));
      return null;
    }
    const address = tidyEmail(cell);
    if (!isEmail(address)) return `«${cell}» is not an e-mail address.`;
    const known = all.findIndex((one) => sameEmail(one.address, address));
    if (known >= 0 && named.label_of) return null;
    if (known >= 0) draft.emails = all.map((one, i) => ({ ...one, primary: i === known }));
    if (known >= 0) return null;
    if (at >= 0) all[at] = { ...all[at]!, address };
    else all.push({ address, label: named.label_of ?? '', primary: all.length === 0 || !named.label_of });
    draft.emails = all;
    return null;
  });

interface DraftPhone {
  number: string;
  typed?: string;
  label: string;
  primary: boolean;
}

/** The primary phone, or the one under a label such as «mobile». */
export const phoneTarget = (named: Named & { label_of?: string }): Target =>
  target(named, (draft, cell, reading) => {
    const all = [...((draft.phones as DraftPhone[] | undefined) ?? [])];
    const at = named.label_of
      ? all.findIndex((one) => one.label === named.label_of)
      : all.findIndex((one) => one.primary);
    if (cell === null) {
      draft.phones = primaryFirst(all.filter((_, i) => i !== at));
      return null;
    }
    if (cell.length > 60) return 'A number has at most 60 characters.';
    const country = (draft.country as string | null | undefined) ?? reading.country;
    const { number } = readPhone(cell, country);
    if (all.some((one) => one.number === number || readPhone(one.number, country).number === number)) return null;
    if (at >= 0) all[at] = { number: cell, label: all[at]!.label, primary: all[at]!.primary };
    else all.push({ number: cell, label: named.label_of ?? '', primary: all.length === 0 });
    draft.phones = all;
    return null;
  });

/** One must stay in front when the primary one goes. */
const primaryFirst = <T extends { primary: boolean }>(all: T[]): T[] =>
  all.some((one) => one.primary) ? all : all.map((one, i) => ({ ...one, primary: i === 0 }));

type Part = 'line1' | 'line2' | 'line3' | 'line4' | 'locality' | 'region' | 'postcode' | 'country';

/** A part of the address of one kind; lines keep their places. */
export const addressTarget = (
  named: Named & { kind: Address['kind']; part: Part },
  countryOf: (cell: string) => string | null,
): Target =>
  target(named, (draft, cell) => {
    const all = [...((draft.addresses as Address[] | undefined) ?? [])];
    const at = all.findIndex((one) => one.kind === named.kind);
    const address: Address = at >= 0 ? { ...all[at]!, lines: [...all[at]!.lines] } : emptyAddress(named.kind);
    if (named.part.startsWith('line')) putLine(address, Number(named.part.slice(4)) - 1, cell);
    else if (named.part === 'country') {
      const code = cell === null ? null : countryOf(cell);
      if (cell !== null && code === null) return `«${cell}» is not a country.`;
      address.country = code;
    } else address[named.part as 'locality' | 'region' | 'postcode'] = cell;
    const empty =
      !address.lines.some(Boolean) &&
      ![address.locality, address.region, address.postcode, address.country].some(Boolean);
    draft.addresses = [...all.filter((_, i) => i !== at), ...(empty ? [] : [address])];
    return null;
  });

const emptyAddress = (kind: Address['kind']): Address => ({
  kind,
  lines: [],
  locality: null,
  region: null,
  postcode: null,
  country: null,
});

const putLine = (address: Address, i: number, cell: string | null): void => {
  while (address.lines.length <= i) address.lines.push('');
  address.lines[i] = cell ?? '';
  while (address.lines.length && !address.lines.at(-1)) address.lines.pop();
};

/** Separated by `;` and added, not replaced; an unknown one is a fault unless new ones are made (PE-88). */
export const tagsTarget = (): Target =>
  target(
    { key: 'tags', label: 'Tags', headings: ['tags', 'tag', 'labels', 'groups', 'category'] },
    (draft, cell, reading) => {
      if (cell === null) {
        draft.tags = [];
        return null;
      }
      const tags = new Set((draft.tags as Id[] | undefined) ?? []);
      for (const name of cell
        .split(';')
        .map((one) => one.trim())
        .filter(Boolean)) {
        const id = reading.tags.get(name.toLowerCase()) ?? newTag(name, reading);
        if (!id) return `There is no tag «${name}».`;
        tags.add(id);
      }
      draft.tags = [...tags];
      return null;
    },
  );

const newTag = (name: string, { new_tags, newId }: Reading): Id | null => {
  if (!new_tags || name.length > 40) return null;
  const key = name.toLowerCase();
  const made = new_tags.get(key) ?? { id: newId(), name };
  new_tags.set(key, made);
  return made.id;
};

const YES = ['yes', 'y', 'true', '1', 'x'];
const NO = ['no', 'n', 'false', '0'];

/** A field of the practice's own, by its type (PE-64, PE-65). */
export const customTarget = (field: FieldShape): Target => {
  const named = {
    key: `custom.${field.key}`,
    label: field.label,
    headings: [plainHeading(field.label), plainHeading(field.key)],
  };
  const put: Target['put'] = (draft, cell, reading) => {
    const values = { ...((draft.custom as Record<string, unknown> | undefined) ?? {}) };
    const value = cell === null ? null : customValue(field, cell, reading);
    if (value === undefined) return `«${cell}» does not fit ${field.label}.`;
    values[field.key] = value;
    draft.custom = values;
    return null;
  };
  return field.type === 'date' ? { ...target(named, put), dates: true } : target(named, put);
};

const customValue = (field: FieldShape, cell: string, reading: Reading): unknown => {
  switch (field.type) {
    case 'text':
      return cell;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(cell.replaceAll(',', '')) ? Number(cell.replaceAll(',', '')) : undefined;
    case 'money': {
      const found = /^([A-Z]{3})?\s*(-?[\d,]+(?:\.\d+)?)\s*([A-Z]{3})?$/.exec(cell.trim());
      const currency = found?.[1] ?? found?.[3];
      return found && currency ? { amount: found[2]!.replaceAll(',', ''), currency } : undefined;
    }
    case 'date':
      return reading.date(cell) ?? undefined;
    case 'yes_no':
      return YES.includes(cell.toLowerCase()) ? true : NO.includes(cell.toLowerCase()) ? false : undefined;
    case 'choice':
      return field.choices.find((choice) => choice.toLowerCase() === cell.toLowerCase());
    case 'member':
      return reading.members.get(cell.toLowerCase());
  }
};

/** «*E-mail Address 1» → «emailaddress1»: as headings are compared. */
export const plainHeading = (heading: string): string =>
  heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
