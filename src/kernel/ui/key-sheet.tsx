import { lazy, Suspense, useState } from 'react';
import { useKeys } from './keys.ts';
import { words } from './words.ts';

const Dialog = lazy(() => import('./key-sheet-dialog.tsx'));

/** `?` shows the keys that work here; those of the page first. */
export const KeySheet = () => {
  const [opened, setOpened] = useState<boolean>();
  const turn = () => setOpened((now) => !now);
  useKeys([{ key: '?', label: words.keys_of_page, group: words.everywhere, always: true, run: turn }]);
  return (
    <Suspense fallback={null}>
      {opened !== undefined && <Dialog opened={opened} close={() => setOpened(false)} />}
    </Suspense>
  );
};
