import type { ReactNode } from 'react';
import { Place } from '../frame/place.tsx';
import { Form, type FormProps } from './form.tsx';

interface FormPageProps<Values extends object> extends FormProps<Values> {
  title: string;
  parent?: { label: string; to: string };
  /** One sentence before the fields. */
  intro?: ReactNode;
}

/**
 * A form that is a page (look.md, pattern 4).
 * @example <FormPage title="Add client" parent={{ label: 'Clients', to: '/clients' }} form={form} verb="Add client" submit={send}>…</FormPage>
 */
export const FormPage = <Values extends object>({ title, parent, intro, ...form }: FormPageProps<Values>) => (
  <div className="form-page">
    <Place title={title} {...(parent ? { parent } : {})} />
    {intro && <div className="form-intro">{intro}</div>}
    <Form {...form} />
  </div>
);
