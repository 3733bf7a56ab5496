import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Id } from '#ground/id.ts';
import type { PlainDate } from '#ground/time.ts';
import { api, sentenceOf } from '#kernel/ui/client.ts';
import { useClock } from '#kernel/ui/clock.tsx';
import { dayWords } from '#kernel/ui/day.tsx';
import { Period } from '#kernel/ui/period.tsx';
import { useThing } from '#kernel/ui/query.ts';
import type { CadenceTyped } from '#workflows/cadence/model.ts';
import { words } from './words.ts';

interface Previewed {
  sentence: string;
  occurrences: {
    client: Id | null;
    key: string;
    start: PlainDate;
    due: PlainDate;
    period: { from: PlainDate; to: PlainDate } | null;
    shifted_by: { start?: string; due?: string } | null;
  }[];
  blocked: { client: Id | null; name: string | null; because: string }[];
  warnings: { because: string }[];
}

interface PreviewProps {
  cadence: CadenceTyped | null;
  clients: readonly { id: Id; name: string }[];
  tags: readonly Id[];
}

/** How many clients' dates are shown while one is choosing. */
const SHOWN = 5;

/** The sentence and the next six dates per client, while somebody is still choosing (CA-59, CA-60). */
export const Preview = ({ cadence, clients, tags }: PreviewProps) => {
  const tagged = useTagged(tags);
  const all = [...clients, ...tagged.filter(({ id }) => !clients.some((one) => one.id === id))].slice(0, SHOWN);
  const [asked] = useDebouncedValue(JSON.stringify({ cadence, client_ids: all.map(({ id }) => id) }), 250);
  const { data, error } = useQuery({
    queryKey: ['/cadence-previews', asked],
    queryFn: ({ signal }) => api.post<Previewed>('/cadence-previews', bodyOf(asked), { signal }),
    enabled: cadence !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <section className="cadence-preview" aria-label={words.preview} aria-live="polite">
      <h3>{words.preview}</h3>
      {error ? (
        <p className="field-error">{sentenceOf(error)}</p>
      ) : data && cadence ? (
        <Shown data={data} names={all} />
      ) : (
        <p className="quiet">{words.needs_day}</p>
      )}
    </section>
  );
};

const bodyOf = (asked: string): object => {
  const { cadence, client_ids } = JSON.parse(asked) as { cadence: object; client_ids: Id[] };
  return client_ids.length ? { cadence, client_ids } : { cadence };
};

const useTagged = (tags: readonly Id[]) => {
  const { data } = useThing<{ items: { id: Id; display_name: string }[] }>(
    '/clients',
    { tag: tags.join(','), limit: SHOWN },
    { enabled: tags.length > 0 },
  );
  return tags.length ? (data?.items ?? []).map(({ id, display_name }) => ({ id, name: display_name })) : [];
};

const Shown = ({ data, names }: { data: Previewed; names: readonly { id: Id; name: string }[] }) => {
  const { today, locale } = useClock();
  const day = (date: PlainDate) => dayWords(date, today, locale);
  const groups = [...Map.groupBy(data.occurrences, ({ client }) => client)];
  const first = data.occurrences.toSorted((a, b) => (a.due < b.due ? -1 : 1))[0];
  return (
    <>
      <p>{data.sentence}</p>
      {first ? (
        <p className="quiet">{words.first_due(day(first.due))}</p>
      ) : (
        !data.blocked.length && <p className="quiet">{words.preview_empty}</p>
      )}
      {data.warnings.map(({ because }) => (
        <p key={because} className="cadence-warning">
          {because}
        </p>
      ))}
      {groups.map(([client, rows]) => (
        <div key={client ?? 'none'}>
          {client && <h4>{names.find(({ id }) => id === client)?.name}</h4>}
          <table className="cadence-dates">
            <thead>
              <tr>
                <th scope="col">{words.start}</th>
                <th scope="col">{words.due}</th>
                <th scope="col">{words.period}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <td className="tabular">
                    {day(row.start)}
                    {row.shifted_by?.start && <span className="caption"> {row.shifted_by.start}</span>}
                  </td>
                  <td className="tabular">
                    {day(row.due)}
                    {row.shifted_by?.due && <span className="caption"> {row.shifted_by.due}</span>}
                  </td>
                  <td className="tabular quiet">
                    <Period from={row.period?.from} to={row.period?.to} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
      {data.blocked.map(({ client, name, because }) => (
        <p key={client ?? because} className="cadence-warning">
          {name ? `${name}: ` : ''}
          {because}
        </p>
      ))}
    </>
  );
};
