import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { FileRow } from '#kernel/files/model.ts';
import { type Drawing, drawingOf, TEXT_SHOWN } from '#kernel/files/preview.ts';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { SkeletonLine } from '#kernel/ui/skeleton.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import { useFocusBack } from '../runs/task/focus-back.ts';
import { sizeWords, words } from './words.ts';
import './files.css';

export type ShownFile = Pick<FileRow, 'id' | 'name' | 'type' | 'bytes'>;

export const contentOf = ({ id }: Pick<FileRow, 'id'>): string => `/api/v1/files/${id}/content`;

/** A file over the page (PL-113): a picture, a PDF in the browser's own reader, or bare text. Nothing in it is run. */
export const Preview = ({ file, close }: { file: ShownFile; close: () => void }) => {
  useFocusBack();
  return (
    <Modal
      opened
      onClose={close}
      size={960}
      closeButtonProps={{ 'aria-label': kit.close }}
      title={file.name}
      className="file-preview"
    >
      <FileInside file={file} />
    </Modal>
  );
};

/** What is in a file that can be drawn, with the way to download it. */
export const FileInside = ({ file }: { file: ShownFile }) => {
  const drawing = drawingOf(file)!;
  const path = `/files/${file.id}/preview`;
  const { data, error, isPending } = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => read(path, drawing, signal),
    retry: false,
  });
  return (
    <>
      <p className="preview-line caption">
        <span>{sizeWords(file.bytes)}</span>
        <Button component="a" href={contentOf(file)} download variant="default" leftSection={<Download />}>
          {words.download}
        </Button>
      </p>
      {isPending && (
        <div role="status" aria-label={words.loading}>
          <SkeletonLine width="64%" />
        </div>
      )}
      {error && (
        <p className="refusal" role="alert">
          {sentenceOf(error)}
        </p>
      )}
      {data !== undefined && <Drawn drawing={drawing} path={path} file={file} text={data} />}
    </>
  );
};

/** Texts are fetched; what the browser fetches itself is asked about first, so that a refusal can be said. */
const read = async (path: string, drawing: Drawing, signal: AbortSignal): Promise<string> => {
  if (drawing === 'text') return api.text(path, { signal });
  await api.check(path, { signal }).catch(() => api.text(path, { signal }));
  return '';
};

/** The browser's reader without its bars, the page as wide as the frame. */
const READER = '#toolbar=0&navpanes=0&view=FitH';

const Drawn = ({ drawing, path, file, text }: { drawing: Drawing; path: string; file: ShownFile; text: string }) => {
  switch (drawing) {
    case 'image':
      return <img className="preview-image" src={`/api/v1${path}`} alt={file.name} />;
    case 'pdf':
      return <iframe className="preview-pdf" src={`/api/v1${path}${READER}`} title={file.name} />;
    case 'text':
      return (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keyboard */}
          <pre className="preview-text" tabIndex={0}>
            {text}
          </pre>
          {file.bytes > TEXT_SHOWN && <p className="caption">{words.beginning}</p>}
        </>
      );
    default:
      return drawing satisfies never;
  }
};
