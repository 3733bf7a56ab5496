import { Modal } from '@mantine/core';
import { useState } from 'react';
import { Kbd } from './kbd.tsx';
import { type Key, useKeys, useLiveKeys } from './keys.ts';
import { words } from './words.ts';
import './key-sheet.css';

/** `?` shows the keys that work here; those of the page first. */
export const KeySheet = () => {
  const [open, setOpen] = useState(false);
  useKeys([
    { key: '?', label: words.keys_of_page, group: words.everywhere, always: true, run: () => setOpen((o) => !o) },
  ]);
  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title={words.keys_of_page}
      size={640}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {open && <Sheet />}
    </Modal>
  );
};

const Sheet = () => {
  const groups = Map.groupBy(useLiveKeys(), (k) => k.group ?? words.this_page);
  const order = [...groups].toSorted(([a], [b]) => rank(a) - rank(b));
  return (
    <div className="keysheet">
      {order.map(([group, keys]) => (
        <section key={group}>
          <h3>{group}</h3>
          <dl>
            {keys.map((k) => (
              <Line key={k.key} of={k} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
};

const rank = (group: string): number => (group === words.this_page ? 0 : group === words.everywhere ? 2 : 1);

const Line = ({ of }: { of: Key }) => (
  <div>
    <dt>{of.label}</dt>
    <dd>
      <Kbd>{of.key}</Kbd>
    </dd>
  </div>
);
