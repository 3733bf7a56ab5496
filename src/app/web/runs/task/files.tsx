import { Download, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { FileRow } from '#kernel/files/model.ts';
import { Moment } from '#kernel/ui/day.tsx';
import { hint } from '#kernel/ui/hint.tsx';
import { canAttach, canRemoveFile, filesOf } from '#workflows/runs/attaching.ts';
import type { At } from '#workflows/runs/moves.ts';
import { memberOf } from '#workflows/runs/state.ts';
import { DropPlace } from '../../files/drop-place.tsx';
import { FileName } from '../../files/file-name.tsx';
import { contentOf } from '../../files/preview.tsx';
import { UploadLine } from '../../files/upload-line.tsx';
import { stillComing, useUploads } from '../../files/use-uploads.ts';
import { sizeWords, words } from '../../files/words.ts';
import { useMembers } from '../data.ts';
import type { TaskDoors } from './acts.tsx';
import { taskStepOf } from './finish-form.tsx';
import '#kernel/ui/list/toolbar.css';

interface TaskFilesProps {
  at: At;
  send: TaskDoors['send'];
  /** Goes up when somebody asks to finish: then the place for files takes the focus, if files are what is missing. */
  asked: number;
}

/** The files of a task, those on their way, and where more are chosen or dropped (WF-54, PL-110). */
export const TaskFiles = ({ at, send, asked }: TaskFilesProps) => {
  const { work, task } = at;
  const files = filesOf(work, task);
  const may = canAttach(at) === null;
  const missing = task.state === 'done' ? 0 : (taskStepOf(work, task)?.files_min ?? 0) - files.length;
  const uploads = useUploads((ids, called) => send({ do: 'attach_files', task: task.id, files: ids }, called));
  const coming = stillComing(uploads.list, files);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked > 0 && missing > 0) button.current?.focus();
  }, [asked, missing]);
  if (!may && !files.length && missing <= 0) return null;
  const remove = ({ id, name }: FileRow) => {
    void send({ do: 'remove_file', task: task.id, file: id }, words.one(name));
    button.current?.focus();
  };
  return (
    <section className="task-part" aria-label={words.files}>
      <h3>
        {words.files} {files.length > 0 && <span className="tab-count tabular">{files.length}</span>}
      </h3>
      {missing > 0 && <p className="caption">{words.needs(missing)}</p>}
      {files.length + coming.length > 0 && (
        <ul className="files">
          {files.map((file) => (
            <FileLine key={file.id} file={file} at={at} remove={canRemoveFile(at, file) ? undefined : remove} />
          ))}
          {coming.map((one) => (
            <UploadLine key={one.key} one={one} forget={uploads.forget} />
          ))}
        </ul>
      )}
      {may && <DropPlace button={button} add={uploads.add} />}
    </section>
  );
};

const FileLine = ({ file, at, remove }: { file: FileRow; at: At; remove: ((file: FileRow) => void) | undefined }) => {
  const members = useMembers();
  const by = file.uploaded_by.slice('member:'.length);
  const name = memberOf(at.work, by)?.name ?? members.find(({ id }) => id === by)?.name;
  return (
    <li className="file-line">
      <FileName file={file} />
      <span className="file-line-acts">
        <a
          className="icon-button"
          href={contentOf(file)}
          download
          aria-label={words.download_of(file.name)}
          {...hint(words.download)}
        >
          <Download />
        </a>
        {remove && (
          <button
            type="button"
            className="icon-button"
            aria-label={words.remove_of(file.name)}
            onClick={() => remove(file)}
            {...hint(words.remove)}
          >
            <X />
          </button>
        )}
      </span>
      <span className="caption">
        {sizeWords(file.bytes)}
        {name && `, ${name}`}, <Moment instant={file.at} />
      </span>
    </li>
  );
};
