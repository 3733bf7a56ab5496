import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Content } from '#workflows/definitions/content.ts';
import { renameGroup, type Section } from './edits.ts';
import { words } from './words.ts';

interface GroupHeadProps {
  section: Section;
  change: (edit: (content: Content) => Content) => void;
  add: () => void;
}

/** The name of a group, renamed where it stands. */
export const GroupHead = ({ section, change, add }: GroupHeadProps) => {
  const [editing, setEditing] = useState(false);
  const name = section.group || words.without_group;
  const rename = (to: string) => {
    setEditing(false);
    if (to.trim() !== section.group) change((content) => renameGroup(content, section, to));
  };
  return (
    <div className="group-head">
      {editing ? (
        <input
          className="group-input"
          aria-label={words.rename_group(name)}
          defaultValue={section.group}
          maxLength={40}
          // the pencil was just pressed: the name is what one wants to type
          // biome-ignore lint/a11y/noAutofocus: it replaces the button that had the focus
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          onBlur={(event) => rename(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') rename(event.currentTarget.value);
            if (event.key === 'Escape') setEditing(false);
          }}
        />
      ) : (
        <button type="button" className="group-name" title={words.rename_group(name)} onClick={() => setEditing(true)}>
          {name}
        </button>
      )}
      <button type="button" className="icon-button group-add" aria-label={words.add_to(name)} onClick={add}>
        <Plus />
      </button>
    </div>
  );
};
