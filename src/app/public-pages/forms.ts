import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import type { Answers } from '#forms/answers.ts';
import type { Question } from '#forms/model.ts';
import { type Id, newId } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import { inWords, spend } from '#kernel/access/sessions/limits.ts';
import { networkOf } from '#kernel/access/sessions/network.ts';
import { type Desk, inPractice as within } from '#kernel/database/practice.ts';
import type { Problem, Refusal } from '#kernel/decision/model.ts';
import { MultipartFault } from '#kernel/files/multipart.ts';
import { readFiles } from '#kernel/files/store.ts';
import { httpRefusal } from '#kernel/http/problem.ts';
import type { Env } from '#kernel/http/route.ts';
import { act, again } from '#kernel/loop/perform.ts';
import { filesIn } from '#workflows/runs/answering.ts';
import { formStepOf, isOpenForm, lastDayOf } from '#workflows/runs/asking.ts';
import { FORM_PATH } from '#workflows/runs/form-letter.ts';
import { keepAnswers, type OpenSheet, openSheet, tookFiles } from '#workflows/runs/sheets.ts';
import { taskById } from '#workflows/runs/state.ts';
import { loadRuns } from '#workflows/runs/store.ts';
import { sayDay } from '#workflows/runs/words.ts';
import type { House } from '../house.ts';
import { subjects } from '../ports/subjects.ts';
import { runs } from '../rooms.ts';
import { behindLink } from './behind-link.ts';
import { formContent, type Notice } from './form-page.ts';
import { LINKS, type Posted, postedOf, UPLOADS } from './form-post.ts';
import { FORM_STYLE } from './form-style.ts';
import { inTokensPractice, tokenHere, WEEK_S } from './opened.ts';
import { DOWN, notTaken, type OnFault, reached, UNREACHED } from './outage.ts';
import { nothingHere, publicPage } from './page.ts';

/** Beyond the files that are taken in there is text, and what goes around it. */
export const MOST_BYTES = UPLOADS.bytes + 10 * 1_048_576;

/**
 * `/f/<token>`: the form of a step, answered by whoever was asked. Opening it changes nothing; «Keep for later» keeps what was
 * typed for 30 days, «Send» finishes the step, once (WF-57, IN-93, IN-94). It needs no script.
 */
export const formPages = (house: House, around: Around) =>
  behindLink<Shown>({
    path: FORM_PATH,
    publicUrl: house.publicUrl,
    maxAge: WEEK_S,
    onFault: around.onFault,
    opened: (token) => opened(house, token),
    page: (c, shown) => page(c, shown, { kept: c.req.query('kept') !== undefined }),
  }).post('/', bodyLimit({ maxSize: MOST_BYTES, onError: tooMuch as never }), async (c) => {
    const shown = await reached(around.onFault, opened(house, tokenHere(c)));
    if (shown === UNREACHED) return notTaken(c, here(c));
    return shown ? answered(house, c, shown, around) : nothingHere(c);
  });

interface Around {
  addressOf: (c: Context<Env>) => string | undefined;
  onFault: OnFault;
}

const here = (c: Context<Env>): string => `${FORM_PATH}?of=${c.req.query('of') ?? ''}`;

/** So much that it was not even read: the browser still has what was typed. */
export const tooMuch = (c: Context<Env>) =>
  publicPage(c, {
    title: 'This is too much at once',
    practice: null,
    status: 413,
    content: html`<h1>This is too much at once</h1>
<p>All files of an answer together have at most ${UPLOADS.bytes / 1_048_576} MB. Go back in your browser: what you typed is still there. Send fewer or smaller files.</p>`,
  });

interface Shown {
  sheet: OpenSheet;
  practice: { id: Id; name: string };
  state: 'open' | 'answered' | 'expired' | 'closed';
  until: PlainDate | null;
  /** Of files that were given and not sent yet, by id. */
  files: Record<Id, string>;
}

const opened = ({ kernel }: House, token: string): Promise<Shown | null> =>
  inTokensPractice(kernel, token, async (desk) => {
    const sheet = await openSheet(desk, token);
    return sheet && shownAt(desk, sheet);
  });

