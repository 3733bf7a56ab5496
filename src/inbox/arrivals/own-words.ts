/** Between what somebody wrote and the mail they answer, in mail programs that mark no quoted line. */
const ABOVE_ORIGINAL = [
  /^-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|message d.origine|mensaje original)\s*-{2,}$/i,
  /^_{20,}$/,
];
/** «From: …» and below it «Sent: …»: the head of the mail that is answered. */
const FROM = /^\*?(from|von|de|da|van)\s*:\*?\s*\S/i;
const SENT = /^\*?(sent|date|gesendet|datum|envoyé|enviado|to|an|à|para|subject|betreff|objet|asunto)\s*:/i;
/** «On Mon, 23 Nov 2026, Anna wrote:», over up to three lines. */
const WROTE = /^(on|am|le|el|il|op)\b.{3,300}:$/is;

/**
 * What somebody wrote themselves in the text of an answer: without the quoted mail, the line that names it, and their signature.
 * Answers between quoted lines, and below them, stay. Empty when they wrote nothing.
 */
export const ownWords = (text: string): string => {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd());
  const above = lines.slice(0, endOf(lines));
  const named = new Set(above.flatMap((_, at) => namingAt(above, at)));
  const own = above.filter((line, at) => !named.has(at) && !isQuoted(line));
  return own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};

const isQuoted = (line: string): boolean => /^\s*>/.test(line);

/** Where the mail that is answered, or the signature, begins. */
const endOf = (lines: readonly string[]): number => {
  const end = lines.findIndex(
    (line, at) =>
      /^-- ?$/.test(line) ||
      ABOVE_ORIGINAL.some((mark) => mark.test(line.trim())) ||
      (FROM.test(line) && lines.slice(at + 1, at + 5).some((next) => SENT.test(next))) ||
      (namingAt(lines, at).length > 0 && !isQuoted(nextOf(lines, at + namingAt(lines, at).length))),
  );
  return end < 0 ? lines.length : end;
};

/** The lines from `at` on that name the mail below them; none when none do. */
const namingAt = (lines: readonly string[], at: number): number[] => {
  for (const count of [1, 2, 3]) {
    const some = lines.slice(at, at + count);
    if (some.length === count && some.every(Boolean) && WROTE.test(some.join(' ').trim()) && namesMail(some.join(' ')))
      return some.map((_, i) => at + i);
  }
  return [];
};

/** Whoever writes «On Monday we need:» names no mail: such a line has a time, an address, or the word of the program. */
const namesMail = (line: string): boolean =>
  /(wrote|schrieb|a écrit|escribió|ha scritto|schreef)\b.{0,120}:$/i.test(line.trim());

const nextOf = (lines: readonly string[], from: number): string => lines.slice(from).find((line) => line !== '') ?? '>';
