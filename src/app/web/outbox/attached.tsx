import { FileName } from '../files/file-name.tsx';
import { sizeWords } from '../files/words.ts';
import './outbox.css';

interface AttachedFile {
  file_id?: string | undefined;
  name: string;
  type: string;
  size: number;
}

/** The files that go along with a message, to be looked at or kept (ME-29, ME-70). */
export const Attached = ({ files }: { files: readonly AttachedFile[] }) =>
  files.length > 0 && (
    <ul className="attached">
      {files.map(({ file_id, name, type, size }, at) => (
        <li key={file_id ?? at}>
          {file_id ? <FileName file={{ id: file_id, name, type, bytes: size }} /> : <span className="cut">{name}</span>}
          <span className="caption tabular">{sizeWords(size)}</span>
        </li>
      ))}
    </ul>
  );
