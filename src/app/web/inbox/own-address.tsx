import { Copy } from 'lucide-react';
import type { IntakeAddress } from '#inbox/intake/shapes.ts';
import { useThing } from '#kernel/ui/query.ts';
import { toast } from '#kernel/ui/toast.tsx';
import { words } from './mail-words.ts';
import './mail.css';

/** The practice's own address for mail, to be copied; nothing where no mail is taken in. */
export const OwnAddress = () => {
  const { data } = useThing<{ items: IntakeAddress[] }>('/intake-addresses');
  const address = data?.items[0]?.address;
  if (!address) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    toast(words.copied);
  };
  return (
    <span className="inbox-address">
      <span>{words.address_says}</span>
      <code>{address}</code>
      <button type="button" className="tool" aria-label={words.copy} title={words.copy} onClick={() => void copy()}>
        <Copy aria-hidden />
      </button>
    </span>
  );
};
