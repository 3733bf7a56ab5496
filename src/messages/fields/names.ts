import type { Field, FieldGroup, Fields, Place } from './model.ts';

/** The whole name of a field as a template writes it: `client.name`, `today`. */
export const fullName = (group: FieldGroup, field: Field): string =>
  group.fields.length === 1 && field.name === group.name ? group.name : `${group.name}.${field.name}`;

/** Every field of these groups by its whole name, in the order a picker shows them (ME-20). */
export const fieldsByName = (groups: readonly FieldGroup[]): Map<string, Field> =>
  new Map(groups.flatMap((group) => group.fields.map((field) => [fullName(group, field), field] as const)));

/** The groups that exist where a message is about `place` (ME-22). */
export const groupsAt = (groups: readonly FieldGroup[], place: Place): FieldGroup[] =>
  groups.filter(({ places }) => !places || places.includes(place));

/** Sample values of all groups, for a preview without a record; a list has two entries (ME-88). */
export const sampleValues = (groups: readonly FieldGroup[]) => {
  const samples = (group: FieldGroup): Fields =>
    Object.fromEntries(group.fields.map(({ name, sample }) => [name, sample]));
  const lists = groups.flatMap(({ name, each }) => {
    const entry = groups.find((group) => group.name === each);
    return entry ? [[name, [samples(entry), samples(entry)]] as const] : [];
  });
  return {
    groups: Object.fromEntries(groups.map((group) => [group.name, samples(group)])),
    lists: Object.fromEntries(lists),
  };
};
