import type { Id } from '#ground/id.ts';
import { present } from '#kernel/access/members/who.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Ref } from '#kernel/decision/model.ts';
import type { Readable } from '#kernel/http/readable.ts';

/** Which of the things the member may still read, as they are now (PL-126, IN-173). */
export const readBy = async (
  desk: Desk,
  readable: Readable,
  member: Id,
  things: readonly { thing: Ref }[],
): Promise<(one: { thing: Ref }) => boolean> => {
  const who = things.length ? (await present(desk, member))?.who : null;
  const seen = who
    ? await readable(
        desk,
        who,
        things.map(({ thing }) => thing),
      )
    : new Set<Ref>();
  return ({ thing }) => seen.has(thing);
};
