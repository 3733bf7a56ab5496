import type { modals } from '@mantine/modals';
import { innerMarks } from '#ground/text.ts';
import { words } from './words.ts';

type Settings = Omit<Parameters<typeof modals.open>[0], 'modalId' | 'closeButtonProps'>;

let opened = 0;

/**
 * Opens a window over the page and gives what closes it. What draws windows comes after the first page; one that is asked for
 * earlier waits for it.
 * @example const id = openWindow({ title: 'Keep this', children: <Button onClick={() => closeWindow(id)}>Done</Button> });
 */
export const openWindow = (settings: Settings): string => {
  const modalId = `window-${++opened}`;
  void import('./afterwards.tsx').then(async ({ modals, standing }) => {
    await standing;
    const title = typeof settings.title === 'string' ? innerMarks(settings.title) : settings.title;
    modals.open({ closeButtonProps: { 'aria-label': words.close }, ...settings, title, modalId });
  });
  return modalId;
};

export const closeWindow = (id: string): void => void import('./afterwards.tsx').then(({ modals }) => modals.close(id));

export const closeWindows = (): void => void import('./afterwards.tsx').then(({ modals }) => modals.closeAll());
