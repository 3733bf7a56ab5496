import { timeAt } from '#ground/time.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import type { Saving } from './use-design.ts';
import { words } from './words.ts';

/** «Saved 14:02», or why not: always in sight while one designs. */
export const SavedNote = ({ saving }: { saving: Saving }) => {
  const { zone } = useClock();
  return (
    <span className="editor-saved" role="status" data-at={saving.at}>
      {sentence(saving, zone)}
    </span>
  );
};

const sentence = (saving: Saving, zone: string): string => {
  switch (saving.at) {
    case 'saved':
      return saving.when ? words.saved(timeAt(saving.when, zone)) : words.as_saved;
    case 'changed':
      return words.changed;
    case 'saving':
      return words.saving;
    case 'unreadable':
      return `${words.unreadable}: ${saving.problems[0]?.detail ?? ''}`;
    case 'unreached':
      return words.unreached;
    case 'refused':
      return saving.sentence;
    default:
      return saving satisfies never;
  }
};
