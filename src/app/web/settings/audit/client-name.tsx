import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';

/** A client by name; nothing for one that is gone or may not be seen. */
export const ClientName = ({ id }: { id: string }) => {
  const { data } = useThing<{ display_name: string }>(`/clients/${id}`);
  return data ? (
    <Go to={`/clients/${id}`} className="audit-link">
      {data.display_name}
    </Go>
  ) : null;
};
