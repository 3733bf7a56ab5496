import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Id } from '#ground/id.ts';
import { type ListAnswer, useThing } from '#kernel/ui/query.ts';
import type { Content } from '#workflows/definitions/content.ts';
import { PLACES } from '../../people/data.ts';
import { FoundSelect } from '../../people/form/found-select.tsx';
import { words as people_words } from '../../people/words.ts';
import { capital } from '../say/who.ts';
import { words } from './words.ts';
import '../../people/record/record.css';

export type ShownKind = keyof typeof PLACES;
export interface ShownRecord {
  id: Id;
  kind: ShownKind;
  display_name: string;
}

/** For whom messages are shown while one designs; it stays from step to step. */
export interface ShownFor {
  /** Undefined: nobody was chosen, so it is the first there is; null: a sample. */
  chosen: ShownRecord | null | undefined;
  choose: (record: ShownRecord | null) => void;
}

/** The record whose messages are shown: the chosen one, else the first by name; undefined while that is not known yet. */
export const useShownRecord = (
  { subject_kinds }: Content,
  { chosen }: ShownFor,
): { record: ShownRecord | null | undefined } => {
  const kinds = shownKinds(subject_kinds);
  const first = useFound(kinds, '', chosen === undefined);
  if (chosen === null || (chosen && kinds.includes(chosen.kind))) return { record: chosen };
  return { record: first.loaded ? (first.found[0] ?? null) : undefined };
};

interface LetterRecordProps {
  content: Content;
  record: ShownRecord | null;
  choose: ShownFor['choose'];
}

/** Chooses another record by name, number or e-mail; cleared, a sample stands in. */
export const LetterRecord = ({ content, record, choose }: LetterRecordProps) => {
  const [typed, setTyped] = useState(record?.display_name ?? '');
  const [q] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const { found } = useFound(shownKinds(content.subject_kinds), q === record?.display_name ? '' : q, true);
  return (
    <FoundSelect
      className="letter-record"
      aria-label={words.letter_for}
      placeholder={words.letter_sample}
      typed={typed}
      onType={setTyped}
      found={found}
      chosen={record ?? undefined}
      choose={(one) => choose(one ?? null)}
      caption={({ kind }) => capital(people_words.kinds[kind])}
    />
  );
};

const PAUSE_MS = 180;

/** Clients before prospects: most work is for them. */
const shownKinds = (kinds: Content['subject_kinds']): ShownKind[] =>
  (['client', 'prospect', 'employee'] as const).filter((kind) => kinds.includes(kind));

const useFound = (
  kinds: readonly ShownKind[],
  q: string,
  wanted: boolean,
): { found: ShownRecord[]; loaded: boolean } => {
  const query = { limit: 10, sort: 'name', ...(q && { q }) };
  const asks = (kind: ShownKind) => wanted && kinds.includes(kind);
  type Rows = ListAnswer<{ id: Id; display_name: string }>;
  const lists = {
    client: useThing<Rows>(PLACES.client, query, { enabled: asks('client') }),
    prospect: useThing<Rows>(PLACES.prospect, query, { enabled: asks('prospect') }),
    employee: useThing<Rows>(PLACES.employee, query, { enabled: asks('employee') }),
  };
  return {
    found: kinds.flatMap((kind) =>
      (lists[kind].data?.items ?? []).map(({ id, display_name }) => ({ id, kind, display_name })),
    ),
    loaded: kinds.every((kind) => lists[kind].data || lists[kind].error),
  };
};
