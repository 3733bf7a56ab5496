import { peopleOf } from '#workflows/definitions/actions.ts';
import type { ParamsProps } from './params.ts';
import { WhoField } from './who-field.tsx';
import { words } from './words.ts';

/** The members whom `to` gives, by rules. */
export const People = ({ params, put, said, step, label }: ParamsProps & { label: string }) => {
  const to = params.to;
  const rules = typeof to === 'string' || Array.isArray(to) ? peopleOf(to) : [];
  return (
    <div className="stack">
      <h3>{label}</h3>
      <WhoField
        label={label}
        rules={rules}
        set={(next) => put({ to: next.length ? next : undefined })}
        said={said}
        empty={words.who_nobody}
        step={step.key}
      />
    </div>
  );
};
