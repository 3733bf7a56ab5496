import { innerMarks } from '#ground/text.ts';
import type { PlainDate } from '#ground/time.ts';
import { dayWords, newsLine } from './digest.ts';
import { htmlLetter, textLetter } from './layout.ts';
import type { Digest, Line, News, Section } from './model.ts';

/** The mails about one's own work, as they are read. Pure. */

export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** What a mail looks like before it is set in HTML and in text. */
export interface Sheet {
  practice: string;
  title: string;
  lead: string;
  parts: readonly { title: string | null; lines: readonly Line[]; more: { words: string; url: string } | null }[];
  act: { words: string; url: string };
  foot: string;
  settings: { words: string; url: string };
}

interface From {
  practice: string;
  public_url: string;
}

const TITLES: Record<Section['id'], string> = {
  review: 'Waiting for your review',
  approval: 'Waiting for your approval',
  overdue: 'Overdue',
  today: 'Due today',
  ready: 'Ready to start',
  news: 'What happened',
};
const MORE_AT: Record<Section['id'], string> = {
  review: '/my-work?view=reviews',
  approval: '/inbox?status=outstanding&origin=document&assignee=me',
  overdue: '/my-work',
  today: '/my-work',
  ready: '/my-work',
  news: '/notifications',
};
const SETTINGS = { words: 'Choose what you are told, and how', url: '/me#notifications' };

/** The daily digest: one mail, whatever parts have something to say (PL-125). */
export const digestLetter = (digest: Digest, { practice, public_url }: From): Letter => {
  const lead = leadOf(digest);
  const sheet: Sheet = {
    practice,
    title: dayWords(digest.on, { weekday: 'long', month: 'long' }),
    lead: `${lead[0]!.toUpperCase()}${lead.slice(1)}.`,
    parts: partsOf(digest),
    act: { words: 'Open My work', url: '/my-work' },
    foot: 'You get this mail on working days at 07:30, when there is something to say.',
    settings: SETTINGS,
  };
  const subject = `${shortDay(digest.on)}: ${lead}`;
  return { subject, text: textLetter(sheet, public_url), html: htmlLetter(sheet, public_url) };
};

/** What a member wants to know at once: one line is its own subject, several are counted. `answers`: it can be answered (IN-66). */
export const atOnceLetter = (
  news: readonly News[],
  { practice, public_url, answers = false }: From & { answers?: boolean },
): Letter => {
  const [first] = news;
  const one = news.length === 1;
  const subject = one ? oneLine(first!.title) : `${said(news.length)} things for you`;
  const sheet: Sheet = {
    practice,
    title: one ? innerMarks(first!.title) : subject,
    lead: one ? '' : 'These came within a minute of each other.',
    parts: one ? [] : [{ title: null, lines: news.map(newsLine), more: null }],
    act: one ? { words: 'Open it', url: newsLine(first!).url } : { words: 'Open notifications', url: '/notifications' },
    foot: `You asked to be told of this at once.${answers ? ' Your answer to this mail becomes a note on it, for members only.' : ''}`,
    settings: SETTINGS,
  };
  return { subject, text: textLetter(sheet, public_url), html: htmlLetter(sheet, public_url) };
};

const partsOf = ({ sections, long_overdue }: Digest): Sheet['parts'] => {
  const named = sections.map(({ id, count, lines }) => ({
    title: count > 1 ? `${TITLES[id]} (${said(count)})` : TITLES[id],
    lines,
    more: count > lines.length ? { words: `${said(count - lines.length)} more`, url: MORE_AT[id] } : null,
  }));
  if (!long_overdue) return named;
  const words = `${said(long_overdue)} in My work`;
  const late = { title: 'Overdue for more than three days', lines: [], more: { words, url: '/my-work' } };
  const after = sections.findLastIndex(({ id }) => id === 'review' || id === 'approval' || id === 'overdue') + 1;
  return named.toSpliced(after, 0, late);
};

/** «2 to review, 3 overdue, 1 due today». */
const leadOf = ({ sections, long_overdue }: Digest): string => {
  const count = (id: Section['id']) => sections.find((one) => one.id === id)?.count ?? 0;
  const counts = [
    [count('review'), 'to review'],
    [count('approval'), 'to approve'],
    [count('overdue') + long_overdue, 'overdue'],
    [count('today'), 'due today'],
    [count('ready'), 'ready to start'],
  ] as const;
  const words = counts.filter(([n]) => n > 0).map(([n, what]) => `${said(n)} ${what}`);
  return words.join(', ') || 'what happened since';
};

const said = (n: number): string => n.toLocaleString('en');

const shortDay = (date: PlainDate): string => dayWords(date, { weekday: 'short', month: 'short' });

const LONGEST_SUBJECT = 150;
const oneLine = (text: string): string => {
  const line = innerMarks(text.replace(/\s+/g, ' ').trim());
  return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1)}…` : line;
};
