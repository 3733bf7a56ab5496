import { useMemo } from 'react';
import type { Id } from '#ground/id.ts';
import { useRefresh, useThing } from '#kernel/ui/query.ts';
import type { CustomField, FieldKind } from '#people/fields/model.ts';
import type { RecordKind, TagKind } from '#people/tags/model.ts';
import type { TagRow } from './facts.ts';

/** Queries and small facts that several of these pages share. */

export const PLACES = { prospect: '/prospects', client: '/clients', employee: '/employees' } as const;
export const placeOf = (kind: RecordKind, id: Id): string => `${PLACES[kind]}/${id}`;

/** What an act on a record makes old. */
const PEOPLE_PATHS = [
  '/prospects',
  '/clients',
  '/employees',
  '/waitlist-entries',
  '/contacts',
  '/authorizations',
  '/duplicates',
  '/merges',
  '/runs',
  '/counts',
  '/events',
] as const;

/** Asks everything about people again. */
export const useRefreshPeople = () => {
  const refresh = useRefresh();
  return useMemo(() => () => refresh(...PEOPLE_PATHS), [refresh]);
};

export interface MemberLine {
  id: Id;
  name: string;
  state: string;
}

const NONE: readonly never[] = [];

/** Everybody there is or was, by name. */
export const useEveryone = (): readonly MemberLine[] =>
  useThing<{ items: MemberLine[] }>('/members', { limit: 200, sort: 'name' }).data?.items ?? NONE;

/** Those who can be given a role (PE-41). */
export const useActiveMembers = (): readonly MemberLine[] => {
  const everyone = useEveryone();
  return useMemo(() => everyone.filter(({ state }) => state === 'active'), [everyone]);
};

/** The name of a member by id, or by the actor that stands in a record. */
export const useNameOf = (): ((id: string | null | undefined) => string | null) => {
  const everyone = useEveryone();
  return useMemo(() => {
    const names = new Map(everyone.map(({ id, name }) => [id, name]));
    return (id) => (id ? (names.get(id.replace(/^member:/, '')) ?? null) : null);
  }, [everyone]);
};

/** The practice's tags; those of one kind of record where a kind is named. */
export const useTags = (kind?: TagKind): readonly TagRow[] => {
  const { data } = useThing<{ items: TagRow[] }>('/tags', { limit: 200, sort: 'name' });
  return useMemo(
    () => data?.items.filter(({ applies_to }) => !kind || applies_to.includes(kind)) ?? NONE,
    [data, kind],
  );
};

export type FieldRow = Omit<CustomField, 'forgotten_at'>;

/** The practice's own fields of one kind of record. */
export const useFields = (kind: FieldKind): readonly FieldRow[] =>
  useThing<{ items: FieldRow[] }>('/custom-fields', { kind }).data?.items ?? NONE;
