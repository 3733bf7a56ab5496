import { fold } from '#ground/text.ts';
import type { MemberOption } from '../data.ts';

/** A comment names members as «@Sample Owner»; whom it names is read from its text when it is sent (WF-121). */

const MOST = 6;

/** The name somebody is typing before the caret: what stands behind the last «@» at the beginning of a word. Pure. */
export const typedName = (text: string, caret: number): { from: number; name: string } | undefined => {
  const before = text.slice(0, caret);
  const found = /(^|[\s(])@([^@\n]{0,40})$/.exec(before);
  return found ? { from: before.length - found[2]!.length - 1, name: found[2]! } : undefined;
};

/** Members with a word that begins so. Pure. */
export const membersLike = (members: readonly MemberOption[], name: string): MemberOption[] => {
  const wanted = fold(name.trim());
  return members
    .filter(
      (one) =>
        fold(one.name).startsWith(wanted) ||
        fold(one.name)
          .split(' ')
          .some((word) => word.startsWith(wanted)),
    )
    .slice(0, MOST);
};

/** The text with the name put in, and where the caret stands then. Pure. */
export const withName = (
  text: string,
  { from, caret, name }: { from: number; caret: number; name: string },
): { text: string; caret: number } => {
  const before = `${text.slice(0, from)}@${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
};

/** Whom the text names; of two names that begin alike the longer one counts. Pure. */
export const mentionedIn = (text: string, members: readonly MemberOption[]): string[] => {
  let left = text;
  const longestFirst = members.toSorted((a, b) => b.name.length - a.name.length);
  return longestFirst.flatMap(({ id, name }) => {
    if (!left.includes(`@${name}`)) return [];
    left = left.replaceAll(`@${name}`, '');
    return [id];
  });
};
