import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';

/** Something open that a member has to do. */
export interface OpenWork {
  thing: Ref;
  title: string;
  /** Whom it is about, and where that record is. */
  about: string | null;
  about_id: Id | null;
  /** What it is part of: the workflow's name. */
  part_of: string | null;
  due_on: PlainDate | null;
  /** `review`, `approval`: waits for their judgement; `ready`: nobody began it; `begun`: somebody did. */
  is: 'review' | 'approval' | 'ready' | 'begun';
  /** Path on this Tickmark. */
  url: string;
}

/** What a part of the house puts into the digest: each part answers for all asked members at once (PL-125). */
export type DigestPart = (desk: Desk, members: readonly Id[]) => Promise<ReadonlyMap<Id, readonly OpenWork[]>>;

/** A line that a member was told in the app. */
export interface News {
  id: Id;
  kind: string;
  thing: Ref;
  title: string;
  about_id: Id | null;
  url: string;
}

export interface Line {
  title: string;
  /** «Harbour Café · Monthly payroll». */
  below: string | null;
  due: { words: string; late: boolean } | null;
  url: string;
}

export interface Section {
  id: 'review' | 'approval' | 'overdue' | 'today' | 'ready' | 'news';
  count: number;
  lines: readonly Line[];
  /** What the lines are about. */
  things: readonly Ref[];
}

/** What stands in one member's daily mail. */
export interface Digest {
  on: PlainDate;
  sections: readonly Section[];
  /** Overdue for longer than three days: told as a number until they are done. */
  long_overdue: number;
}
