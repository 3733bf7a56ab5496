import { Button } from '@mantine/core';
import { Copy, Download } from 'lucide-react';
import { toast } from '#kernel/ui/toast.tsx';
import { words } from './words.ts';
import './me.css';

/** Ten codes, shown this once (PL-41). */
export const RecoveryCodes = ({ codes, kept }: { codes: readonly string[]; kept: () => void }) => {
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    toast(words.codes_copied);
  };
  return (
    <div className="once">
      <p>{words.codes_once}</p>
      <ol className="once-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="once-acts">
        <Button onClick={kept}>{words.codes_kept}</Button>
        <Button variant="default" leftSection={<Copy />} onClick={() => void copy()}>
          {words.codes_copy}
        </Button>
        <Button
          component="a"
          variant="default"
          leftSection={<Download />}
          download={words.codes_file}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\n')}\n`)}`}
        >
          {words.codes_download}
        </Button>
      </div>
    </div>
  );
};
