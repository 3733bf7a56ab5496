import type { ReactNode } from 'react';

/** Something a person can do, as data: a button, a menu line, a palette line and a key all come from it. */
export interface Act {
  id: string;
  /** The verb: «Start workflow». */
  label: string;
  icon?: ReactNode;
  key?: string;
  /** The one thing to do here: drawn in the accent. */
  main?: boolean;
  danger?: boolean;
  /** The sentence of the rule that says no; the act is then shown but dead, and says why on focus (WF-190). */
  why_not?: string | undefined;
  /** A link instead of an act. */
  to?: string;
  run?: () => unknown;
}
