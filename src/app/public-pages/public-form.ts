import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { sql } from 'kysely';
import { type Answers, readAnswers } from '#forms/answers.ts';
import { type Id, newId } from '#ground/id.ts';
import { NO_EFFORT, suspicion } from '#inbox/forms/judging.ts';
import { itemOfAnswer, makeItem } from '#inbox/forms/making.ts';
import type { FormAnswer } from '#inbox/forms/model.ts';
import { type AtAddress, answeredFrom, atAddress, formAnswers } from '#inbox/forms/store.ts';
import { asideByRule } from '#inbox/triage/rules.ts';
import { inWords, spend } from '#kernel/access/sessions/limits.ts';
import { networkOf } from '#kernel/access/sessions/network.ts';
import { type Desk, inPractice, NoPractice } from '#kernel/database/practice.ts';
import type { Refusal } from '#kernel/decision/model.ts';
import type { Env } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import type { House } from '../house.ts';
import { items } from '../rooms.ts';
import { EFFORT_SCRIPT, workedOut } from './effort.ts';
import { formContent, type Notice } from './form-page.ts';
import { LINKS, TRAP } from './form-post.ts';
import { FORM_STYLE } from './form-style.ts';
import {
  MOST_BYTES,
  namesOf,
  ownFiles,
  postedIn,
  SOME_WRONG,
  sentencesOf,
  tooMuch,
  tooOften,
  typedTexts,
} from './forms.ts';
import { closedForNow, DOWN, notTaken, type OnFault, reached, UNREACHED } from './outage.ts';
import { publicPage } from './page.ts';
import { newPage, type OpenedPage, pageOfToken, pageToken } from './page-token.ts';

/**
 * `/f/<practice>/<form>`: a form that anybody may fill in. Looking at it changes nothing; «Send» makes one item, however often
 * it is pressed (IN-90, IN-92 … 99). It needs no script.
 */
export const publicFormPages = (house: House, around: Around) =>
  new Hono<Env>()
    .get('/:practice/:form', async (c) => {
      const there = await reached(around.onFault, opened(house, c));
      if (there === UNREACHED) return closedForNow(c);
      if (!there) return noSuchForm(c);
      if (c.req.query('received') !== undefined) return thanks(c, there);
      if (c.req.query('confirm') !== undefined && there.page) return confirmation(c, there);
      return page(house, c, there, {});
    })
    .post('/:practice/:form', bodyLimit({ maxSize: MOST_BYTES, onError: tooMuch as never }), async (c) => {
      const there = await reached(around.onFault, opened(house, c));
      if (there === UNREACHED) return notTaken(c, `${here(c)}?page=${encodeURIComponent(c.req.query('page') ?? '')}`);
      if (!there) return noSuchForm(c);
      return c.req.query('confirm') === undefined
        ? answered(house, c, there, around)
        : confirmed(house, c, there, around.onFault);
    });

interface Around {
  addressOf: (c: Context<Env>) => string | undefined;
  onFault: OnFault;
}

interface There extends AtAddress {
  practice: { id: Id; name: string };
  now: string;
  /** The page this came from, while it lives. */
  page: OpenedPage | null;
}

const here = (c: Context<Env>): string => new URL(c.req.url).pathname;

/** What stands at the address; null where nothing does. */
const opened = async (house: House, c: Context<Env>): Promise<There | null> => {
  const { practice: slug = '', form = '' } = c.req.param() as Record<string, string>;
  const { rows } = await sql<{ practice_id: Id }>`
    select practice_id from meta.intake_slug where slug = ${slug.toLowerCase()}`.execute(house.engine);
  const [found] = rows;
  if (!found) return null;
  const token = c.req.query('page') ?? '';
  try {
    return await inPractice(house.kernel.db, found.practice_id, async (desk) => {
      const first = await atAddress(desk, form);
      if (!first) return null;
      const from = pageOfToken(house.tokenKey, token, first.form.id, desk.now);
      const there = from ? await atAddress(desk, form, from.n) : first;
      return there && { ...there, practice: desk.practice, now: desk.now, page: from };
    });
  } catch (error) {
    if (error instanceof NoPractice) return null;
    throw error;
  }
};

