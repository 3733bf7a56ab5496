import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api } from '#kernel/ui/client.ts';
import { Go } from '#kernel/ui/go.tsx';
import { isEmail } from '#people/fields/emails.ts';
import { placeOf } from '../data.ts';
import { words as people } from '../words.ts';
import { words } from './words.ts';

/** What a record that is being added is compared by (PE-70). */
export interface Compared {
  kind: 'person' | 'employee';
  name: string;
  emails: readonly string[];
  phones: readonly string[];
  country?: string | null;
  tax_number?: string;
  business_number?: string;
}

/** A record there is already, and why it may be the same. */
export interface Lookalike {
  id: string;
  kind: 'prospect' | 'client' | 'employee';
  display_name: string;
  numbers: string[];
  strength: 'likely' | 'possible';
  why: string[];
}

const PAUSE_MS = 350;
const LEAST_LETTERS = 3;

/** Records that may be the one being typed, likely ones first (PE-71). */
export const useLookalikes = (typed: Compared): readonly Lookalike[] => {
  const body = {
    kind: typed.kind,
    name: typed.name.trim(),
    emails: typed.emails.map((one) => one.trim()).filter(isEmail),
    phones: typed.phones.map((one) => one.trim()).filter((one) => one.length > 5),
    country: typed.country ?? null,
    tax_number: typed.tax_number?.trim() || null,
    business_number: typed.business_number?.trim() || null,
  };
  const [asked] = useDebouncedValue(JSON.stringify(body), PAUSE_MS);
  const wanted = JSON.parse(asked) as typeof body;
  const enough =
    wanted.name.length >= LEAST_LETTERS ||
    wanted.emails.length + wanted.phones.length > 0 ||
    !!(wanted.tax_number || wanted.business_number);
  const { data } = useQuery({
    queryKey: ['/duplicates/lookups', asked],
    queryFn: () => api.post<{ items: Lookalike[] }>('/duplicates/lookups', wanted),
    enabled: enough,
    placeholderData: (before) => before,
  });
  return enough ? (data?.items ?? NONE) : NONE;
};
const NONE: readonly Lookalike[] = [];

/** What is there already, before it is added a second time: open it, or take it instead (PE-71). */
export const Lookalikes = ({ found, use }: { found: readonly Lookalike[]; use: (one: Lookalike) => void }) => {
  if (found.length === 0) return <div className="unseen" role="status" />;
  return (
    <section className="lookalikes" role="status" aria-label={words.matches(found.length)}>
      <b>{words.matches(found.length)}</b>
      <ul>
        {found.map((one) => (
          <li key={one.id}>
            <span className="lookalike">
              <Go to={placeOf(one.kind, one.id)} target="_blank" className="link">
                {one.display_name}
              </Go>
              <span className="caption">
                {[people.kinds[one.kind], ...one.numbers, words.strength[one.strength], ...one.why].join(', ')}
              </span>
            </span>
            <button type="button" className="tool" onClick={() => use(one)}>
              {words.use}
            </button>
          </li>
        ))}
      </ul>
      <p className="caption">{words.matches_hint}</p>
    </section>
  );
};
