import '@fontsource-variable/inter/opsz.css';
import '@mantine/core/styles.layer.css';
import './base.css';
import './mantine.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { Hints } from './hint.tsx';
import { KeySheet } from './key-sheet.tsx';
import { useKeys } from './keys.ts';
import { queryClient } from './query.ts';
import { cssVariables, theme } from './theme.ts';
import { undoLatest } from './toast.tsx';
import { words } from './words.ts';

const Afterwards = lazy(() => import('./afterwards.tsx'));

/** All that the kit stands on; once, around everything. @example <Ui><RouterProvider router={router} /></Ui> */
export const Ui = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      {children}
      <Floor />
      <Hints />
      <KeySheet />
      <UndoKey />
      <Suspense fallback={null}>
        <Afterwards />
      </Suspense>
    </MantineProvider>
  </QueryClientProvider>
);

/** Where all that floats is put: one named region, so that nothing stands outside a landmark. */
const Floor = () => <section data-mantine-shared-portal-node aria-label={words.floating} />;

const UndoKey = () => {
  useKeys([{ key: 'z', label: words.undo, group: words.everywhere, run: undoLatest }]);
  return null;
};
