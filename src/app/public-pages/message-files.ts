import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { type Id, newId } from '#ground/id.ts';
import { plural } from '#ground/text.ts';
import { addMilliseconds } from '#ground/time.ts';
import { systemWho } from '#kernel/access/roles/system.ts';
import type { Desk } from '#kernel/database/practice.ts';
import type { FileRow } from '#kernel/files/model.ts';
import { keyOf } from '#kernel/files/rules.ts';
import { attachmentHeaders } from '#kernel/files/sending.ts';
import { readFiles } from '#kernel/files/store.ts';
import type { Env } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import { openLink } from '#messages/links/store.ts';
import { megabytes } from '#messages/outbox/letter.ts';
import { FILES_KEPT_DAYS } from '#messages/outbox/model.ts';
import { messagesById } from '#messages/outbox/store.ts';
import type { House } from '../house.ts';
import { behindLink } from './behind-link.ts';
import { inTokensPractice, tokenHere } from './opened.ts';
import type { OnFault } from './outage.ts';
import { nothingHere, publicPage } from './page.ts';

const PATH = '/fetch';
const DAY_MS = 86_400_000;

/**
 * `/fetch/<token>`: the files of one message that were too large for a mail (ME-30). Opening it changes nothing; a button gives
 * a file, and is what tells that the link was pressed (ME-110, ME-115).
 */
export const messageFilePages = (house: House, onFault: OnFault) =>
  behindLink<Shown>({
    path: PATH,
    publicUrl: house.publicUrl,
    onFault,
    opened: (token) => opened(house, token),
    page,
  })
    .use(bodyLimit({ maxSize: 4096 }))
    .post('/', async (c) => {
      const wanted = String((await c.req.parseBody()).file ?? '');
      const shown = await pressed(house, tokenHere(c), wanted);
      const file = shown?.files.find(({ id }) => id === wanted);
      return shown && file ? sent(c, house, shown.practice_id, file) : nothingHere(c);
    });

interface Shown {
  practice_id: Id;
  practice: string;
  message_id: Id;
  subject: string | null;
  files: FileRow[];
}

const opened = ({ kernel }: House, token: string): Promise<Shown | null> =>
  inTokensPractice(kernel, token, (desk) => shownAt(desk, token));

const shownAt = async (desk: Desk, token: string): Promise<Shown | null> => {
  const since = addMilliseconds(desk.now, -FILES_KEPT_DAYS * DAY_MS);
  const link = await openLink(desk, 'files', token, since);
  const [message] = link?.message_id ? await messagesById(desk, [link.message_id]) : [];
  if (!message) return null;
  const rows = await readFiles(
    desk,
    message.attachments.map(({ file_id }) => file_id),
  );
  const files = rows.filter(({ state }) => state === 'ready');
  if (!files.length) return null;
  const { id, name } = desk.practice;
  return { practice_id: id, practice: name, message_id: message.id, subject: message.subject, files };
};

/** That a person wanted it is written down once (ME-115). */
const pressed = async ({ kernel, sending }: House, token: string, file: Id): Promise<Shown | null> =>
  again(() =>
    inTokensPractice(kernel, token, async (desk) => {
      const shown = await shownAt(desk, token);
      if (!shown?.files.some(({ id }) => id === file)) return null;
      const caller = { who: systemWho('links'), request_id: newId() };
      const command = { do: 'pressed', at: desk.now } as const;
      await act(kernel, desk, caller, sending.room, [{ id: shown.message_id, command }]);
      return shown;
    }),
  );

const sent = async (c: Context<Env>, { files }: House, practice: Id, file: FileRow): Promise<Response> => {
  c.set('content_policy', "sandbox; default-src 'none'; frame-ancestors 'none'");
  return new Response(await files.storage.read(keyOf(practice, file)), {
    headers: { ...attachmentHeaders(file), 'x-robots-tag': 'noindex' },
  });
};

const page = (c: Context<Env>, { practice, subject, files }: Shown) =>
  publicPage(c, {
    title: 'Files for you',
    practice,
    style: STYLE,
    content: html`<h1>${plural(files.length, 'file', 'files')} for you</h1>
<p>${practice} sent ${files.length === 1 ? 'it' : 'them'} with «${subject ?? 'a message'}».</p>
<ul class="files">${files.map(
      ({ id, name, bytes }) => html`<li><span>${name}<small>${megabytes(bytes)}</small></span>
<form method="post"><input type="hidden" name="file" value="${id}"><button class="second" type="submit" aria-label="Download ${name}">Download</button></form></li>`,
    )}</ul>
<p class="quiet">This page opens for ${FILES_KEPT_DAYS} days after the message left.</p>`,
  });

const STYLE = `
.files { margin: 24px 0 0; padding: 0; border-top: 1px solid var(--line); list-style: none; }
.files li { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 12px 0;
  border-bottom: 1px solid var(--line); }
.files span { min-width: 0; }
.files small { display: block; color: var(--quiet); font-size: 14px; line-height: 20px; }
.files form { flex: none; margin: 0; }`;
