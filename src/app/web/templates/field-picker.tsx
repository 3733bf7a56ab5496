import { Modal, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { fold } from '#ground/text.ts';
import { words as kit } from '#kernel/ui/words.ts';
import { type Merge, type NamedField, sayField } from './data.ts';
import { words } from './words.ts';
import './templates.css';

interface PickerProps {
  merge: Merge;
  pick: (name: string) => void;
  close: () => void;
}

/** All fields by name; typing narrows them, arrows and Enter choose. */
export const FieldPicker = ({ merge, pick, close }: PickerProps) => {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => matching(merge.fields, typed), [merge, typed]);
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) setAt((now) => Math.max(0, Math.min(found.length - 1, now + step)));
    if (event.key === 'Enter' && found[at]) pick(found[at].name);
    if (step || event.key === 'Enter') event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={words.pick_title}
      size={460}
      closeButtonProps={{ 'aria-label': kit.close }}
      returnFocus={false}
    >
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-label={words.pick_search}
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
        placeholder={words.pick_search}
        value={typed}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} ref={list} role="listbox" aria-label={words.pick_title} className="field-list">
        {found.map((field, n) => (
          <Option key={field.name} id={`${id}-${n}`} field={field} chosen={n === at} pick={pick} />
        ))}
      </div>
      {found.length === 0 && <p className="quiet">{words.pick_none}</p>}
    </Modal>
  );
};

interface OptionProps {
  id: string;
  field: NamedField;
  chosen: boolean;
  pick: (name: string) => void;
}

const Option = ({ id, field, chosen, pick }: OptionProps) => (
  // the search field keeps the focus and says which option is chosen
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={chosen}
    className="field-option"
    onMouseDown={() => pick(field.name)}
  >
    <span>{sayField(field)}</span>
    <span className="caption">
      <code>{field.name}</code>
      {field.may_be_missing && `, ${words.may_be_missing}`}
    </span>
  </div>
);

const matching = (fields: readonly NamedField[], typed: string): NamedField[] => {
  const wanted = fold(typed).split(/\s+/).filter(Boolean);
  return fields.filter(({ name, label, group }) => {
    const text = fold(`${group} ${label} ${name}`);
    return wanted.every((word) => text.includes(word));
  });
};
