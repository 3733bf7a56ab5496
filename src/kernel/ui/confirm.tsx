import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { closeWindow, openWindow } from './window.ts';
import { words } from './words.ts';
import './form/form.css';

interface ConfirmOptions {
  /** A question: «End 12 runs?». */
  title: string;
  /** What will happen, with its numbers: «12 runs stop; 31 planned messages are not sent. This can be undone for 30 days.» */
  consequence: ReactNode;
  /** The verb on the button: «End 12 runs». */
  verb: string;
  danger?: boolean;
  /** The word on the other button. */
  keep?: string;
}

/**
 * The only thing that may block a page: asks before a dangerous act. Resolves to true when the verb was pressed.
 * @example if (await confirm({ title: 'End 12 runs?', consequence: '31 planned messages are not sent.', verb: 'End 12 runs', danger: true })) …
 */
export const confirm = ({
  title,
  consequence,
  verb,
  danger,
  keep = words.cancel,
}: ConfirmOptions): Promise<boolean> => {
  return new Promise((resolve) => {
    let answer = false;
    const end = (yes: boolean) => {
      answer = yes;
      closeWindow(id);
    };
    const id = openWindow({
      title: title,
      size: 440,
      onClose: () => resolve(answer),
      children: (
        <>
          <div>{consequence}</div>
          <div className="dialog-acts">
            <Button variant="default" onClick={() => end(false)}>
              {keep}
            </Button>
            <Button
              data-autofocus
              {...(danger ? { color: 'red.8', className: 'danger' } : {})}
              onClick={() => end(true)}
            >
              {verb}
            </Button>
          </div>
        </>
      ),
    });
  });
};