const shownAt = async (desk: Desk, sheet: OpenSheet): Promise<Shown | null> => {
  const run = (await loadRuns(desk, subjects, [sheet.run_id])).get(sheet.run_id);
  const task = run && taskById(run, sheet.task_id);
  if (!run || !task || task.round !== sheet.round) return null;
  const context = { ...desk, who: LINKS, newId };
  const step = formStepOf(run, task);
  const open = isOpenForm(run, task, context);
  const given = (await readFiles(desk, sheet.files)).filter(({ state, sha256 }) => state === 'uploading' && sha256);
  return {
    sheet,
    practice: desk.practice,
    state: open ? 'open' : task.state === 'done' ? 'answered' : task.asked?.expired_at ? 'expired' : 'closed',
    until: step && task.asked ? lastDayOf(run, { step, asked: task.asked }, context) : null,
    files: Object.fromEntries(given.map(({ id, name }) => [id, name])),
  };
};

const answered = async (house: House, c: Context<Env>, shown: Shown, { addressOf, onFault }: Around) => {
  const { sheet, practice } = shown;
  const posted = await postedIn(house, c, { practice: practice.id, questions: sheet.questions, onFault });
  const names = await reached(onFault, namesOf(house, practice.id, posted.files));
  const files = { ...shown.files, ...(names === UNREACHED ? {} : names) };
  const typed = ownFiles(sheet.questions, posted.typed, files);
  const at = { ...shown, files };
  if (shown.state !== 'open') return page(c, at, { typed });
  const down = { typed, notice: DOWN, status: 503 } as const;
  const keeping = inPractice(house, practice.id, (desk) => kept(desk, sheet, { typed, files: posted.files }));
  if ((await reached(onFault, keeping)) === UNREACHED) return page(c, at, down);
  const wrong = posted.wrong;
  if (posted.wish === 'keep')
    return Object.keys(wrong).length
      ? page(c, at, { typed, wrong, notice: SOME_WRONG })
      : c.redirect(`${here(c)}&kept`, 303);
  if (Object.keys(wrong).length) return page(c, at, { typed, wrong, notice: SOME_WRONG });
  const spending = spend(house.access, [['form_answer', `${networkOf(addressOf(c))} ${sheet.task_id}`]]);
  const wait = await reached(onFault, spending);
  if (wait === UNREACHED) return page(c, at, down);
  if (wait !== null) {
    c.header('retry-after', String(wait));
    return page(c, at, { typed, notice: tooOften(inWords(wait)), status: 429 });
  }
  const no = await reached(onFault, sent(house, practice.id, sheet, typed));
  if (no === UNREACHED) return page(c, at, down);
  if (!no?.errors?.length) return c.redirect(here(c), 303);
  return page(c, at, { typed, wrong: sentencesOf(no.errors), notice: SOME_WRONG });
};

/** What a page of a form sent, read as it streams in; refuses what is no form at all. */
export const postedIn = async (
  house: House,
  c: Context<Env>,
  about: { practice: Id; questions: readonly Question[]; onFault: OnFault },
): Promise<Posted> => {
  const body = c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null;
  if (!body) throw httpRefusal(400, 'unreadable', 'There is nothing in this answer.');
  try {
    return await postedOf(house, about, { body, type: c.req.header('content-type') ?? '' });
  } catch (error) {
    if (error instanceof MultipartFault) throw httpRefusal(400, 'unreadable', error.message);
    throw error;
  }
};

const inPractice = async <T>({ kernel }: House, practice: Id, work: (desk: Desk) => Promise<T>): Promise<T> =>
  again(() => within(kernel.db, practice, work));

const kept = async (desk: Desk, sheet: OpenSheet, { typed, files }: { typed: Answers; files: Id[] }): Promise<void> => {
  await tookFiles(desk, sheet, files);
  await keepAnswers(desk, sheet, typed);
};

