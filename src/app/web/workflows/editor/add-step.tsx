import { Menu } from '@mantine/core';
import { ClipboardList, Plus, UserCheck, Zap } from 'lucide-react';
import { memo, useState } from 'react';
import { ACTIONS, type ActionStep, type Content } from '#workflows/definitions/content.ts';
import { words as said } from '../say/words.ts';
import { addAction, addForm, addReview, addTasks } from './edits.ts';
import { isNarrow } from './place.ts';
import './step-list.css';
import '#kernel/ui/list/toolbar.css';
import { words } from './words.ts';

interface AddStepProps {
  /** Index of the step it goes behind; −1 in an empty design. */
  after: number;
  change: (edit: (content: Content) => Content) => void;
  select: (key: string) => void;
  first: boolean;
  /** A group's plus was pressed: one wants to type here at once. */
  called: boolean;
}

const TITLE = 120;
const LIMIT = 200;

/** Steps are typed one under the other: Enter adds a task and waits for the next; a pasted list becomes a step per line. */
export const AddStep = memo(({ after, change, select, first, called }: AddStepProps) => {
  const [title, setTitle] = useState('');
  const add = (titles: readonly string[]) => {
    const wanted = titles.map((one) => one.trim().slice(0, TITLE)).filter(Boolean);
    let key = '';
    change((content) => {
      const room = wanted.slice(0, LIMIT - content.steps.length);
      if (!room.length) return content;
      const added = addTasks(content, room, after);
      key = added.key;
      return added.content;
    });
    if (!key) return;
    setTitle('');
    if (!isNarrow()) select(key);
    // the field moves down with each step, and with the first one to another place of the page
    requestAnimationFrame(() => {
      const field = document.getElementById('add-step');
      field?.focus();
      field?.scrollIntoView({ block: 'nearest' });
    });
  };
  const act = (action: ActionStep['do']) => {
    let key = '';
    change((content) => {
      const added = addAction(content, action, after);
      key = added.key;
      return added.content;
    });
    select(key);
  };
  const form = () => {
    let key = '';
    change((content) => {
      const added = addForm(content, after);
      key = added.key;
      return added.content;
    });
    select(key);
  };
  const review = () => {
    let key = '';
    change((content) => {
      const added = addReview(content, after);
      key = added.key;
      return added.content;
    });
    select(key);
  };
  return (
    <div className="add-step">
      {first && (
        <div className="add-first">
          <p className="empty-title">{words.first}</p>
          <p className="quiet">{words.first_text}</p>
        </div>
      )}
      <div className="add-line">
        <Plus aria-hidden />
        <input
          id="add-step"
          aria-label={words.add_step}
          aria-describedby="add-step-hint"
          placeholder={words.add_step}
          value={title}
          maxLength={TITLE}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: a group's plus was pressed to type here
          autoFocus={called}
          onChange={(event) => setTitle(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add([title]);
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          onPaste={(event) => {
            const lines = linesOf(event.clipboardData.getData('text'));
            if (lines.length < 2) return;
            event.preventDefault();
            add(lines);
          }}
        />
        <button type="button" className="tool" title={words.add_review} onClick={review}>
          <UserCheck aria-hidden />
          {words.review}
        </button>
        <button type="button" className="tool" title={words.add_form} onClick={form}>
          <ClipboardList aria-hidden />
          {words.form_step}
        </button>
        <Menu width={220} position="bottom-end" returnFocus>
          <Menu.Target>
            <button type="button" className="tool" title={words.add_action}>
              <Zap aria-hidden />
              {words.action}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {ACTIONS.map((action) => (
              <Menu.Item key={action} onClick={() => act(action)}>
                {said.does[action]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <p id="add-step-hint" className="caption add-hint">
        {words.add_hint}
      </p>
    </div>
  );
});

/** A pasted list without its bullets and numbers. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–◦▪☐]|\d+[.)])\s+/, '').trim())
    .filter(Boolean);
