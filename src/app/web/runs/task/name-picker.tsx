import type { KeyboardEvent } from 'react';
import { useId, useState } from 'react';
import { Person } from '#kernel/ui/person.tsx';
import { type MemberOption, useMembers } from '../data.ts';
import { membersLike, typedName, withName } from './mentions.ts';
import { words } from './words.ts';

const intoSight = (list: HTMLElement | null) => list?.scrollIntoView({ block: 'nearest' });

interface NamesOptions {
  text: string;
  /** Where the caret stands; undefined while the field has no focus. */
  caret: number | undefined;
  put: (text: string, caret: number) => void;
}

/** The names that fit what is typed behind «@», and the keys that choose one. */
export const useNames = ({ text, caret, put }: NamesOptions) => {
  const members = useMembers();
  const id = useId();
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState<number>();
  const typed = caret === undefined ? undefined : typedName(text, caret);
  const found = typed && typed.from !== shut ? membersLike(members, typed.name) : [];
  const open = found.length > 0;
  const marked = Math.min(at, found.length - 1);
  const choose = ({ name }: MemberOption) => {
    const next = withName(text, { from: typed!.from, caret: caret!, name });
    setAt(0);
    put(next.text, next.caret);
  };
  /** True when the key was for the list. */
  const key = ({ key: pressed, ctrlKey, metaKey }: KeyboardEvent): boolean => {
    if (!open || ctrlKey || metaKey) return false;
    if (pressed === 'ArrowDown' || pressed === 'ArrowUp')
      setAt((marked + (pressed === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    else if (pressed === 'Enter' || pressed === 'Tab') choose(found[marked]!);
    else if (pressed === 'Escape') setShut(typed!.from);
    else return false;
    return true;
  };
  const list = open && (
    <div ref={intoSight} className="names" id={id} role="listbox" aria-label={words.mention}>
      {found.map((member, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
        <div
          key={member.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === marked}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(member)}
        >
          <Person name={member.name} />
        </div>
      ))}
    </div>
  );
  const field = {
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': open ? id : undefined,
    'aria-activedescendant': open ? `${id}-${marked}` : undefined,
  } as const;
  return { key, list, field, members };
};
