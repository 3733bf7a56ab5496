import type { Act } from '#kernel/access/roles/model.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Who } from '#kernel/decision/model.ts';

/** A live number beside a place of the frame: for whoever may `reads`, over what they may read. */
export interface Counter {
  /** The place's name in the answer: `inbox`, `my_work`. */
  place: string;
  reads: Act;
  count(desk: Desk, who: Who): Promise<number>;
}

/** What members choose for, and how it reaches whoever chose nothing (PL-125). */
export interface NoticeKind {
  kind: string;
  by_default: 'at_once' | 'digest' | 'app' | 'off';
}

/** Which kind a notice with this verb is; every verb has one. */
export type KindOfNotice = (verb: string) => NoticeKind;
