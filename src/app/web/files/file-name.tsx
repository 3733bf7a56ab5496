import { FileText, Image, Paperclip } from 'lucide-react';
import { useState } from 'react';
import { drawingOf } from '#kernel/files/preview.ts';
import { contentOf, Preview, type ShownFile } from './preview.tsx';
import { words } from './words.ts';
import './files.css';

/** A file by its name: opens over the page what can be drawn there, and downloads the rest. */
export const FileName = ({ file }: { file: ShownFile }) => {
  const [open, setOpen] = useState(false);
  const drawing = drawingOf(file);
  const Sign = drawing === 'image' ? Image : drawing ? FileText : Paperclip;
  const inside = (
    <>
      <Sign aria-hidden />
      <span className="cut">{file.name}</span>
    </>
  );
  return (
    <>
      {drawing ? (
        <button type="button" className="file-name" aria-label={words.look_at(file.name)} onClick={() => setOpen(true)}>
          {inside}
        </button>
      ) : (
        <a className="file-name" href={contentOf(file)} download aria-label={words.download_of(file.name)}>
          {inside}
        </a>
      )}
      {open && <Preview file={file} close={() => setOpen(false)} />}
    </>
  );
};
