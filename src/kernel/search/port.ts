import type { RawBuilder } from 'kysely';
import type { Ability } from '#kernel/access/roles/abilities.ts';
import type { Act } from '#kernel/access/roles/model.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';

/** A kind of thing that can be found: its heading, in the order of the house, and what it takes to read such things at all. */
export interface FoundKind {
  kind: string;
  label: string;
  reads: Act;
  /** Whoever lacks it finds only what is theirs (IN-142). */
  all?: Ability;
  /** What else they find all the same: a condition over `e`, the entry (IN-143). */
  also?: (desk: Desk, who: Who) => RawBuilder<boolean>;
}
