import { useRef, useState } from 'react';
import { NOT_UTF8, utf8 } from '#ground/text.ts';
import type { Problem } from '#kernel/decision/model.ts';
import { ApiRefusal, api, sentenceOf } from '#kernel/ui/client.ts';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useGo } from '#kernel/ui/go.tsx';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { DropPlace } from '../../files/drop-place.tsx';
import { useTemplates, WORKFLOWS } from '../data.ts';
import { words as workflows } from '../words.ts';
import { type FileImport, IMPORTS, importPage } from './facts.ts';
import { words } from './words.ts';
import '#kernel/ui/form/form.css';
import './code.css';

/** `/workflows/imports/new`: the file itself; it is looked through before anything is made (WF-163, WF-164). */
export default function NewImportPage() {
  const button = useRef<HTMLButtonElement>(null);
  const { reading, fault, take } = useReading();
  const { data: templates } = useTemplates();
  const place = <Place title={words.title} parent={{ label: workflows.workflows, to: WORKFLOWS }} />;
  if (templates?.may_use === false)
    return (
      <>
        {place}
        <EmptyState title={words.title} text={workflows.may_not_design} />
      </>
    );
  return (
    <div className="form-page">
      {place}
      <p className="form-intro">{words.intro}</p>
      <section className="form code-file" aria-label={words.file}>
        <p className="caption">{words.hint}</p>
        <DropPlace button={button} add={take} one accept=".yaml,.yml,.json" said={words} />
        {reading && <ProgressBar label={words.reading(reading)} />}
        {fault !== undefined && <Fault fault={fault} />}
      </section>
    </div>
  );
}

const SHOWN = 10;

/** What is wrong, each with its path in the file. */
const Fault = ({ fault }: { fault: unknown }) => {
  const errors: readonly Problem[] = fault instanceof ApiRefusal ? fault.errors : [];
  return (
    <div className="code-fault" role="alert">
      <p className="refusal">{errors.length ? words.wrong(errors.length) : sentenceOf(fault)}</p>
      <ul>
        {errors.slice(0, SHOWN).map(({ pointer, detail }) => (
          <li key={pointer + detail}>
            {pointer && <code>{pointer}</code>} {detail}
          </li>
        ))}
        {errors.length > SHOWN && <li className="quiet">{words.more(errors.length - SHOWN)}</li>}
      </ul>
    </div>
  );
};

const useReading = () => {
  const go = useGo();
  const [reading, setReading] = useState<string>();
  const [fault, setFault] = useState<unknown>();
  const take = async (files: readonly File[]) => {
    const [file] = files;
    if (!file || reading) return;
    if (files.length > 1) return setFault(new ApiRefusal(422, { detail: words.one_file }));
    setFault(undefined);
    setReading(file.name);
    try {
      const text = utf8(new Uint8Array(await file.arrayBuffer()));
      if (text === null) throw new ApiRefusal(422, { detail: NOT_UTF8 });
      const made = await api.post<FileImport>(IMPORTS, { text });
      go(importPage(made.id));
    } catch (no) {
      setFault(no);
    } finally {
      setReading(undefined);
    }
  };
  return { reading, fault, take };
};
