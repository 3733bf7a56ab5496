import { Button } from '@mantine/core';
import { isRefusal } from '#kernel/ui/client.ts';
import { Go } from '#kernel/ui/go.tsx';
import { closeWindow, openWindow } from '#kernel/ui/window.ts';
import type { Usage } from '#workflows/definitions/model.ts';
import { type Hold, holdsOf } from './held.ts';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';

/** Runs an act on a workflow; where something points at it, a window lists what, with a way to each (WF-18). */
export const unlessHeld = async <T,>(
  workflow: { id: string; name: string },
  title: string,
  act: () => Promise<T>,
): Promise<T | undefined> => {
  try {
    return await act();
  } catch (fault) {
    const usage = isRefusal(fault) && fault.code === 'in_use' ? (fault.facts.usage as Usage | undefined) : undefined;
    const holds = usage ? holdsOf(workflow, usage) : [];
    if (!holds.length) throw fault;
    showHolds(title, holds);
    return undefined;
  }
};

const showHolds = (title: string, holds: readonly Hold[]): void => {
  const close = () => closeWindow(id);
  const id = openWindow({
    title,
    size: 480,
    children: (
      <div className="stack">
        <p>{words.held_text}</p>
        <ul className="held">
          {holds.map(({ id: key, label, to }) => (
            <li key={key}>
              {to ? (
                <Go className="link" to={to} onClick={close}>
                  {label}
                </Go>
              ) : (
                label
              )}
            </li>
          ))}
        </ul>
        <div className="dialog-acts">
          <Button data-autofocus onClick={close}>
            {words.held_close}
          </Button>
        </div>
      </div>
    ),
  });
};
