import '@fontsource-variable/inter/opsz.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './base.css';
import './mantine.css';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { KeySheet } from './key-sheet.tsx';
import { useKeys } from './keys.ts';
import { queryClient } from './query.ts';
import { cssVariables, theme } from './theme.ts';
import { undoLatest } from './toast.tsx';
import { words } from './words.ts';

/** All that the kit stands on; once, around everything. @example <Ui><RouterProvider router={router} /></Ui> */
export const Ui = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <ModalsProvider labels={{ confirm: words.save, cancel: words.cancel }}>
        {children}
        <Floor />
        <KeySheet />
        <UndoKey />
      </ModalsProvider>
      <Notifications position="bottom-right" limit={4} containerWidth={400} transitionDuration={150} />
    </MantineProvider>
  </QueryClientProvider>
);

/** Where Mantine puts all that floats: one named region, so that nothing stands outside a landmark. */
const Floor = () => <section data-mantine-shared-portal-node aria-label={words.floating} />;

const UndoKey = () => {
  useKeys([{ key: 'z', label: words.undo, group: words.everywhere, run: undoLatest }]);
  return null;
};
