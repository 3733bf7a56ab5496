import { useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { ErrorState } from '#kernel/ui/error-state.tsx';
import { PageSkeleton } from '#kernel/ui/skeleton.tsx';
import { ThingPage } from '#kernel/ui/thing-page.tsx';
import { useFormActs } from './acts.tsx';
import { type FormDetail, useOneForm } from './data.ts';
import { Editor } from './editor.tsx';
import { PagePreview } from './page-preview.tsx';
import { UsedBy } from './used-by.tsx';
import { words } from './words.ts';
import './forms.css';

/** `/forms/$id`: a form to write; who may not write it, and whoever opens an archived one, reads it. */
export default function FormPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useOneForm(id);
  if (error) return <ErrorState fault={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  if (!data.may_write || data.archived_at) return <Read form={data} />;
  return <Write key={id} form={data} />;
}

/** What is typed begins from the form the page opened with, whatever is read again meanwhile. */
const Write = ({ form }: { form: FormDetail }) => {
  const opened = useRef(form);
  return <Editor opened={opened.current} form={form} />;
};

const Read = ({ form }: { form: FormDetail }) => {
  const acts = useFormActs()(form);
  const { title, intro, questions } = form;
  return (
    <ThingPage
      name={title}
      parent={{ label: words.forms, to: '/settings/forms' }}
      identity={[words.count(questions.length), ...(form.archived_at ? [words.archived] : [])]}
      acts={acts}
      facts={[{ label: words.used_by, value: form.used_by.length ? <UsedBy form={form} /> : null }]}
    >
      <PagePreview design={{ title, intro, questions }} />
    </ThingPage>
  );
};
