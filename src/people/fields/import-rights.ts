import { can, canAny, reads, writes } from '#kernel/access/roles/rules.ts';
import type { Refusal, Who } from '#kernel/decision/model.ts';
import { peopleWhole } from './rights.ts';

/** What a file may bring (PE-80). */
export const IMPORT_KINDS = ['client', 'prospect', 'contact', 'employee', 'authorization'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const people = (who: Who): Refusal | null =>
  can(who, writes('people', 'data.import')) ?? peopleWhole(who, 'import records');

/** Whether somebody may import a kind of record, asked by the server and by the screen alike (PE-80). */
export const mayImport: Readonly<Record<ImportKind, (who: Who) => Refusal | null>> = {
  client: people,
  prospect: people,
  authorization: people,
  employee: (who) => can(who, reads('people', 'employees.read')) ?? people(who),
  // Collections write is enough for contacts (PL-32).
  contact: (who) =>
    can(who, reads('people', 'data.import')) ??
    (canAny(who, [writes('collections')]) === null ? null : peopleWhole(who, 'import records')),
};

/** The kinds somebody may import. */
export const importableBy = (who: Who): ImportKind[] => IMPORT_KINDS.filter((kind) => mayImport[kind](who) === null);
