import { FileInput } from '@mantine/core';
import { useEffect } from 'react';
import type { z } from 'zod';
import type { askedForm } from '#inbox/categories/shapes.ts';
import { useThing } from '#kernel/ui/query.ts';
import { UploadLine } from '../files/upload-line.tsx';
import { useUploads } from '../files/use-uploads.ts';
import { askedNow, QuestionField, type Typed } from '../forms/question-field.tsx';
import { CATEGORIES, type CategoryRow } from './categories.ts';
import { words } from './words.ts';
import '../runs/task/task.css';

export type AskedForm = z.infer<typeof askedForm>;

/** The form that a category asks with when an item is added by hand; undefined where it asks none (IN-11). */
export const useAskedForm = (category: string | null): AskedForm | undefined => {
  const { data } = useThing<{ items: CategoryRow[] }>(CATEGORIES);
  const asks = !!category && !!data?.items.find(({ id }) => id === category)?.form_id;
  const form = useThing<AskedForm>(`${CATEGORIES}/${category}/form`, {}, { enabled: asks });
  return asks ? form.data : undefined;
};

interface AskedQuestionsProps {
  form: AskedForm;
  typed: Typed;
  change: (key: string, value: string | string[]) => void;
  errorOf: (key: string) => React.ReactNode;
  /** Told while a file is on its way. */
  uploading: (now: boolean) => void;
}

/** Its questions, those that are asked for what was typed so far. */
export const AskedQuestions = ({
  form: { title, intro, questions },
  typed,
  change,
  errorOf,
  uploading,
}: AskedQuestionsProps) => (
  <fieldset className="item-asked">
    <legend>{title}</legend>
    {intro && <p className="quiet">{intro}</p>}
    {askedNow(questions, typed).map((question) => (
      <QuestionField
        key={question.key}
        question={question}
        value={typed[question.key]}
        change={(value) => change(question.key, value)}
        error={errorOf(question.key)}
        file={(common) => (
          <FileAnswer
            {...common}
            uploading={uploading}
            add={(ids) => change(question.key, [...listOf(typed[question.key]), ...ids])}
            clear={() => change(question.key, [])}
          />
        )}
      />
    ))}
  </fieldset>
);

const listOf = (value: string | string[] | undefined): string[] => (Array.isArray(value) ? value : []);

interface FileAnswerProps {
  label: string;
  description?: string;
  error: React.ReactNode;
  uploading: (now: boolean) => void;
  add: (ids: string[]) => void;
  clear: () => void;
}

const FileAnswer = ({ add, clear, uploading, ...common }: FileAnswerProps) => {
  const uploads = useUploads((ids) => add(ids));
  const under_way = uploads.list.some(({ because }) => !because);
  useEffect(() => uploading(under_way), [under_way]);
  const put = (files: File[]) => {
    clear();
    void uploads.add(files);
  };
  return (
    <div>
      <FileInput {...common} multiple clearable placeholder={words.choose_files} onChange={put} />
      {uploads.list.length > 0 && (
        <ul className="mail-files">
          {uploads.list.map((one) => (
            <UploadLine key={one.key} one={one} forget={uploads.forget} />
          ))}
        </ul>
      )}
    </div>
  );
};
