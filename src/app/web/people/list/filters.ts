import { useMemo } from 'react';
import { api } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import type { Filter, Option } from '#kernel/ui/list/model.ts';
import type { ListAnswer } from '#kernel/ui/query.ts';
import { type PersonKind, ROLES, type RoleOnPerson } from '#people/persons/model.ts';
import { useMe } from '../../me/me.ts';
import { type FieldRow, type MemberLine, PLACES, useEveryone, useFields, useTags } from '../data.ts';
import type { PersonRow, TagRow } from '../facts.ts';
import { monthName, words } from '../words.ts';

const { filters: said } = words;
const GAPS = Object.entries(words.gaps).map(([value, label]) => ({ value, label }));

/** The filters of prospects and clients, as far as the practice has something to choose from (people.md section 4). */
export const usePersonFilters = (kind: PersonKind): Filter[] => {
  const { member } = useMe();
  const { locale } = useClock();
  const everyone = useEveryone();
  const tags = useTags(kind);
  const fields = useFields(kind);
  return useMemo(() => {
    const people = peopleOptions(everyone, member?.id);
    const names = new Map(everyone.map(({ id, name }) => [id, name]));
    return [
      ...(kind === 'client' ? ROLES : (['assignee'] as const)).map((role) => roleFilter(role, people)),
      ...tagFilter(tags),
      ...(kind === 'prospect' ? [sourceFilter] : [yearEndFilter(locale)]),
      ...work(kind),
      { key: 'missing', label: said.missing, single: true, options: GAPS, say: said.lacks },
      {
        key: 'do_not_contact',
        label: said.contact,
        single: true,
        options: [
          { value: 'true', label: said.not_to_contact },
          { value: 'false', label: said.may_contact },
        ],
      },
      ...ownFilter(fields, names),
    ];
  }, [kind, member?.id, locale, everyone, tags, fields]);
};

/** Me, nobody, everybody. */
export const peopleOptions = (everyone: readonly MemberLine[], me: string | undefined): Option[] => [
  ...(me ? [{ value: me, label: said.me }] : []),
  { value: 'nobody', label: said.nobody },
  ...everyone
    .filter(({ id, state }) => id !== me && state === 'active')
    .map(({ id, name }) => ({ value: id, label: name })),
];

export const roleFilter = (role: RoleOnPerson, options: readonly Option[]): Filter => ({
  key: role,
  label: words.roles[role],
  single: true,
  options,
  say: said.is(words.roles[role]),
});

const tagFilter = (tags: readonly TagRow[]): Filter[] =>
  tags.length
    ? [
        {
          key: 'tag',
          label: said.tag,
          single: true,
          options: tags.map(({ id, name }) => ({ value: id, label: name })),
          say: said.tagged,
        },
      ]
    : [];

/** Sources that were typed so far; the newest hundreds are enough to choose from. */
const sourceFilter: Filter = {
  key: 'source',
  label: said.source,
  single: true,
  say: said.from,
  options: async () => {
    const { items } = await api.get<ListAnswer<PersonRow>>(PLACES.prospect, { limit: 200, sort: '-created_at' });
    const sources = [...new Set(items.flatMap(({ source }) => source ?? []))].toSorted((a, b) => a.localeCompare(b));
    return sources.map((source) => ({ value: source, label: source }));
  },
};

const yearEndFilter = (locale: string): Filter => ({
  key: 'year_end_month',
  label: said.year_end,
  single: true,
  say: said.ends_in,
  options: Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: monthName(i + 1, locale) })),
});

const work = (kind: PersonKind): Filter[] => [
  {
    key: 'has_open_run',
    label: said.runs,
    single: true,
    options: [
      { value: 'true', label: said.with_run },
      { value: 'false', label: said.without_run },
    ],
  },
  {
    key: 'workflow',
    label: said.workflow,
    single: true,
    say: said.on_workflow,
    options: async () => {
      const query = { limit: 200, sort: 'name', kind, collection: 'false' };
      const { items } = await api.get<ListAnswer<{ id: string; name: string }>>('/workflows', query);
      return items.map(({ id, name }) => ({ value: id, label: name }));
    },
  },
];

/** Own fields with few values: their pairs, «Payroll day: Friday» (PE-65). */
const ownFilter = (fields: readonly FieldRow[], names: ReadonlyMap<string, string>): Filter[] => {
  const options = fields.flatMap((field) =>
    valuesOf(field, names).map(([value, label]) => ({
      value: `${field.key}:${value}`,
      label: `${field.label}: ${label}`,
    })),
  );
  return options.length ? [{ key: 'custom', label: said.own, single: true, options }] : [];
};

const valuesOf = ({ type, choices }: FieldRow, names: ReadonlyMap<string, string>): (readonly [string, string])[] => {
  if (type === 'choice') return choices.map((choice) => [choice, choice]);
  if (type === 'member') return [...names];
  return type === 'yes_no'
    ? [
        ['true', said.yes],
        ['false', said.no],
      ]
    : [];
};
