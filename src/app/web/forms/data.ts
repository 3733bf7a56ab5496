import type { Form, Use } from '#forms/model.ts';
import type { Id } from '#ground/id.ts';
import { useThing } from '#kernel/ui/query.ts';

/** What the API answers about forms, as these screens read it. */

export const FORMS = '/forms';

interface About extends Pick<Form, 'id' | 'version' | 'key' | 'title' | 'archived_at'> {
  used_by: Use[];
  may_write: boolean;
}

export interface FormRow extends About {
  questions: number;
  created_at: string;
}

export interface FormDetail extends About, Pick<Form, 'intro' | 'questions'> {}

export const useOneForm = (id: Id) => useThing<FormDetail>(`${FORMS}/${id}`);
