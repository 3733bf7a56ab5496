import { useState } from 'react';
import type { Act } from '#kernel/ui/act.ts';
import { SettingsPage } from '../shell.tsx';
import { KeyList } from './list.tsx';
import { KeySheet } from './sheet.tsx';
import { words } from './words.ts';

/** `/settings/keys`: every key of the practice, of members and of services (PL-44). */
export default function KeysPage() {
  const [open, setOpen] = useState(false);
  const make: Act = { id: 'make', label: words.make, key: 'c', main: true, run: () => setOpen(true) };
  return (
    <SettingsPage here="keys" full main={make}>
      <KeyList of="all" make={make} />
      {open && <KeySheet close={() => setOpen(false)} services />}
    </SettingsPage>
  );
}
