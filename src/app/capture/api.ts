import { z } from '@hono/zod-openapi';
import type { Act } from '#kernel/access/roles/model.ts';
import { can, writes } from '#kernel/access/roles/rules.ts';
import type { Who } from '#kernel/decision/model.ts';
import { notFound } from '#kernel/decision/rules.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import { answers, atDesk, route, router } from '#kernel/http/route.ts';
import type { House } from '../house.ts';
import { type Captured, capturedLetters } from './folder.ts';
import { withoutSecret } from './letters.ts';

const SEES: Act = { module: null, level: 'read', ability: 'sandbox.use' };
const INVITES = writes('settings', 'members.manage');
const MOST = 100;

const letter = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    at: z.string(),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    /** The secret half of its link was left out. */
    link_hidden: z.boolean(),
  })
  .openapi('CapturedMessage');

const list = route(SEES, {
  method: 'get',
  path: '/capture/messages',
  responses: answers(200, z.object({ items: z.array(letter) })),
});

/**
 * What would have left a demo or sandbox, newest first, at most 100 (PL-17). Absent in a live practice, whose letters are for
 * their receivers and the operator.
 */
export const captureApi = ({ kernel, dataDir }: House) =>
  router().openapi(list, async (c) => {
    const place = c.get('place');
    const kind = await atDesk(kernel, place, async (desk) => desk.practice.kind);
    if (kind === 'live') throw new HttpRefusal(notFound());
    const letters = await capturedLetters(dataDir, place.practice_id, MOST);
    return c.json({ items: letters.map((one) => shownTo(place.caller.who, one)) }, 200);
  });

/**
 * A link in a letter signs its holder in as somebody else, in every practice they belong to. So it is cut, but for an
 * invitation that the reader could have made.
 */
const shownTo = (who: Who, captured: Captured): Captured & { link_hidden: boolean } => {
  const open = captured.kind === 'invitation' && can(who, INVITES) === null;
  const text = open ? captured.text : withoutSecret(captured.text);
  return { ...captured, text, link_hidden: text !== captured.text };
};
