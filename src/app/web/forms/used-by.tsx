import { Go } from '#kernel/ui/go.tsx';
import type { FormDetail } from './data.ts';

/** The workflows that ask with it, each a link. */
export const UsedBy = ({ form: { used_by } }: { form: Pick<FormDetail, 'used_by'> }) => (
  <span className="form-used">
    {used_by.map(({ id, name, url }) => (
      <Go key={id} className="link" to={url}>
        {name}
      </Go>
    ))}
  </span>
);
