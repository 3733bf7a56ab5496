import { api } from '#kernel/ui/client.ts';
import type { Filter, Option } from '#kernel/ui/list/model.ts';
import type { ListAnswer } from '#kernel/ui/query.ts';
import type { WaitlistRow } from '#people/persons/waitlists.ts';
import { roleFilter } from '../list/filters.ts';
import { words } from '../words.ts';

export const WAITLIST = '/waitlist-entries';
const { filters: said } = words;

/** Service, assignee, and how long (people.md section 4). */
export const waitlistFilters = (people: readonly Option[]): Filter[] => [
  serviceFilter,
  roleFilter('assignee', people),
  {
    key: 'longer_than_days',
    label: said.waiting,
    single: true,
    options: [7, 14, 30, 60, 90].map((n) => ({ value: String(n), label: words.days(n) })),
    say: said.waiting_over,
  },
];

/** Services that somebody waits for; upper and lower case are one, as the API takes them. */
const serviceFilter: Filter = {
  key: 'service',
  label: said.service,
  single: true,
  say: said.for_service,
  options: async () => {
    const { items } = await api.get<ListAnswer<WaitlistRow>>(WAITLIST, { limit: 200, sort: 'position' });
    const services = new Map(items.flatMap(({ service }) => (service ? [[service.toLowerCase(), service]] : [])));
    return [...services.values()].toSorted((a, b) => a.localeCompare(b)).map((value) => ({ value, label: value }));
  },
};
