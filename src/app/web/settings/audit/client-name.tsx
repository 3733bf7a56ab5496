import { Go } from '#kernel/ui/go.tsx';
import { useThing } from '#kernel/ui/query.ts';

/** A client by name; nothing for one that is gone or may not be seen. */
export const ClientName = ({ id }: { id: string }) => {
  const { data } = useThing<{ display_name?: string; name?: string }>(`/clients/${id}`);
  const name = data?.display_name ?? data?.name;
  return name ? (
    <Go to={`/clients/${id}`} className="audit-link">
      {name}
    </Go>
  ) : null;
};
