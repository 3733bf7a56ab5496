import type { Ability } from '#kernel/access/roles/abilities.ts';
import type { Act } from '#kernel/access/roles/model.ts';

/** A kind of thing that can be found: its heading, in the order of the house, and what it takes to read such things at all. */
export interface FoundKind {
  kind: string;
  label: string;
  reads: Act;
  /** Whoever lacks it finds only what is theirs (IN-142). */
  all?: Ability;
}
