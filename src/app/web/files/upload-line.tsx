import { X } from 'lucide-react';
import { hint } from '#kernel/ui/hint.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import type { Uploading } from './use-uploads.ts';
import { words } from './words.ts';
import './files.css';

/** A file on its way, or why it was not taken. */
export const UploadLine = ({ one, forget }: { one: Uploading; forget: (key: string) => void }) => {
  const { key, name, bytes, sent, because } = one;
  const label = because ? words.dismiss : words.cancel_of(name);
  return (
    <li className="file-line">
      <span className="cut quiet">{name}</span>
      <span className="file-line-acts">
        <button type="button" className="icon-button" aria-label={label} onClick={() => forget(key)} {...hint(label)}>
          <X />
        </button>
      </span>
      {because ? (
        <p className="refusal" role="alert">
          {because}
        </p>
      ) : (
        <ProgressBar label={words.uploading(name)} value={sent} of={bytes} bare />
      )}
    </li>
  );
};
