import { Menu } from '@mantine/core';
import { Braces } from 'lucide-react';
import { useRef } from 'react';
import { mergeFields } from '#workflows/definitions/merge.ts';
import type { DesignSaid } from '../design-view.tsx';
import { CalmTextarea } from './calm-text.tsx';
import { words } from './words.ts';

interface MergeTextProps {
  label: string;
  description?: string;
  placeholder?: string;
  value: string;
  set: (text: string) => void;
  said: DesignSaid;
}

/** A text with merge fields, put in where the cursor stands. */
export const MergeText = ({ value, set, said, ...field }: MergeTextProps) => {
  const box = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const at = box.current?.selectionStart ?? value.length;
    set(`${value.slice(0, at)}{{${name}}}${value.slice(box.current?.selectionEnd ?? at)}`);
    requestAnimationFrame(() => box.current?.focus());
  };
  return (
    <div className="stack">
      <CalmTextarea ref={box} {...field} minRows={3} maxRows={14} maxLength={4000} value={value} onText={set} />
      <Menu width={220} position="bottom-start" returnFocus>
        <Menu.Target>
          <button type="button" className="tool stack-start">
            <Braces aria-hidden />
            {words.insert_field}
          </button>
        </Menu.Target>
        <Menu.Dropdown className="menu-long">
          {mergeFields(said.content.subject_kinds).map((name) => (
            <Menu.Item key={name} onClick={() => insert(name)}>
              {name.replace('.', ' · ').replaceAll('_', ' ')}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
};
