import { words } from './words.ts';
import './small.css';

const initialsOf = (name: string): string => {
  const parts = name.split(/[\s-]+/).filter((p) => /^\p{L}|\p{N}/u.test(p));
  const first = parts[0]?.[0] ?? '?';
  const last = parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
};

const shadeOf = (name: string): number => [...name].reduce((sum, c) => sum + (c.codePointAt(0) ?? 0), 0) % 4;

interface PersonProps {
  /** Absent or null: nobody yet. */
  name: string | null | undefined;
  /** Only the picture; the name is in its title and read out. */
  bare?: boolean;
  size?: 20 | 32;
  /** «for A»: whom this person stands in for. */
  deputy_for?: string;
}

/** A person by picture and name, never by id. @example <Person name={task.assignee_name} /> */
export const Person = ({ name, bare, size = 20, deputy_for }: PersonProps) => {
  const spoken = name || words.nobody_yet;
  const picture = (
    <span
      className="person-picture"
      data-size={size}
      data-shade={name ? shadeOf(name) : undefined}
      data-nobody={name ? undefined : ''}
      aria-hidden={bare ? undefined : true}
      {...(bare ? { role: 'img', 'aria-label': spoken, title: spoken } : {})}
    >
      {name ? initialsOf(name) : ''}
    </span>
  );
  if (bare) return picture;
  return (
    <span className="person">
      {picture}
      <span className="person-words">
        <span className={`cut${name ? '' : ' quiet'}`}>{spoken}</span>
        {deputy_for && <span className="caption cut"> for {deputy_for}</span>}
      </span>
    </span>
  );
};
