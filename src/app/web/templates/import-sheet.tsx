import { Button, FileButton, Modal } from '@mantine/core';
import { useState } from 'react';
import { api } from '#kernel/ui/client.ts';
import { type ListAnswer, useRefresh } from '#kernel/ui/query.ts';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { words as kit } from '#kernel/ui/words.ts';
import type { Line } from '#messages/templates/difference.ts';
import { importDifference, merged, sameTemplate } from '#messages/templates/exchange.ts';
import { type Joined, joined, readTextFile } from '#messages/templates/text-file.ts';
import { TEMPLATES, type TemplateDetail, type TemplateRow } from './data.ts';
import { Lines } from './difference-lines.tsx';
import { words } from './words.ts';
import './templates.css';
import '#kernel/ui/form/form.css';

interface Found {
  wanted: Joined;
  before: TemplateDetail | undefined;
  lines: Line[];
}

/** Text files, looked through first: what each would change, then one press for all (ME-123). */
export const ImportSheet = ({ close }: { close: () => void }) => {
  const [found, setFound] = useState<Found[]>();
  const [unread, setUnread] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const refresh = useRefresh();
  const changing = found?.filter(({ lines }) => lines.length) ?? [];
  const choose = async (files: File[]) => {
    try {
      const read = await Promise.all(
        files.map(async (file) => ({ name: file.name, ...readTextFile(await file.text()) })),
      );
      setUnread(read.flatMap((one) => (one.yes ? [] : [words.unread(one.name, one.line, one.sentence)])));
      setFound(await compared(read.flatMap((one) => (one.yes ? [one.file] : []))));
    } catch (fault) {
      toastRefusal(fault);
    }
  };
  const send = async () => {
    setBusy(true);
    try {
      for (const one of changing) await keep(one);
      toast(words.imported(changing.length));
      close();
    } catch (fault) {
      toastRefusal(fault);
      setBusy(false);
    }
    await refresh(TEMPLATES);
  };
  return (
    <Modal opened onClose={close} title={words.import_title} size={720} closeButtonProps={{ 'aria-label': kit.close }}>
      <p className="form-intro">{words.import_intro}</p>
      <FileButton multiple accept=".txt,text/plain" onChange={(files) => void choose(files)}>
        {(props) => (
          <Button variant="default" data-autofocus {...props}>
            {words.choose_files}
          </Button>
        )}
      </FileButton>
      <div aria-live="polite">
        {unread.map((sentence) => (
          <p key={sentence} className="template-removed">
            {sentence}
          </p>
        ))}
        {found?.map(({ wanted: { about }, before, lines }) => (
          <section key={`${about.channel} ${about.module} ${about.name}`} className="wording-difference">
            <h3>
              {about.name}{' '}
              <span className="caption">{!lines.length ? words.import_same : !before && words.import_new}</span>
            </h3>
            <Lines lines={lines} />
          </section>
        ))}
      </div>
      {changing.length > 0 && (
        <div className="dialog-acts">
          <Button variant="default" onClick={close}>
            {kit.cancel}
          </Button>
          <Button loading={busy} onClick={() => void send()}>
            {words.import_verb(changing.length)}
          </Button>
        </div>
      )}
    </Modal>
  );
};

/** What is there of each template, and what its files would change. */
const compared = (files: Parameters<typeof joined>[0]): Promise<Found[]> =>
  Promise.all(
    joined(files).map(async (wanted) => {
      const { about } = wanted;
      const query = { channel: about.channel, module: about.module, q: about.name, limit: 200 };
      const { items } = await api.get<ListAnswer<TemplateRow>>(TEMPLATES, query);
      const row = items.find((one) => sameTemplate(one, about));
      const before = row && (await api.get<TemplateDetail>(`${TEMPLATES}/${row.id}`));
      return { wanted, before, lines: importDifference(before, wanted) };
    }),
  );

const keep = async ({ wanted, before }: Found): Promise<void> => {
  const { channel, module, name, purpose } = wanted.about;
  const { content } = wanted;
  if (!before) return void (await api.post(TEMPLATES, { channel, module, name, purpose, content }));
  const at = `${TEMPLATES}/${before.id}`;
  if (before.name !== name || before.purpose !== purpose)
    await api.patch(at, { name, purpose }, { version: before.version });
  await api.put(`${at}/variants`, merged(before.content, wanted), { version: before.newest });
};
