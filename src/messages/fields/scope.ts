import { Drop } from 'liquidjs';
import type { Field, FieldGroup, Fields, Given } from './model.ts';
import { type Sheet, Shown } from './shown.ts';

/** A group, or one entry of a list, as a template sees it: the fields the table knows, and nothing else. */
class Group extends Drop {
  readonly #read: (key: string) => unknown;
  readonly #entries: readonly Group[];

  constructor(read: (key: string) => unknown, entries: readonly Group[] = []) {
    super();
    this.#read = read;
    this.#entries = entries;
  }
  override liquidMethodMissing(key: string | number): unknown {
    return this.#read(String(key));
  }
  [Symbol.iterator]() {
    return this.#entries[Symbol.iterator]();
  }
}

/** The values of one message under the names a template may ask for; a known field without a value is there, and missing. */
export const scopeOf = ({ values, groups, today }: Given, sheet: Sheet): Record<string, unknown> => {
  const given = { ...values.groups, today: { today } };
  return Object.fromEntries(groups.map((group) => [group.name, entry(group)]));

  function entry(group: FieldGroup): unknown {
    const fields: Fields = given[group.name as keyof typeof given] ?? {};
    const [only] = group.fields;
    if (group.fields.length === 1 && only?.name === group.name) return shown(only, group.name, fields);
    const list = values.lists?.[group.name] ?? [];
    const one = groups.find(({ name }) => name === group.each);
    const entries = one ? list.map((row, at) => groupOf(one, `${group.name}.${at + 1}`, row)) : [];
    return groupOf(group, group.name, fields, entries);
  }

  function groupOf(group: FieldGroup, prefix: string, fields: Fields, entries?: readonly Group[]): Group {
    return new Group((key) => {
      if (entries && group.each && key === 'size') return entries.length;
      const field = group.fields.find(({ name }) => name === key);
      if (field) return shown(field, `${prefix}.${key}`, fields);
      return group.fields.some(({ name }) => name.startsWith(`${key}.`))
        ? nested(group, prefix, { key, fields })
        : undefined;
    }, entries);
  }

  /** `1` in `billing_contact.1.full_name`. */
  function nested(group: FieldGroup, prefix: string, { key, fields }: { key: string; fields: Fields }): Group {
    return new Group((rest) => {
      const field = group.fields.find(({ name }) => name === `${key}.${rest}`);
      return field && shown(field, `${prefix}.${field.name}`, fields);
    });
  }

  function shown(field: Field, name: string, fields: Fields): Shown {
    return new Shown(name, { value: fields[field.name] ?? null, format: field.format, sheet });
  }
};
