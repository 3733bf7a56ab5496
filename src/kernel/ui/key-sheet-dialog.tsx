import { Modal } from '@mantine/core';
import { Kbd } from './kbd.tsx';
import { type Key, useLiveKeys } from './keys.ts';
import { words } from './words.ts';
import './key-sheet.css';

const KeySheetDialog = ({ opened, close }: { opened: boolean; close: () => void }) => (
  <Modal
    opened={opened}
    onClose={close}
    title={words.keys_of_page}
    size={640}
    closeButtonProps={{ 'aria-label': words.close }}
  >
    <Sheet />
  </Modal>
);
export default KeySheetDialog;

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
