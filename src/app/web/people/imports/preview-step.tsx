import { Button, Checkbox } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { useKeys } from '#kernel/ui/keys.ts';
import { ProgressBar } from '#kernel/ui/progress.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { rowsStop, stalePreview } from '#people/imports/rules.ts';
import { useStartables } from '../../launch/data.ts';
import { IMPORTS, showImport } from './data.ts';
import { countedAs, type ImportDetail, totals, toWrite } from './facts.ts';
import { FileRows } from './rows.tsx';
import { words } from './words.ts';

/** What would happen, errors first, and the one button that writes it (PE-85, PE-86). */
export const PreviewStep = ({ one }: { one: ImportDetail }) => {
  const { now } = useClock();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  // What was to be all or nothing and stands here again was stopped by a row.
  const again = one.all_or_nothing ? words.stopped : stalePreview(one, now)?.because;
  return (
    <div className="import-preview">
      <div className="import-part">
        <h2 ref={head} tabIndex={-1}>
          {totals(one.kind, one.counts)}
        </h2>
        <Starts one={one} />
        {again ? <LookAgain one={one} because={again} /> : <Commit one={one} />}
      </div>
      <FileRows one={one} />
    </div>
  );
};

/** How many runs an import would start (PE-89). */
const Starts = ({ one }: { one: ImportDetail }) => {
  const id = one.options.start_workflow;
  const { data } = useStartables(one.kind as 'client', id !== null);
  const workflow = data?.items.find((item) => item.id === id);
  if (!workflow || !one.counts.create) return null;
  return <p>{words.starts(workflow.name, countedAs(one.kind, one.counts.create))}</p>;
};

/** Takes the good rows, or by choice all or nothing; refused, it says why. */
const Commit = ({ one }: { one: ImportDetail }) => {
  const [whole, setWhole] = useState(false);
  const { busy, fault, send } = useSend(async () => {
    await api.post(`${IMPORTS}/${one.id}/commit`, { all_or_nothing: whole });
  }, one);
  const count = toWrite(one.counts);
  const why_not = count === 0 ? words.nothing_to_write : whole ? rowsStop(one)?.because : undefined;
  const said = useId();
  useKeys([{ key: 'mod+Enter', label: words.commit(count), always: true, run: () => void (why_not ?? send()) }]);
  return (
    <>
      <Checkbox
        label={words.whole}
        description={words.whole_hint}
        checked={whole}
        onChange={(event) => setWhole(event.currentTarget.checked)}
      />
      <div className="actbar">
        <Button
          loading={busy}
          aria-disabled={why_not ? true : undefined}
          aria-describedby={why_not ? said : undefined}
          onClick={() => void (why_not ?? send())}
        >
          {words.commit(count)}
        </Button>
        {why_not && (
          <span id={said} className="caption">
            {why_not}
          </span>
        )}
        <Refused fault={fault} />
      </div>
      {busy && <ProgressBar label={whole ? words.writing_whole : words.writing} />}
    </>
  );
};

const LookAgain = ({ one, because }: { one: ImportDetail; because: string }) => {
  const { busy, fault, send } = useSend(async () => {
    await api.post(`${IMPORTS}/${one.id}/preview`);
  }, one);
  return (
    <>
      <p>{because}</p>
      <div className="actbar">
        <Button loading={busy} onClick={() => void send()}>
          {words.look_again}
        </Button>
        <Refused fault={fault} />
      </div>
    </>
  );
};

const Refused = ({ fault }: { fault: unknown }) =>
  fault === undefined ? null : (
    <p className="refusal" role="alert">
      {sentenceOf(fault)}
    </p>
  );

const useSend = (run: () => Promise<void>, { id }: ImportDetail) => {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const send = async () => {
    if (busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      await run();
      showImport(await api.get<ImportDetail>(`${IMPORTS}/${id}`));
      void refresh(IMPORTS, '/prospects', '/clients', '/employees', '/contacts', '/tags', '/events', '/counts');
    } catch (no) {
      setFault(no);
    } finally {
      setBusy(false);
    }
  };
  return { busy, fault, send };
};
