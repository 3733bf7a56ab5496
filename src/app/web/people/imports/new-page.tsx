import { Radio } from '@mantine/core';
import { useRef, useState } from 'react';
import { ApiRefusal, api, sentenceOf } from '#kernel/ui/client.ts';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { useSearchText } from '#kernel/ui/search-text.ts';
import type { ImportKind } from '#people/fields/import-rights.ts';
import { MOST_BYTES } from '#people/imports/limits.ts';
import { DropPlace } from '../../files/drop-place.tsx';
import { IMPORTS, importPage, showImport } from './data.ts';
import type { ImportDetail } from './facts.ts';
import { useImportKinds } from './import-acts.tsx';
import { MayNotImport } from './may-not-import.tsx';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';
import '../people.css';
import './imports.css';

/** `/people/imports/new`: what is in the file, and the file itself (PE-80, PE-81). */
export default function NewImportPage() {
  const kinds = useImportKinds();
  const { read, write } = useSearchText();
  const kind = kinds.find((one) => one === read('kind')) ?? kinds[0];
  const { reading, refusal, take } = useUpload(kind);
  const button = useRef<HTMLButtonElement>(null);
  if (!kind) return <MayNotImport />;
  return (
    <div className="form-page">
      <Place title={words.new_title} parent={{ label: words.imports, to: '/people/imports' }} />
      <p className="form-intro">{words.new_intro}</p>
      <div className="form">
        <Radio.Group label={words.what} value={kind} onChange={(to) => write({ kind: to })}>
          <div className="choice-stack">
            {kinds.map((one) => (
              <Radio key={one} value={one} label={words.kinds[one]} description={words.what_hints[one]} />
            ))}
          </div>
        </Radio.Group>
        <section className="import-file" aria-label={words.file}>
          <h2>{words.file}</h2>
          <p className="caption">{words.file_hint}</p>
          <DropPlace button={button} add={take} one accept=".csv,.tsv,.txt,text/csv,text/plain" said={words} />
          {reading && <ProgressBar label={words.reading(reading)} />}
          {refusal !== undefined && (
            <p className="refusal" role="alert">
              {sentenceOf(refusal)}
            </p>
          )}
        </section>
      </div>
    </div>
  );
}

const saying = (sentence: string) => new ApiRefusal(422, { code: 'invalid', detail: sentence });
/** Under «a field needs another look» stands what is wrong with the file. */
const ofFile = (fault: unknown): unknown =>
  fault instanceof ApiRefusal && fault.errors[0] ? saying(fault.errors[0].detail) : fault;

const useUpload = (kind: ImportKind | undefined) => {
  const go = useGo();
  const refresh = useRefresh();
  const [reading, setReading] = useState<string>();
  const [refusal, setRefusal] = useState<unknown>();
  const take = async (files: readonly File[]) => {
    const [file] = files;
    if (!file || reading) return;
    if (files.length > 1) return setRefusal(saying(words.one_file));
    if (file.size > MOST_BYTES) return setRefusal(saying(words.too_large));
    setRefusal(undefined);
    setReading(file.name);
    const body = new FormData();
    body.append('file', file);
    try {
      const made = await api.post<ImportDetail>(IMPORTS, body, { query: { kind } });
      showImport(made);
      void refresh(IMPORTS);
      go(importPage(made.id));
    } catch (fault) {
      setRefusal(ofFile(fault));
    } finally {
      setReading(undefined);
    }
  };
  return { reading, refusal, take };
};
