import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { faultsOf } from '#forms/faults.ts';
import type { Design } from '#forms/model.ts';
import { canonical } from '#ground/json.ts';
import type { Act } from '#kernel/ui/act.ts';
import { api } from '#kernel/ui/client.ts';
import { useLeaveGuard } from '#kernel/ui/form/leave-guard.ts';
import { Place } from '#kernel/ui/frame/place.tsx';
import { useRefresh } from '#kernel/ui/query.ts';
import { RowMenu } from '#kernel/ui/row-menu.tsx';
import { toast, toastRefusal } from '#kernel/ui/toast.tsx';
import { useFormActs } from './acts.tsx';
import { FORMS, type FormDetail } from './data.ts';
import { PagePreview } from './page-preview.tsx';
import { PublicPart } from './public-part.tsx';
import { QuestionsField } from './questions-field.tsx';
import { UsedBy } from './used-by.tsx';
import { words } from './words.ts';

interface EditorProps {
  /** As it was when the page opened. */
  opened: FormDetail;
  /** As it stands now: its uses. */
  form: FormDetail;
}

/** `/forms/$id`: what is asked at the left, the page it becomes at the right. */
export const Editor = ({ opened, form }: EditorProps) => {
  const { design, put, dirty, save } = useDesign(opened);
  useLeaveGuard(() => dirty);
  const act: Act = { id: 'save', label: words.save, key: 'mod+s', main: true, run: save };
  const more = useFormActs()(form).map(({ key: _, ...one }) => one);
  return (
    <div className="form-design">
      <div className="form-editor">
        <header className="form-head">
          <Place title={form.title} parent={{ label: words.forms, to: '/settings/forms' }} main={act} />
          <span className="quiet">{dirty ? words.unsaved : words.count(design.questions.length)}</span>
          <span className="quiet">
            {words.used_by} {form.used_by.length ? <UsedBy form={form} /> : words.unused}
          </span>
          <RowMenu name={form.title} acts={more} />
        </header>
        <TextInput
          label={words.title}
          maxLength={120}
          value={design.title}
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <Textarea
          label={words.intro}
          description={words.intro_hint}
          autosize
          minRows={2}
          maxLength={2000}
          value={design.intro}
          onChange={(event) => put({ intro: event.currentTarget.value })}
        />
        <section aria-label={words.questions}>
          <h2>{words.questions}</h2>
          <QuestionsField questions={design.questions} set={(questions) => put({ questions })} />
          <Faults questions={design.questions} />
        </section>
        <PublicPart form={form} />
      </div>
      <PagePreview design={design} />
    </div>
  );
};

/** What keeps it from being saved, while one writes. */
const Faults = ({ questions }: Pick<Design, 'questions'>) => (
  <ul className="form-faults" aria-live="polite" aria-label={words.faults}>
    {faultsOf(questions).map(({ pointer, detail }) => (
      <li key={pointer}>{detail}</li>
    ))}
  </ul>
);

/** The form under the author's hands, and the way to what is kept; a change by somebody else meanwhile is told (PL-67). */
const useDesign = (opened: FormDetail) => {
  const refresh = useRefresh();
  const [kept, setKept] = useState(opened);
  const [design, setDesign] = useState<Design>(designOf(opened));
  const dirty = canonical(design as never) !== canonical(designOf(kept) as never);
  const save = async () => {
    try {
      const done = await api.patch<FormDetail>(`${FORMS}/${opened.id}`, design, { version: kept.version });
      setKept(done);
      setDesign(designOf(done));
      toast(words.saved);
      await refresh(FORMS);
    } catch (fault) {
      toastRefusal(fault);
    }
  };
  return { design, dirty, save, put: (changes: Partial<Design>) => setDesign((now) => ({ ...now, ...changes })) };
};

const designOf = ({ title, intro, questions }: FormDetail): Design => ({ title, intro, questions });
