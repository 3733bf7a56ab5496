import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { Env } from '#kernel/http/route.ts';
import { STYLE } from './style.ts';

/** What `html` made: escaped already. */
export type Markup = ReturnType<typeof html>;

/** No script but one of ours where a page has it, nothing of anybody else, sent nowhere but to us, in nobody's frame (ME-112). */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const WITH_SCRIPT = `${POLICY}; script-src 'self'`;

export interface PublicPage {
  title: string;
  /** Who speaks to the visitor; null where nobody may be named. */
  practice: string | null;
  content: Markup;
  /** What its main part is called in `style`, beyond the look of all public pages. */
  kind?: string;
  style?: string;
  /** The address of a script of ours; the page works without it. */
  script?: string;
  status?: 200 | 400 | 404 | 409 | 410 | 413 | 422 | 429 | 503;
}

/** A page for people who are not signed in, drawn by the server: works without script, in light and dark, kept by no cache. */
export const publicPage = async (c: Context<Env>, page: PublicPage) => {
  c.set('content_policy', page.script ? WITH_SCRIPT : POLICY);
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  return c.html(await pageOf(page), page.status ?? 200);
};

/** Its text, for a preview too. */
export const pageOf = ({ title, practice, content, kind = '', style = '', script }: PublicPage): Markup =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}${practice ? ` · ${practice}` : ''}</title>
<style>${raw(STYLE + style)}</style>
${script ? html`<script type="module" src="${script}"></script>` : ''}
</head>
<body>
<main class="${kind}" aria-label="${title}">
${practice ? html`<p class="practice">${practice}</p>` : ''}
${content}
</main>
</body>
</html>`;

/** The same for every link that opens nothing, whatever is wrong with it (ME-111). */
export const nothingHere = (c: Context<Env>) =>
  publicPage(c, {
    title: 'This link opens nothing',
    practice: null,
    status: 404,
    content: html`<h1>This link opens nothing</h1>
<p>It is not complete, or what it led to is no longer there. Open it once more from the message it came with, or write to whoever sent you that message.</p>`,
  });
