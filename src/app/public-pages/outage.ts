import type { Context } from 'hono';
import { html } from 'hono/html';
import { type Part, partsOf } from '#kernel/files/multipart.ts';
import { HttpRefusal } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { type Markup, publicPage } from './page.ts';

/** Pages behind a link while the database does not answer: 503, and what was typed stays (IN-99). */

export type OnFault = (fault: unknown) => void;

/** In place of what was asked of the database. */
export const UNREACHED = Symbol('unreached');

/** What `work` gives; UNREACHED, with the fault told, where it broke. A refusal stays one, and so does a value nobody can keep. */
export const reached = async <T>(onFault: OnFault, work: Promise<T>): Promise<T | typeof UNREACHED> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof HttpRefusal || (error as { code?: string }).code?.startsWith('22')) throw error;
    onFault(error);
    return UNREACHED;
  }
};

export const DOWN = {
  text: 'We could not take this in just now. What you typed is still here: try again in a minute.',
  bad: true,
} as const;

const down = (c: Context<Env>, content: Markup) =>
  publicPage(c, { title: 'We cannot be reached just now', practice: null, status: 503, content });

/** Nothing was sent yet. */
export const closedForNow = (c: Context<Env>) => {
  c.header('retry-after', '60');
  return down(
    c,
    html`<h1>We cannot be reached just now</h1>
<p>Open this page again in a minute. Nothing is lost.</p>`,
  );
};

/** What was sent cannot even be asked where it belongs: it goes along, to be sent again by a button. Files have to be chosen anew. */
export const notTaken = async (c: Context<Env>, action: string) => {
  const { fields, files } = await sentHere(c);
  const texts = fields.filter(([name, value]) => name !== 'do' && value !== '');
  const wish = fields.find(([name]) => name === 'do')?.[1] ?? 'keep';
  c.header('retry-after', '60');
  return down(
    c,
    html`<h1>We could not take this in just now</h1>
<p>What you typed goes along with this page. Try again in a minute.${
      files.length ? ` Choose your files again then: ${files.join(', ')}.` : ''
    }</p>
<form method="post" action="${action}" enctype="multipart/form-data">
${texts.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="ends"><button name="do" value="${wish}">Try again</button></div>
</form>
${texts.length ? html`<h2>What you typed</h2><ul class="typed">${texts.map(([, value]) => html`<li>${value}</li>`)}</ul>` : ''}`,
  );
};

const MOST = 200_000;

const sentHere = async (c: Context<Env>): Promise<{ fields: [string, string][]; files: string[] }> => {
  const found = { fields: [] as [string, string][], files: [] as string[] };
  const body = c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null;
  if (!body) return found;
  try {
    for await (const part of partsOf(body, c.req.header('content-type') ?? '')) {
      if (part.filename) found.files.push(part.filename);
      else if (part.filename === null) found.fields.push([part.name, await textOf(part)]);
    }
  } catch {
    // what could be read is shown all the same
  }
  return found;
};

const textOf = async ({ body }: Part): Promise<string> => {
  let text = Buffer.alloc(0);
  for await (const chunk of body) if (text.length < MOST) text = Buffer.concat([text, chunk]);
  return text.toString('utf8');
};