const answered = async (house: House, c: Context<Env>, there: There, { addressOf, onFault }: Around) => {
  const posted = await postedIn(house, c, { practice: there.practice.id, questions: there.version.questions, onFault });
  const { practice, form, version } = there;
  const names = await reached(onFault, namesOf(house, practice.id, posted.files));
  const files = { ...there.page?.files, ...(names === UNREACHED ? {} : names) };
  const typed = ownFiles(version.questions, posted.typed, files);
  const at = { ...there, page: there.page && { ...there.page, files } };
  if (!form.open) return closed(c, there, typed);
  if (!at.page) return page(house, c, at, { typed, notice: OLD, status: 422 });
  const { answers, faults } = readAnswers(version.questions, typed);
  const wrong = { ...sentencesOf(faults), ...posted.wrong };
  if (Object.keys(wrong).length) return page(house, c, at, { typed, wrong, notice: SOME_WRONG });
  const spending = spend(house.access, [['form_answer', `${networkOf(addressOf(c))} ${form.id}`]]);
  const wait = await reached(onFault, spending);
  const down = { typed, notice: DOWN, status: 503 } as const;
  if (wait === UNREACHED) return page(house, c, at, down);
  if (wait !== null) {
    c.header('retry-after', String(wait));
    return page(house, c, at, { typed, notice: tooOften(inWords(wait)), status: 429 });
  }
  const worked = workedOut(at.page.page, posted.effort);
  const given = { answers, trap: posted.trap, worked, files: Object.keys(files).filter((id) => named(answers, id)) };
  const outcome = await reached(onFault, receive(house, at, at.page, given));
  if (outcome === UNREACHED) return page(house, c, at, down);
  if (!outcome.yes)
    return page(
      house,
      c,
      { ...at, page: { ...at.page, files: {} } },
      { typed: withoutFiles(at, typed), notice: { text: outcome.because, bad: true } },
    );
  const token = c.req.query('page') ?? '';
  return c.redirect(`${here(c)}?${outcome.unsure ? `confirm&page=${encodeURIComponent(token)}` : 'received'}`, 303);
};

const named = (answers: Answers, file: Id): boolean =>
  Object.values(answers).some((one) => Array.isArray(one) && one.includes(file));
const withoutFiles = ({ version }: There, typed: Answers): Answers => ownFiles(version.questions, typed, {});

interface Given {
  answers: Answers;
  trap: string;
  worked: boolean;
  files: Id[];
}

/** `unsure`: kept, but set aside only because the browser did no work, so whoever sent it is asked for one more press. */
type Received = { yes: true; unsure: boolean } | Refusal;

/** The answer with its one outcome, and its item, in one transaction; pressed twice it is received once (IN-94, IN-180). */
const receive = (house: House, there: There, from: OpenedPage, given: Given): Promise<Received> =>
  again(() =>
    inPractice(house.kernel.db, there.practice.id, async (desk) => {
      const before = await answeredFrom(desk, from.page);
      return before ? { yes: true, unsure: isUnsure(before) } : received(house, desk, there, { from, given });
    }),
  );

const isUnsure = ({ outcome, because }: Pick<FormAnswer, 'outcome' | 'because'>): boolean =>
  outcome === 'set_aside' && because === NO_EFFORT;

/** Somebody without scripts pressed once more: what was set aside for that alone becomes its item; pressed again it is thanked for. */
const confirmed = async (house: House, c: Context<Env>, there: There, onFault: OnFault) => {
  if (!there.page) return page(house, c, there, { notice: OLD });
  const { page: number } = there.page;
  const work = again(() =>
    inPractice(house.kernel.db, there.practice.id, async (desk) => {
      const answer = await answeredFrom(desk, number);
      if (!answer || !isUnsure(answer)) return;
      const caller = { who: LINKS, request_id: newId() };
      const made = await makeItem(house.kernel, items, desk, { caller, answer, assignee_id: there.form.assignee_id });
      if (!made.yes) throw new Error(made.because);
    }),
  );
  if ((await reached(onFault, work)) === UNREACHED) return closedForNow(c);
  return c.redirect(`${here(c)}?received`, 303);
};

