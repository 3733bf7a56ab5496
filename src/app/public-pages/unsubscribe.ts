import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { newId } from '#ground/id.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { Env } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { Address } from '#messages/addresses/model.ts';
import { addresses, knownAddresses, onAddress } from '#messages/addresses/store.ts';
import { type Link, openLink } from '#messages/links/store.ts';
import type { House } from '../house.ts';
import { behindLink } from './behind-link.ts';
import { inTokensPractice, tokenHere } from './opened.ts';
import type { OnFault } from './outage.ts';
import { nothingHere, publicPage } from './page.ts';

const PATH = '/u';

/**
 * `/u/<token>`: stopping reminders to an address, and taking that back. Opening it changes nothing, however often and by
 * whomever; the button's POST acts, and a mail program's `List-Unsubscribe=One-Click` (ME-110, ME-113, ME-114).
 */
export const unsubscribePages = (house: House, onFault: OnFault) =>
  behindLink<Shown>({
    path: PATH,
    publicUrl: house.publicUrl,
    onFault,
    opened: (token) => opened(house, token),
    page,
  })
    .use(bodyLimit({ maxSize: 4096 }))
    .post('/', async (c) => {
      const wish = (await c.req.parseBody()).wish === 'keep' ? 'keep' : 'stop';
      const done = await carryOut(house, tokenHere(c), wish, 'page');
      return done ? c.redirect(`${PATH}?of=${c.req.query('of')}`, 303) : nothingHere(c);
    })
    .post('/:token', async (c) => {
      const body = Object.entries(await c.req.parseBody());
      const isOneClick = body.length === 1 && body[0]![0] === 'List-Unsubscribe' && body[0]![1] === 'One-Click';
      const done = isOneClick && (await carryOut(house, c.req.param('token'), 'stop', 'one click'));
      return done ? c.text('Unsubscribed.') : nothingHere(c);
    });

interface Shown extends Link {
  practice: string;
  known: Address | undefined;
}

const opened = ({ kernel }: House, token: string): Promise<Shown | null> =>
  inTokensPractice(kernel, token, async (desk) => shownAt(desk, await openLink(desk, 'unsubscribe', token)));

const shownAt = async (desk: Desk, link: Link | null): Promise<Shown | null> => {
  if (!link) return null;
  const known = (await knownAddresses(desk, [link])).get(`${link.channel}:${link.address}`);
  return { ...link, practice: desk.practice.name, known };
};

/** False where the token opens nothing. Doing it twice changes nothing and is told once. */
const carryOut = async (
  { kernel, sending }: House,
  token: string,
  wish: 'stop' | 'keep',
  how: 'page' | 'one click',
): Promise<boolean> => {
  const done = await again(() =>
    inTokensPractice(kernel, token, async (desk) => {
      const link = await openLink(desk, 'unsubscribe', token);
      if (!link) return false;
      const caller = { who: systemWho('links'), request_id: newId() };
      const { channel, address, message_id } = link;
      const command =
        wish === 'stop'
          ? ({ do: 'unsubscribed', evidence: EVIDENCE[how], channel, address } as const)
          : ({ do: 'resubscribed', channel, address } as const);
      await act(kernel, desk, caller, addresses, [onAddress(desk.practice.id, command)]);
      if (how === 'page' && message_id)
        await act(kernel, desk, caller, sending.room, [{ id: message_id, command: { do: 'pressed', at: desk.now } }]);
      return true;
    }),
  );
  return done === true;
};

const EVIDENCE = {
  page: 'The recipient pressed «Stop reminders» on the page of the link.',
  'one click': 'The recipient’s mail program unsubscribed with one click.',
} as const;

const page = (c: Context<Env>, { practice, address, known }: Shown) => {
  const stopped = known?.reason ?? null;
  const stays = `Invoices, and answers that somebody at ${practice} writes to you, still arrive.`;
  if (!stopped)
    return publicPage(c, {
      title: 'Stop reminders',
      practice,
      content: html`<h1>Stop reminders to ${address}?</h1>
<p>${practice} sends reminders about open invoices and missing papers to this address.</p>
${button('stop', 'Stop reminders')}
<p class="quiet">${stays}</p>`,
    });
  return publicPage(c, {
    title: 'No more reminders',
    practice,
    content: html`<h1>No more reminders go to ${address}</h1>
<p>${stays}</p>
${stopped === 'unsubscribed' ? button('keep', 'Keep receiving reminders', 'second') : ''}`,
  });
};

/** Sent to the address of the page itself, which names the link and not its token. */
const button = (wish: string, label: string, look = '') =>
  html`<form method="post"><input type="hidden" name="wish" value="${wish}"><button class="${look}" type="submit">${label}</button></form>`;
