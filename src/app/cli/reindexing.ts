import { plural } from '#ground/text.ts';
import { type Reindexed, reindex } from '#kernel/search/reindex.ts';
import type { House } from '../house.ts';
import { practices } from './host.ts';

type Found = Reindexed & { slug: string };

/** Makes the search of every practice anew, one after another, and answers how each differed before (PL-121). */
export const reindexAll = async (house: House): Promise<Found[]> => {
  const found: Found[] = [];
  for (const { id, slug } of await practices(house)) found.push({ slug, ...(await reindex(house.kernel, id)) });
  return found;
};

/** What one practice's rebuild found, as the terminal says it. */
export const reindexLine = ({ slug, entries, missing, different, stray, words }: Found): string => {
  const wrong = [
    missing && `${missing} missing`,
    different && `${different} different`,
    stray && `${stray} of nothing`,
    words && `${plural(words, 'word', 'words')} by which nothing was found`,
  ].filter(Boolean);
  const of = `the search of ${plural(entries, 'thing', 'things')}`;
  return `${slug}: ${of} ${wrong.length ? `was put right: ${wrong.join(', ')}` : 'is as it should be'}`;
};
