import { DUES, PASTS, WHOSE } from '#inbox/items/filters.ts';
import { MARKS, ORIGINS, PRIORITIES, VERDICTS } from '#inbox/items/model.ts';
import { api } from '#kernel/ui/client.ts';
import type { Filter, Option } from '#kernel/ui/list/model.ts';
import { PROFILES, type ProfileRow } from '../documents/data.ts';
import { PLACES } from '../people/data.ts';
import type { PersonRow, TagRow } from '../people/facts.ts';
import { CATEGORIES, type CategoryRow } from './categories.ts';
import { words } from './words.ts';

/** What the inbox is narrowed by; each stands in the address, and any may be left out (IN-160). */

const listed = async <Row extends { id: string; name: string }>(path: string, query = {}): Promise<Row[]> =>
  (await api.get<{ items: Row[] }>(path, query)).items;
const named = ({ id, name }: { id: string; name: string }): Option => ({ value: id, label: name });
const worded = <Key extends string>(keys: readonly Key[], says: Readonly<Record<Key, string>>): Option[] =>
  keys.map((value) => ({ value, label: says[value] }));

type Member = { id: string; name: string; state: string };
/** Who is at work first; what those who are not have done or still have is asked for too. */
const members = async (): Promise<Option[]> => {
  const all = await listed<Member>('/members', { limit: 200, sort: 'name' });
  const here = all.filter(({ state }) => state === 'active').map(named);
  const left = all.filter(({ state }) => state === 'deactivated');
  return [...here, ...left.map(({ id, name }) => ({ value: id, label: words.left(name) }))];
};

const record = ({ id, display_name }: PersonRow): Option => ({ value: id, label: display_name });
/** One record by its id; whoever it is, gone or out of sight, its filter stays. */
const recordOf = async (id: string): Promise<Option[]> => {
  for (const place of [PLACES.client, PLACES.prospect]) {
    const found = await api.get<PersonRow>(`${place}/${id}`).catch(() => null);
    if (found) return [record(found)];
  }
  return [{ value: id, label: words.somebody_gone }];
};
const records = async (q: string): Promise<Option[]> => {
  const query = { ...(q && { q }), limit: 20, sort: 'name' };
  const [clients, prospects] = await Promise.all(
    [PLACES.client, PLACES.prospect].map((place) => api.get<{ items: PersonRow[] }>(place, query)),
  );
  return [...clients!.items, ...prospects!.items].map(record);
};

export const FILTERS: readonly Filter[] = [
  {
    key: 'assignee',
    label: words.filters.assignee,
    single: true,
    options: async () => [...worded(WHOSE, words.whose), ...(await members())],
    say: words.assigned_to,
  },
  {
    key: 'due',
    label: words.filters.due,
    single: true,
    options: worded(DUES, words.dues),
    days: words.due_days,
  },
  {
    key: 'client',
    label: words.filters.client,
    single: true,
    options: [],
    find: async (asked) =>
      'text' in asked ? records(asked.text) : (await Promise.all(asked.values.map(recordOf))).flat(),
  },
  {
    key: 'category',
    label: words.filters.category,
    single: true,
    options: async () => (await listed<CategoryRow>(CATEGORIES)).map(named),
  },
  {
    key: 'tag',
    label: words.filters.tag,
    single: true,
    options: async () =>
      (await listed<TagRow>('/tags', { limit: 200, sort: 'name' }))
        .filter(({ applies_to }) => applies_to.includes('item'))
        .map(named),
    say: words.tagged,
  },
  { key: 'origin', label: words.filters.origin, single: true, options: worded(ORIGINS, words.origins) },
  {
    key: 'received',
    label: words.filters.received,
    single: true,
    options: worded(PASTS, words.pasts),
    say: words.received_on,
    days: words.received_on,
  },
  {
    key: 'decided',
    label: words.filters.decided,
    single: true,
    options: worded(PASTS, words.pasts),
    say: words.decided_on,
    days: words.decided_on,
  },
  { key: 'decided_by', label: words.filters.decided_by, single: true, options: members, say: words.decided_by },
  {
    key: 'priority',
    label: words.filters.priority,
    single: true,
    options: worded(PRIORITIES, words.priorities),
    say: words.of_priority,
  },
  { key: 'held', label: words.filters.held, single: true, options: worded(['true', 'false'], words.helds) },
  {
    key: 'profile',
    label: words.filters.profile,
    single: true,
    options: async () => (await listed<ProfileRow>(PROFILES)).map(named),
  },
  { key: 'mark', label: words.filters.mark, single: true, options: worded(MARKS, words.marked) },
  {
    key: 'verdict',
    label: words.filters.verdict,
    single: true,
    options: worded(VERDICTS, words.verdicts),
    say: words.sender_is,
  },
];