/** What files are called, by id. */
export const namesOf = (house: House, practice: Id, ids: readonly Id[]): Promise<Record<Id, string>> =>
  inPractice(house, practice, async (desk) =>
    Object.fromEntries((await readFiles(desk, ids)).map(({ id, name }) => [id, name])),
  );

/** Only what was uploaded on this page can be sent from it. */
export const ownFiles = (questions: readonly Question[], typed: Answers, files: Record<Id, string>): Answers =>
  Object.fromEntries(
    Object.entries(typed).map(([key, value]) => {
      const isFile = questions.some((one) => one.key === key && one.kind === 'file');
      return [key, isFile && Array.isArray(value) ? value.filter((id) => files[String(id)]) : value];
    }),
  );

/** Sent twice it is answered once: the second finds it done. */
const sent = (house: House, practice: Id, sheet: OpenSheet, answers: Answers): Promise<Refusal | null> =>
  inPractice(house, practice, async (desk) => {
    const { task_id: task, round, run_id } = sheet;
    const command = { do: 'client_answered', task, round, answers, files: filesIn(sheet, answers) } as const;
    const caller = { who: LINKS, request_id: newId() };
    const [outcome] = await act(house.kernel, desk, caller, runs, [{ id: run_id, command }]);
    return outcome!.yes ? null : outcome!;
  });

/** What is wrong, by the key of its question. */
export const sentencesOf = (errors: readonly Problem[]): Record<string, string> =>
  Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.replace('/answers/', ''), detail]));

export const SOME_WRONG: Notice = {
  text: 'Something is missing or cannot be read. It is marked below; the rest stays as you typed it.',
  bad: true,
};
export const tooOften = (wait: string): Notice => ({
  text: `This was sent too often in a short time. What you typed is kept; try again in ${wait}.`,
  bad: true,
});

interface With {
  typed?: Answers;
  wrong?: Record<string, string>;
  notice?: Notice;
  kept?: boolean;
  status?: 429 | 503;
}

const page = (c: Context<Env>, shown: Shown, { typed, wrong = {}, notice, kept: wasKept, status }: With) => {
  const { sheet, practice, state, until, files } = shown;
  const common = { title: sheet.title, practice: practice.name, kind: 'form', style: FORM_STYLE };
  if (state !== 'open')
    return publicPage(c, { ...common, status: state === 'answered' ? 200 : 410, content: over(shown, typed) });
  const keptNotice = {
    text: `Kept. Open the link in your message again to go on${until ? `, until ${sayDay(until)}` : ''}.`,
  };
  return publicPage(c, {
    ...common,
    status: status ?? (Object.keys(wrong).length ? 422 : 200),
    content: formContent(
      sheet,
      { answers: typed ?? sheet.kept ?? {}, wrong, files },
      { action: here(c), notice: notice ?? (wasKept ? keptNotice : undefined) },
    ),
  });
};

const OVER = {
  answered: ['Thank you', 'Your answer has arrived. There is nothing more to do here.'],
  expired: ['This link is over', 'It can no longer be answered here.'],
  closed: ['This is not asked any more', 'It was answered another way, or is not needed any more.'],
} as const;

/** Plainly that it is over, and to whom to turn; what was typed meanwhile can be copied from the page (IN-98). */
const over = ({ sheet, practice, state }: Shown, typed: Answers = {}) => {
  const [title, text] = OVER[state as keyof typeof OVER];
  return html`<h1>${title}</h1>
<p>${sheet.title}</p>
<p>${text}${state === 'answered' ? '' : ` Write to ${practice.name}, or answer the message the link came with.`}</p>
${state === 'answered' ? '' : typedTexts(sheet.questions, typed)}`;
};

/** What was typed on a page that takes nothing any more, to be copied from it (IN-98). */
export const typedTexts = (questions: readonly Question[], typed: Answers) => {
  const texts = questions.filter(({ key }) => typeof typed[key] === 'string' && typed[key] !== '');
  return texts.length
    ? html`<h2>What you typed</h2><dl class="typed">${texts.map(
        (one) => html`<dt>${one.label}</dt><dd>${String(typed[one.key])}</dd>`,
      )}</dl>`
    : '';
};
