import type { Json } from '#kernel/decision/model.ts';
import { asJson, type Choice, type Kind, type Mergeable } from './model.ts';

/** How one field of two records becomes one (PE-74). */
interface Field {
  name: string;
  /** What makes two entries of a list the same; absent: one value. */
  sameBy?: (entry: Json) => string;
  /** True beats false, whoever says so. */
  flag?: true;
}

const text = (entry: Json): string => JSON.stringify(entry);
const keyed = (key: string) => (entry: Json) => String((entry as Record<string, Json>)[key]).toLowerCase();
const one = (...names: string[]): Field[] => names.map((name) => ({ name }));

/** The fields of a kind that a merge looks at; numbers stay with their own record and find it for ever. */
export const MERGED_FIELDS: Record<Kind, readonly Field[]> = {
  person: [
    ...one('form', 'organisation_name', 'given_name', 'family_name'),
    { name: 'emails', sameBy: keyed('address') },
    { name: 'phones', sameBy: keyed('number') },
    { name: 'addresses', sameBy: text },
    ...one(
      'country',
      'locale',
      'time_zone',
      'tax_number',
      'business_number',
      'year_end',
      'tax_period',
      'source',
      'service_wanted',
    ),
    { name: 'known_year_ends', sameBy: text },
    { name: 'tags', sameBy: text },
    { name: 'restricted', flag: true },
    ...one('do_not_contact_since', 'do_not_contact_by', 'do_not_contact_reason'),
  ],
  contact: [
    ...one('given_name', 'family_name', 'job_title'),
    { name: 'emails', sameBy: keyed('address') },
    { name: 'phones', sameBy: keyed('number') },
    ...one('locale'),
  ],
  employee: [
    ...one('given_name', 'family_name', 'work_email', 'phone', 'job_title', 'team', 'manager_id', 'member_id'),
    ...one('start_on', 'onboarded_at', 'end_on', 'end_reason'),
    { name: 'leaves', sameBy: text },
    { name: 'tags', sameBy: text },
  ],
};

/** Fields of the practice's own are chosen one by one, as `custom.<key>`. */
const customKeys = (survivor: Mergeable, absorbed: Mergeable): string[] => [
  ...new Set([survivor, absorbed].flatMap((record) => Object.keys((record.custom ?? {}) as object))),
];

const isEmpty = (value: Json): boolean => value === null || value === '' || (Array.isArray(value) && !value.length);

export interface Line {
  field: string;
  survivor: Json;
  absorbed: Json;
  /** What PE-74 proposes: filled beats empty, the survivor's beats the absorbed one's, lists are united. */
  proposed: Choice;
  list: boolean;
}

/** Both sides field by field, where they have anything to say. */
export const mergeSheet = (kind: Kind, survivor: Mergeable, absorbed: Mergeable): Line[] =>
  [
    ...MERGED_FIELDS[kind].map(({ name, sameBy, flag }): Line => {
      const [mine, theirs] = [asJson(survivor[name]), asJson(absorbed[name])];
      const list = sameBy !== undefined;
      const proposed = list
        ? 'both'
        : (flag ? theirs === true && mine !== true : isEmpty(mine) && !isEmpty(theirs))
          ? 'absorbed'
          : 'survivor';
      return { field: name, survivor: mine, absorbed: theirs, proposed, list };
    }),
    ...customKeys(survivor, absorbed).map((key): Line => {
      const value = (record: Mergeable): Json => asJson((record.custom as Record<string, Json> | undefined)?.[key]);
      const [mine, theirs] = [value(survivor), value(absorbed)];
      return {
        field: `custom.${key}`,
        survivor: mine,
        absorbed: theirs,
        proposed: isEmpty(mine) && !isEmpty(theirs) ? 'absorbed' : 'survivor',
        list: false,
      };
    }),
  ].filter((line) => !isEmpty(line.survivor) || !isEmpty(line.absorbed));

/** The survivor as it stands after the choices. */
export const united = (
  kind: Kind,
  survivor: Mergeable,
  absorbed: Mergeable,
  chosen: Readonly<Record<string, Choice>>,
): Mergeable => {
  const after: Mergeable = { ...survivor };
  const custom: Record<string, Json> = { ...((survivor.custom as Record<string, Json> | undefined) ?? {}) };
  for (const line of mergeSheet(kind, survivor, absorbed)) {
    const choice = chosen[line.field] ?? line.proposed;
    const value =
      choice === 'both' && line.list ? bothOf(kind, line) : choice === 'absorbed' ? line.absorbed : line.survivor;
    if (!line.field.startsWith('custom.')) after[line.field] = value;
    else if (isEmpty(value)) delete custom[line.field.slice('custom.'.length)];
    else custom[line.field.slice('custom.'.length)] = value;
  }
  if (survivor.custom !== undefined) after.custom = custom;
  return after;
};

/** The survivor's entries first; only one stays primary. */
const bothOf = (kind: Kind, { field, survivor, absorbed }: Line): Json => {
  const sameBy = MERGED_FIELDS[kind].find(({ name }) => name === field)!.sameBy!;
  const mine = (survivor ?? []) as Json[];
  const known = new Set(mine.map(sameBy));
  const more = ((absorbed ?? []) as Json[]).filter((entry) => !known.has(sameBy(entry)));
  const hasPrimary = mine.some((entry) => (entry as { primary?: boolean } | null)?.primary);
  const plain = more.map((entry) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry) && 'primary' in entry && hasPrimary
      ? { ...entry, primary: false }
      : entry,
  );
  return field === 'known_year_ends' ? ([...mine, ...plain].sort() as Json) : [...mine, ...plain];
};
