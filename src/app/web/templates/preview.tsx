import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { Segments } from '#kernel/ui/tabs.tsx';
import type { Content } from '#messages/templates/model.ts';
import { type Merge, type PreviewAnswer, sayFields, TEMPLATES, type TemplateDetail } from './data.ts';
import { MailView } from './mail-view.tsx';
import { type Chosen, RecordPicker } from './record-picker.tsx';
import { SendTest } from './send-test.tsx';
import { SmsCount } from './sms-count.tsx';
import { words } from './words.ts';

interface PreviewProps {
  template: TemplateDetail;
  content: Content;
  locale: string;
  merge: Merge;
}

/** The wording as it would leave today, while it is written (ME-24). */
export const Preview = ({ template, content, locale, merge }: PreviewProps) => {
  const [record, setRecord] = useState<Chosen | null>(null);
  const [asked] = useDebouncedValue(JSON.stringify({ record, locale, content }), 350);
  const { data, error } = useQuery({
    queryKey: ['preview', template.id, asked],
    queryFn: ({ signal }) =>
      api.post<PreviewAnswer>(`${TEMPLATES}/${template.id}/previews`, JSON.parse(asked), { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="preview" aria-label={words.preview}>
      <div className="preview-head">
        <h2>{words.preview}</h2>
        {template.may_write && <SendTest template={template.id} record={record} locale={locale} content={content} />}
      </div>
      <RecordPicker value={record} change={setRecord} />
      {error && <p className="preview-note">{sentenceOf(error)}</p>}
      {data?.faults.length ? <p className="preview-note">{words.mend_first}</p> : null}
      {data && !data.faults.length && <Shown answer={data} merge={merge} />}
    </section>
  );
};

const Shown = ({ answer, merge }: { answer: PreviewAnswer; merge: Merge }) => {
  const [as, setAs] = useState<'html' | 'text'>('html');
  const { subject, html, text, sms, fallbacks, missing } = answer;
  return (
    <>
      <div className="paper" aria-live="polite">
        {subject !== null && <p className="paper-subject">{subject}</p>}
        {html !== null && as === 'html' ? <MailView html={html} /> : <p className="paper-text">{text}</p>}
      </div>
      {html !== null && (
        <Segments
          label={words.shown_as_mail}
          value={as}
          onChange={setAs}
          options={[
            { value: 'html', label: words.as_html },
            { value: 'text', label: words.as_text },
          ]}
        />
      )}
      {sms && <SmsCount length={sms} />}
      <Names title={words.missing} names={missing} merge={merge} bad />
      <Names title={words.fallbacks} names={fallbacks} merge={merge} />
    </>
  );
};

const Names = ({ title, names, merge, bad }: { title: string; names: string[]; merge: Merge; bad?: boolean }) => {
  if (!names.length) return null;
  return (
    <p className="preview-names" data-bad={bad || undefined}>
      <b>{title}:</b> {sayFields(names, merge)}
    </p>
  );
};
