import { useThing } from '#kernel/ui/query.ts';
import type { RunYear } from '#workflows/runs/run-years.ts';
import { words } from './words.ts';
import './record.css';

const PARTS = ['done', 'going', 'stuck', 'cancelled'] as const;

/** Year by year what was done, is going, is stuck (PE-121): a bar to see, numbers to read. */
export const RunYears = ({ subject }: { subject: string }) => {
  const years = useThing<{ items: RunYear[] }>(`/run-years?subject=${subject}`).data?.items ?? [];
  if (years.length === 0) return null;
  const most = Math.max(...years.map(total));
  return (
    <section className="overview-part run-years">
      <h2 id="run-years">{words.years}</h2>
      <table aria-labelledby="run-years">
        <thead>
          <tr>
            <th scope="col">{words.year}</th>
            <td />
            {PARTS.map((part) => (
              <th key={part} scope="col">
                <span className="run-years-key" data-part={part} aria-hidden />
                {words.year_parts[part]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((one) => (
            <tr key={one.year}>
              <th scope="row" className="tabular">
                {one.year}
              </th>
              <td>
                <Bar one={one} most={most} />
              </td>
              {PARTS.map((part) => (
                <td key={part} className="tabular" data-none={one[part] === 0 || undefined}>
                  {one[part]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Bar = ({ one, most }: { one: RunYear; most: number }) => (
  <div className="run-years-bar" style={{ width: `${(100 * total(one)) / most}%` }} aria-hidden>
    {PARTS.filter((part) => one[part] > 0).map((part) => (
      <span key={part} data-part={part} style={{ flexGrow: one[part] }} />
    ))}
  </div>
);

const total = (one: RunYear): number => PARTS.reduce((sum, part) => sum + one[part], 0);
