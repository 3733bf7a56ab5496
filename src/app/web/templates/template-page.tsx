import { useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { EmptyState } from '#kernel/ui/empty-state.tsx';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { ThingPage } from '#kernel/ui/thing-page.tsx';
import { useTemplateActs } from './acts.tsx';
import { type Merge, type TemplateDetail, useMergeFields, useTemplate } from './data.ts';
import { Editor } from './editor.tsx';
import { Preview } from './preview.tsx';
import { TemplateState } from './template-state.tsx';
import { words } from './words.ts';
import './templates.css';

/** `/templates/$id`: a template to write; who may not write it, and whoever opens an archived one, reads it. */
export default function TemplatePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useTemplate(id);
  const merge = useMergeFields();
  if (error) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data || !merge) return <PageSkeleton />;
  if (!data.may_write || data.archived_at) return <Read template={data} merge={merge} />;
  return <Write key={id} template={data} merge={merge} />;
}

/** What is typed begins from the wording the page opened with, whatever is read again meanwhile. */
const Write = ({ template, merge }: { template: TemplateDetail; merge: Merge }) => {
  const opened = useRef(template);
  return <Editor opened={opened.current} template={template} merge={merge} />;
};

const Read = ({ template, merge }: { template: TemplateDetail; merge: Merge }) => {
  const acts = useTemplateActs()(template);
  const { content, name, channel, purpose } = template;
  return (
    <ThingPage
      name={name}
      parent={{ label: words.templates, to: '/settings/templates' }}
      state={<TemplateState template={template} />}
      identity={[words.channels[channel]]}
      acts={acts}
      facts={[
        { label: words.purpose, value: purpose },
        { label: words.used_by, value: template.used_by.map((use) => use.name).join(', ') || null },
      ]}
    >
      {content ? (
        <Preview template={template} content={content} locale={content.default_locale} merge={merge} />
      ) : (
        <EmptyState title={words.not_written} />
      )}
    </ThingPage>
  );
};
