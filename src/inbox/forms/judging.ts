import { type Answers, sayAnswer } from '#forms/answers.ts';
import type { Design, Question } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import { type Instant, millisecondsBetween } from '#ground/time.ts';

/** What an answer from outside is held to be, and what its item is called. */

const FASTEST_MS = 3_000;
const MOST_LINKS = 5;

/** The reason of an answer whose browser did no work: alone among them it can be taken back by whoever sent it. */
export const NO_EFFORT = 'It came from a browser that runs no scripts, or from a program.';

/**
 * Why it is set aside and makes no item: a field that no person sees was filled, it came within 3 seconds of its page, it
 * holds more than 5 links, or its browser did not do the page's work; null for all others. Nothing is refused for it: the
 * sender sees the same receipt (IN-95).
 */
export const suspicion = ({
  trap,
  opened_at,
  now,
  answers,
  worked,
}: {
  trap: string;
  opened_at: Instant;
  now: Instant;
  answers: Answers;
  worked: boolean;
}): string | null => {
  if (trap.trim()) return 'A field that people do not see was filled in.';
  if (millisecondsBetween(opened_at, now) < FASTEST_MS) return 'It was sent within three seconds of opening the page.';
  const links = Object.values(answers).reduce<number>((sum, one) => sum + linksIn(String(one ?? '')), 0);
  if (links > MOST_LINKS) return `It holds ${links} links.`;
  return worked ? null : NO_EFFORT;
};

const linksIn = (text: string): number => text.match(/\bhttps?:\/\/|\bwww\./gi)?.length ?? 0;

/** Whoever wrote, as far as the answers say so: the first e-mail address, phone number and short text that stand there. */
const contactOf = (questions: readonly Question[], answers: Answers) => {
  const first = (...kinds: Question['kind'][]): string => {
    const one = questions.find(({ key, kind }) => kinds.includes(kind) && typeof answers[key] === 'string');
    return one ? String(answers[one.key]).trim() : '';
  };
  const [name, email, phone] = [
    first('short_text', 'statement').slice(0, 200),
    first('email'),
    first('phone').slice(0, 40),
  ];
  if (!name && !email && !phone) return null;
  return { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) };
};

const SUBJECT_MAX = 300;

/** «New enquiry: Harbour Bakery», or the form's title alone. */
const subjectOf = (title: string, contact: { name?: string; email?: string } | null): string => {
  const who = contact?.name ?? contact?.email;
  return (who ? `${title}: ${who}` : title).slice(0, SUBJECT_MAX);
};

/** What makes the item of an answer (IN-90). */
export const itemOf = (
  { title, questions }: Pick<Design, 'title' | 'questions'>,
  { id, answers }: { id: Id; answers: Answers },
) => {
  const contact = contactOf(questions, answers);
  const subject = subjectOf(title, contact);
  return { do: 'take_answer' as const, subject, contact, form_answer_id: id };
};

/** The questions that were answered, each with its answer as people read it. */
export const saidOf = (
  questions: readonly Question[],
  answers: Answers,
  name: (file: string) => string,
): { key: string; label: string; says: string }[] =>
  questions.flatMap((one) => {
    const says = sayAnswer(one, answers[one.key] ?? null, name);
    return says === '' ? [] : [{ key: one.key, label: one.label, says }];
  });
