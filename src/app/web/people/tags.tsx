import type { Id } from '#ground/id.ts';
import type { TagRow } from './facts.ts';
import './people.css';

/** A tag: a dot of its colour and its name. */
export const TagMark = ({ tag }: { tag: Pick<TagRow, 'name' | 'colour'> }) => (
  <span className="tag">
    <span className="tag-dot" data-colour={tag.colour} aria-hidden />
    <span className="cut">{tag.name}</span>
  </span>
);

/** A tag among the options of a choice, with its colour; another option by its label. */
export const tagOption =
  (tags: readonly TagRow[]) =>
  ({ option }: { option: { value: string; label: string } }) => {
    const tag = tags.find(({ id }) => id === option.value);
    return tag ? <TagMark tag={tag} /> : option.label;
  };

interface TagListProps {
  ids: readonly Id[];
  tags: readonly TagRow[];
}

/** Tags in a cell or among facts; one that was deleted since is left out. */
export const TagList = ({ ids, tags }: TagListProps) => {
  const shown = tags.filter(({ id }) => ids.includes(id));
  if (shown.length === 0) return <span className="none">–</span>;
  return (
    <span className="tags" title={shown.map(({ name }) => name).join(', ')}>
      {shown.map((tag) => (
        <TagMark key={tag.id} tag={tag} />
      ))}
    </span>
  );
};
