import { html, raw } from 'hono/html';
import type { Design } from '#forms/model.ts';
import { EFFORT } from '#inbox/forms/effort.ts';
import { type Filled, fieldOf, shownStyle } from './form-fields.ts';
import { FORM_STYLE } from './form-style.ts';
import { type Markup, pageOf } from './page.ts';

/** What stands above the questions. */
export interface Notice {
  text: string;
  bad?: boolean;
}

const NOTHING: Filled = { answers: {}, wrong: {}, files: {} };

/** The page on which somebody answers a form; drawn whole by the server, for a phone and without a script (IN-92). */
export const formContent = (
  design: Design,
  filled: Filled,
  /** `trap`: the name of a field that no person sees, and the page's number to work on; such a page keeps nothing for later. */
  more: { action: string; notice?: Notice | undefined; trap?: { name: string; page: string } },
): Markup =>
  html`<h1>${design.title}</h1>
${design.intro ? html`<p class="intro">${design.intro}</p>` : ''}
${more.notice ? html`<p class="notice${more.notice.bad ? ' bad' : ''}" role="status">${more.notice.text}</p>` : ''}
<form method="post" action="${more.action}" enctype="multipart/form-data" novalidate${more.trap ? html` data-effort="${more.trap.page}"` : ''}>
<style>${raw(shownStyle(design.questions))}</style>
${design.questions.map((question) => fieldOf(question, filled))}
${more.trap ? trapOf(more.trap) : ''}<div class="ends"><button name="do" value="send">Send</button>${more.trap ? '' : LATER}</div>
${more.trap ? '' : keeping(design)}
</form>`;

const LATER = html`
<button class="second" name="do" value="keep">Keep for later</button>`;

const keeping = ({ questions }: Design): Markup =>
  html`<p class="quiet">What you keep stays here for 30 days: open the link in your message again to go on.${
    questions.some(({ kind }) => kind === 'file') ? ' Files that are not sent within a day are removed.' : ''
  }</p>`;

/** Out of sight and out of the way of keys and readers; whoever fills it in is no person (IN-95). */
const trapOf = ({ name }: { name: string }): Markup =>
  html`<input type="hidden" name="${EFFORT.field}">
<div class="unseen" aria-hidden="true"><label>Leave this empty<input name="${name}" tabindex="-1" autocomplete="off"></label></div>
`;

/** The whole page as text, as whoever is asked will see it; it leads nowhere. */
export const formPreview = async (design: Design, practice: string): Promise<string> =>
  String(
    await pageOf({
      title: design.title,
      practice,
      kind: 'form',
      style: FORM_STYLE,
      content: formContent(design, NOTHING, { action: '' }),
    }),
  );