const received = async (
  { kernel }: House,
  desk: Desk,
  { form, version }: There,
  { from, given: { answers, trap, worked, files } }: { from: OpenedPage; given: Given },
): Promise<Received> => {
  const caller = { who: LINKS, request_id: newId() };
  const id = newId();
  const suspect = suspicion({ trap, opened_at: from.opened_at, now: desk.now, answers, worked });
  const about = { id, form_id: form.id, answers, assignee_id: form.assignee_id };
  const { command, set_aside } = await itemOfAnswer(desk, version, about);
  // first, so that one press more makes no item of what a rule wants none of
  const because = set_aside ? asideByRule(set_aside) : suspect;
  const item_id = because ? null : newId();
  const given = { form_id: form.id, n: version.n, page: from.page, answers };
  const received = { do: 'receive', given, item_id, because, files } as const;
  const [outcome] = await act(kernel, desk, caller, formAnswers, [{ id, command: received }]);
  if (!outcome!.yes) return outcome!;
  if (!item_id) return { yes: true, unsure: because === NO_EFFORT };
  const [made] = await act(kernel, desk, caller, items, [{ id: item_id, command }]);
  if (!made!.yes) throw new Error(made!.because);
  return { yes: true, unsure: false };
};

const OLD: Notice = {
  text: 'This page had been open for very long. Look over what you typed, and press Send once more.',
  bad: true,
};

interface With {
  typed?: Answers;
  wrong?: Record<string, string>;
  notice?: Notice;
  status?: 422 | 429 | 503;
}

const page = (house: House, c: Context<Env>, there: There, { typed = {}, wrong = {}, notice, status }: With) => {
  const { form, newest, version, practice, now } = there;
  if (!form.open) return closed(c, there, typed);
  const from = there.page ?? newPage(form.id, newest.n, now);
  const shown = there.page ? version : newest;
  return publicPage(c, {
    title: shown.title,
    practice: practice.name,
    kind: 'form',
    style: FORM_STYLE,
    script: EFFORT_SCRIPT,
    status: status ?? (Object.keys(wrong).length || notice ? 422 : 200),
    content: formContent(
      shown,
      { answers: typed, wrong, files: from.files },
      {
        action: `${here(c)}?page=${encodeURIComponent(pageToken(house.tokenKey, from))}`,
        notice,
        trap: { name: TRAP, page: from.page },
      },
    ),
  });
};

const thanks = (c: Context<Env>, { newest, practice }: There) =>
  publicPage(c, {
    title: newest.title,
    practice: practice.name,
    kind: 'form',
    style: FORM_STYLE,
    content: html`<h1>Thank you</h1>
<p>${newest.title}</p>
<p>Your answer has arrived. There is nothing more to do here.</p>`,
  });

/** What came from a browser without scripts is kept; one press more tells it from what a program sent (IN-95). */
const confirmation = (c: Context<Env>, { newest, practice }: There) =>
  publicPage(c, {
    title: newest.title,
    practice: practice.name,
    kind: 'form',
    style: FORM_STYLE,
    content: html`<h1>One press more</h1>
<p>${newest.title}</p>
<p>Your answer has arrived. Your browser runs no scripts, so please confirm that a person sent it.</p>
<form method="post" action="${here(c)}?confirm&amp;page=${encodeURIComponent(c.req.query('page') ?? '')}"><button>I sent it myself</button></form>`,
  });

/** Plainly that it is closed; what was typed meanwhile can be copied from the page (IN-98). */
const closed = (c: Context<Env>, { newest, version, practice }: There, typed: Answers) => {
  return publicPage(c, {
    title: newest.title,
    practice: practice.name,
    kind: 'form',
    style: FORM_STYLE,
    status: 410,
    content: html`<h1>This form is closed</h1>
<p>${newest.title}</p>
<p>It takes no answers at the moment. Write to ${practice.name} instead.</p>
${typedTexts(version.questions, typed)}`,
  });
};

const noSuchForm = (c: Context<Env>) =>
  publicPage(c, {
    title: 'There is no form here',
    practice: null,
    status: 404,
    content: html`<h1>There is no form here</h1>
<p>Check the address, or ask whoever gave it to you.</p>`,
  });
