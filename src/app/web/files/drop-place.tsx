import { Button } from '@mantine/core';
import { Upload } from 'lucide-react';
import { type DragEvent, type RefObject, useRef, useState } from 'react';
import { words } from './words.ts';
import './files.css';

interface DropPlaceProps {
  /** The button, so that whoever shows this can give it the focus. */
  button: RefObject<HTMLButtonElement | null>;
  add: (files: readonly File[]) => unknown;
  /** A single file is wanted, of these types. */
  one?: boolean;
  accept?: string;
  /** What the button and the place beside it say. */
  said?: Readonly<Record<'choose' | 'or_drop' | 'drop', string>>;
}

/** Where files are chosen or dropped. */
export const DropPlace = ({ button, add, one, accept, said = words }: DropPlaceProps) => {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    if (files?.length) void add([...files]);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button is everybody's
    <div
      className="drop-place"
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <Button ref={button} variant="default" leftSection={<Upload />} onClick={() => input.current?.click()}>
        {said.choose}
      </Button>
      <span className="quiet">{over ? said.drop : said.or_drop}</span>
      <input
        ref={input}
        type="file"
        multiple={!one}
        accept={accept}
        hidden
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
};
