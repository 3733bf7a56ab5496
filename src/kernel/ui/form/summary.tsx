import { useEffect, useRef } from 'react';
import { words } from '../words.ts';
import type { FormOf } from './model.ts';

interface SummaryProps<Values extends object> {
  form: FormOf<Values>;
  /** What the server said as a whole. */
  sentence?: string;
  /** Grows with each try that failed: then the summary takes the focus. */
  tries: number;
}

/** Over the form after a try that failed: the sentence, and a link to each field that needs another look. */
export const Summary = <Values extends object>({ form, sentence, tries }: SummaryProps<Values>) => {
  const box = useRef<HTMLDivElement>(null);
  const errors = Object.entries(form.errors).filter(([, error]) => error);
  useEffect(() => {
    if (tries > 0) box.current?.focus();
  }, [tries]);
  if (tries === 0 || (errors.length === 0 && !sentence)) return null;
  // The same words need not stand twice, one above the other.
  const said = errors.some(([, error]) => error === sentence) ? undefined : sentence;
  return (
    <div ref={box} className="summary" role="alert" tabIndex={-1}>
      <p className="summary-title">{said ?? words.fields_wrong(errors.length)}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(([path, error]) => (
            <li key={path}>
              <button type="button" className="summary-link" onClick={() => form.getInputNode(path)?.focus()}>
                {labelOf(form.getInputNode(path), path)}
              </button>
              : {error}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

const labelOf = (field: HTMLElement | null, path: string): string => {
  const label =
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
      ? field.labels?.[0]?.textContent
      : undefined;
  return (label ?? field?.getAttribute('aria-label') ?? path.replaceAll('_', ' ')).replace(/\s*\*\s*$/, '');
};
